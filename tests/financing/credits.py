"""Lines of feedback of tests."""

from datetime import timedelta

from django.utils import timezone

from accounts.tenancy import Actor, acting_as, system_scope
from financing.feedback.actions.report_credit import LineResult, report_credits
from financing.feedback.shape import BELONGS
from financing.models import CreditFeedback, WhitelistEntry


def line(entry: WhitelistEntry, reference: str = "A-1", **more: object) -> dict[str, object]:
    """A paid-out loan of the enterprise of a whitelist entry; in another state, without what does
    not belong to it unless `more` says so."""
    today = timezone.localdate()
    state = more.get("state", "paid_out")
    loan = {
        "reference": reference,
        "credit_code": entry.credit_code,
        "state": "paid_out",
        "contacted_on": str(today - timedelta(days=20)),
        "credit_line": "500",
        "guarantee": "credit",
        "rate": "3.45",
        "paid_out": "300",
        "paid_out_on": str(today - timedelta(days=10)),
        "due_on": str(today + timedelta(days=355)),
        "balance": "300",
    }
    fitting = {
        name: value for name, value in loan.items() if name not in BELONGS or state in BELONGS[name]
    }
    return fitting | more


def reported(bank: Actor, *lines: dict[str, object]) -> list[LineResult]:
    with acting_as(bank):
        return report_credits(bank, lines, "示例")


def credit(reference: str = "A-1") -> CreditFeedback:
    with system_scope(reason="test"):
        return CreditFeedback.objects.get(reference=reference)


def count() -> int:
    with system_scope(reason="test"):
        return int(CreditFeedback.objects.count())
