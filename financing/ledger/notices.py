"""What people are told around payments and recoveries."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from accounts.duties import Duty
from accounts.models import Membership
from accounts.notifications import Gathered, Kind, notify, people_of
from accounts.outbox import posted_together
from accounts.tenancy import system_scope
from financing.ledger.keepers import fund_district
from financing.models import Payable, PaymentOrder, Recovery
from lifecycle.gathering import gathered
from lifecycle.transitions import Change

RECOVERIES = "recoveries"


def people_of_each(organisation_ids: Iterable[int]) -> dict[int, list[int]]:
    """The active people of many enterprises, with one query."""
    found: dict[int, list[int]] = defaultdict(list)
    with system_scope(reason="find the people to notify", savepoint=False):
        rows = Membership.objects.working().filter(
            organisation_id__in=set(organisation_ids), user__is_active=True
        )
        for organisation_id, user_id in rows.values_list("organisation_id", "user_id"):
            found[organisation_id].append(user_id)
    return found


def tell_paid(orders: Iterable[PaymentOrder]) -> None:
    """Tell each enterprise what has come into its account, and by which clause."""
    orders = list(orders)
    people = people_of_each(one.organisation_id for one in orders)
    with posted_together():
        for one in orders:
            payable = one.payable
            notify(
                people[one.organisation_id],
                title=f"资金已到账：{payable.scheme_title} {one.amount:,.2f} 元",
                body=f"{payable.label}，{one.paid_on:%Y-%m-%d} 由{payable.fund_name}支付。",
                link=reverse("financing:own_payments"),
                dedupe_key=f"paid:{one.voucher}",
            )


def tell_returned(payable: Payable, why: str) -> None:
    _ask_for_account(payable, f"returned:{payable.pk}:{payable.version}", "被银行退回", why)


def ask_for_account(change: Change[Payable, Any]) -> None:
    _ask_for_account(change.row, change.key, "没有付成", change.input.reason.strip())


def _ask_for_account(payable: Payable, key: str, what: str, why: str) -> None:
    notify(
        people_of(organisation_id=payable.organisation_id),
        title=f"一笔资金{what}，请核对收款账户",
        body=f"{payable.scheme_title} {payable.amount:,.2f} 元：{why}"
        "请核对或重新录入收款账户，由另一位同事确认；更换后有 3 个工作日的冷静期。",
        link=reverse("financing:own_account"),
        dedupe_key=key,
    )


def tell_stopped(change: Change[Payable, Any]) -> None:
    row = change.row
    notify(
        people_of(organisation_id=row.organisation_id),
        title=f"一笔资金已暂停支付：{row.scheme_title}",
        body=f"{row.label} {row.amount:,.2f} 元。原因：{change.input.reason.strip()}",
        link=reverse("financing:own_payments"),
        dedupe_key=change.key,
    )


def tell_account(organisation_id: int, title: str, body: str, key: str) -> None:
    """Tell all the enterprise's people: whoever changes an account secretly shall be seen."""
    notify(
        people_of(organisation_id=organisation_id),
        title=title, body=body, link=reverse("financing:own_account"), dedupe_key=key,
    )  # fmt: skip


def tell_keepers(
    district_id: int | None, title: str, body: str, link: str, key: str,
    gathered: Gathered | None = None,
) -> None:  # fmt: skip
    """Tell the officers who keep a fund of this district; None is the city."""
    if district_id is None:
        people = people_of(duty=Duty.CITY_OFFICER)
    else:
        people = people_of(duty=Duty.DISTRICT_REVIEWER, district_id=district_id)
    notify(
        people, title=title, body=body, link=link, dedupe_key=key, kind=Kind.WORK,
        gathered=gathered,
    )  # fmt: skip


def interest_in_words(row: Recovery) -> str:
    """（其中利息 …）, where interest is asked."""
    return f"（其中利息 {row.interest:,.2f} 元）" if row.interest else ""


def ask_to_decide_recovery(change: Change[Recovery, Any]) -> None:
    row = change.row
    tell_keepers(
        fund_district(row),
        f"请决定是否追回：{row}",
        f"{row.scheme_title}，{row.total:,.2f} 元{interest_in_words(row)}。{row.note}",
        reverse("financing:recovery", args=[row.pk]),
        change.key,
        gathered(
            RECOVERIES,
            change,
            "请决定是否追回：{} 项",
            f"{reverse('financing:recoveries')}?state=proposed",
        ),
    )


def tell_recovery(change: Change[Recovery, Any]) -> None:
    """Tell the enterprise of what it has to give back, and how that goes on."""
    row = change.row
    if not row.notice_number:
        return
    says = {
        "notice": f"请于 {row.due_on:%Y-%m-%d} 前缴回 {row.total:,.2f} 元{interest_in_words(row)}"
        if row.due_on
        else "",
        "receive": f"已收到缴款，还有 {row.open_amount:,.2f} 元待缴回",
        "settle": "已全部缴清，追回办结",
        "write_off": "余款已经核销，追回办结",
        "lower": f"款项已由银行退回一部分，应缴回的改为 {row.total:,.2f} 元，"
        f"还有 {row.open_amount:,.2f} 元待缴回",
        "lapse": "款项已由银行退回，不再追回",
    }[change.transition.name]
    notify(
        people_of(organisation_id=row.organisation_id),
        title=f"资金追回：{row.scheme_title}",
        body=f"{says}。事由：{row.get_cause_display()}。通知书：{row.notice_number}。",
        link=reverse("financing:own_payments"),
        dedupe_key=change.key,
    )
