"""Whom a change of the financing whitelist is told."""

from typing import TypeAlias

from django.urls import reverse

from accounts.duties import Duty
from accounts.notifications import Kind, notify, people_of
from financing.models import Consent, WhitelistEntry
from lifecycle.gathering import gathered
from lifecycle.transitions import Change, TransitionInput

EntryChange: TypeAlias = Change[WhitelistEntry, TransitionInput]
PROPOSED = "whitelist-proposed"


def _tell(change: EntryChange, people: list[int], title: str, body: str) -> None:
    link = reverse("financing:entry", args=[change.row.pk])
    notify(people, title=title, body=body, link=link, dedupe_key=change.key)


def _tell_enterprise(change: EntryChange, title: str, body: str) -> None:
    people = people_of(organisation_id=change.row.organisation_id)
    link = reverse("financing:own")
    notify(people, title=title, body=body, link=link, dedupe_key=change.key)


def tell_proposed(change: EntryChange) -> None:
    """Many come in one round: an officer has one message for all of them."""
    assert change.actor is not None, "bureaus propose"
    notify(
        people_of(duty=Duty.CITY_OFFICER),
        title=f"名单库推荐待审定：{change.row.enterprise_name}",
        body=f"{change.actor.organisation_name}推荐列入重点融资支持企业名单库。",
        link=reverse("financing:entry", args=[change.row.pk]),
        dedupe_key=change.key,
        kind=Kind.WORK,
        gathered=gathered(
            PROPOSED,
            change,
            "名单库推荐待审定：{} 家企业",
            f"{reverse('financing:entries')}?state=proposed",
        ),
    )


def tell_taken_back(change: EntryChange) -> None:
    assert change.actor is not None, "districts take back"
    _tell(
        change,
        people_of(duty=Duty.CITY_OFFICER),
        f"名单库推荐已撤回：{change.row.enterprise_name}",
        f"{change.actor.organisation_name}撤回推荐。{change.input.reason}",
    )


def tell_listed(change: EntryChange) -> None:
    _tell_enterprise(
        change,
        "企业已列入重点融资支持企业名单库",
        f"有效期到 {change.row.valid_to:%Y-%m-%d}。{_seen_by(change.row)}"
        "您可以授权银行查看登记信息、证书、经营数据或联系人，随时可以撤回。",
    )


def _seen_by(entry: WhitelistEntry) -> str:
    """Which banks see more than the listing, by consents from before it."""
    consents = Consent.objects.in_force().filter(organisation_id=entry.organisation_id)
    names = list(consents.order_by("bank__name").values_list("bank__name", flat=True))
    if not names:
        return "银行现在只能看到企业在库；"
    return f"按您以前的授权，{'、'.join(names)}现在可以查看授权的内容，其他银行只能看到企业在库；"


def tell_extended(change: EntryChange) -> None:
    _tell_enterprise(change, "名单库有效期已延长", f"新的有效期到 {change.row.valid_to:%Y-%m-%d}。")


def tell_declined(change: EntryChange) -> None:
    _tell_enterprise(change, "没有列入重点融资支持企业名单库", f"原因：{change.input.reason}")


def tell_removed(change: EntryChange) -> None:
    _tell_enterprise(
        change,
        "企业已移出重点融资支持企业名单库",
        f"原因：{change.input.reason}\n各银行已同步，您给银行的查看授权暂不生效；没有撤回的，重新入库后恢复。",
    )


def tell_bureau_left(change: EntryChange) -> None:
    entry = change.row
    reviewers = people_of(duty=Duty.DISTRICT_REVIEWER, district_id=entry.district_id)
    _tell(
        change,
        [*reviewers, *people_of(duty=Duty.CITY_OFFICER)],
        f"企业退出名单库：{entry.enterprise_name}",
        change.input.reason or "企业没有说明原因。",
    )
