"""Who is told every night: banks whose time for a demand is up, and of loans that run out."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Count
from django.urls import reverse

from accounts.duties import Duty
from accounts.notifications import Kind, notify, people_of
from accounts.tenancy import system_scope
from financing.models import CreditFeedback, DemandHandling

NEAR = timedelta(days=1)


def remind(today: date) -> None:
    """Tell banks and enterprises what is due, each once. `today` is a local date."""
    with system_scope(reason="remind the bank line"):
        _of_demands(today)
        _of_loans(today)


def _of_demands(today: date) -> None:
    """Each bank in one message a day: what it has to answer by tomorrow, and what is late."""
    waiting = DemandHandling.objects.waiting_for_bank().filter(due_on__lte=today + NEAR)
    rows: Iterable[DemandHandling] = waiting.order_by("bank_id", "due_on").only("bank_id", "due_on")
    for bank_id, own in groupby(rows, key=lambda row: row.bank_id):
        days = [row.due_on for row in own]
        late = sum(1 for day in days if day is not None and day < today)
        parts = [f"{late} 项已超过答复时限"] if late else []
        if len(days) > late:
            parts.append(f"{len(days) - late} 项今明两天到期")
        notify(
            people_of(organisation_id=bank_id, duty=Duty.BANK_OFFICER),
            title=f"融资需求待答复：{'，'.join(parts)}",
            body="请受理、报方案，或说明不能办理的原因。超时的会列入市级通报。",
            link=reverse("financing:bank_demands"),
            dedupe_key=f"demands-due:{bank_id}:{today}",
            kind=Kind.REMINDERS,
        )


def _of_loans(today: date) -> None:
    """The enterprise hears of each loan once, its bank each month of how many."""
    due = CreditFeedback.objects.to_follow_up().select_related("bank")
    for loan in due.iterator(500):
        notify(
            people_of(organisation_id=loan.organisation_id),
            title=f"贷款将到期：{loan.bank} {loan.due_on:%Y-%m-%d}",
            body="需要续贷的，现在就可以申请无还本续贷，已有资料不必重新提交。",
            link=reverse("financing:own_credits"),
            dedupe_key=f"credit:{loan.pk}:{loan.due_on}:due",
            kind=Kind.REMINDERS,
        )
    for row in due.values("bank_id").annotate(number=Count("pk")).order_by("bank_id"):
        notify(
            people_of(organisation_id=row["bank_id"], duty=Duty.BANK_OFFICER),
            title=f"{row['number']} 笔贷款 90 天内到期",
            body="请联系企业，符合条件的办理无还本续贷，办结后反馈。",
            link=reverse("financing:feedback") + "?state=to_follow_up",
            dedupe_key=f"credits-due:{row['bank_id']}:{today:%Y-%m}",
            kind=Kind.REMINDERS,
        )
    renewed = CreditFeedback.objects.to_settle().values("bank_id").annotate(number=Count("pk"))
    for row in renewed.order_by("bank_id"):
        notify(
            people_of(organisation_id=row["bank_id"], duty=Duty.BANK_OFFICER),
            title=f"{row['number']} 笔贷款已续贷，原贷款还没有反馈结清",
            body="原贷款还清后请改为“已结清”，否则会一直计入余额。",
            link=reverse("financing:feedback") + "?state=to_settle",
            dedupe_key=f"credits-renewed:{row['bank_id']}:{today:%Y-%m}",
        )
