"""What people are told of money without a claim."""

from django.urls import reverse

from accounts.duties import Duty
from accounts.notifications import Kind, notify, people_of, who_asked
from accounts.tenancy import system_scope
from financing.models import GrantCandidate, GrantList
from financing.money import wan


def tell_enterprise(row: GrantCandidate, title: str, body: str, key: str) -> None:
    """Tell the people of the enterprise."""
    notify(
        people_of(organisation_id=row.organisation_id),
        title=title,
        body=body,
        link=reverse("financing:grant", args=[row.pk]),
        dedupe_key=key,
        kind=Kind.CASES,
    )


def tell_pushed(row: GrantCandidate, key: str) -> None:
    tell_enterprise(
        row,
        f"免申即享待您确认：{row.scheme_name} {wan(row.amount)} 万元",
        f"证书 {row.certificate_number}，不用申报，核对收款账户后点“确认领取”。"
        f"{row.answer_by:%Y-%m-%d} 前未确认会再提醒，{row.claim_until:%Y-%m-%d} 前均可补领。",
        key,
    )


def tell_city(row: GrantCandidate, title: str, body: str, key: str) -> None:
    """Tell the city's officer who drew the list up; the enterprise that acts sees no list."""
    with system_scope(reason="find the people to notify", savepoint=False):
        maker = GrantList.objects.values_list("made_by_id", flat=True).get(pk=row.list_id)
    notify(
        who_asked(maker, Duty.CITY_OFFICER),
        title=title,
        body=body,
        link=reverse("financing:grant", args=[row.pk]),
        dedupe_key=key,
        kind=Kind.WORK,
    )


def tell_second(row: GrantList, key: str) -> None:
    """Ask another officer of the city to push the list."""
    others = [one for one in people_of(duty=Duty.CITY_OFFICER) if one != row.made_by_id]
    notify(
        others,
        title=f"等您核对推送：{row.name}",
        body="免申即享名单已比对并冻结，须由制表人以外的经办人推送。",
        link=reverse("financing:grant_list", args=[row.pk]),
        dedupe_key=key,
        kind=Kind.WORK,
    )
