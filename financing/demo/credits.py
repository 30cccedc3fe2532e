"""Credits that the demo banks report, and their support plans: some due soon, some declined."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.demo.bulk import Row
from accounts.demo.city import DemoStep
from accounts.demo.people import actor_of
from accounts.models import User
from accounts.tenancy import acting_as, system_scope
from financing.demands.machine import DeclineReason
from financing.demo.loan_demands import DemandStep
from financing.demo.whitelist import LISTED
from financing.feedback.actions.report_credit import REJECTED, report_credits
from financing.models import WhitelistEntry
from financing.models.demand import Guarantee
from financing.whitelist.actions.save_plan import PlanTerms, save_plan

AT_EACH = 30
REASONS, GUARANTEES = tuple(DeclineReason.values), tuple(Guarantee.values)


class CreditStep(DemoStep):
    """Feedback of both banks on enterprises of the list; the loan of `sme3` runs out within 90
    days."""

    after = (DemandStep,)

    def finish(self) -> None:
        with system_scope(reason="seed the demo city"):
            if not User.objects.filter(username=LISTED).exists():
                return
            listed = WhitelistEntry.objects.listed().order_by("pk")
            codes = list(listed.values_list("credit_code", flat=True))
        today = timezone.localdate()
        for place, username in enumerate(("bank", "bank2")):
            # The second bank knows the list from its other half on, and some of the first's.
            of_bank = codes[place * len(codes) // 2 :][:AT_EACH] + codes[: place * 5]
            _report(username, of_bank, place, today)


def _report(username: str, codes: list[str], place: int, today: date) -> None:
    officer = actor_of(username)
    lines = [_line(number, code, place, today) for number, code in enumerate(codes)]
    with acting_as(officer):
        results = report_credits(officer, lines, officer.user_name)
        wrong = [one for one in results if one.status == REJECTED]
        if wrong:
            raise ValueError(f"the demo bank's feedback is refused: {wrong[0]}")
        for code in codes[:3]:
            save_plan(officer, code, _plan(place, today))


def _line(number: int, code: str, place: int, today: date) -> Row:
    """The first of a bank runs out in two months; after it every fifth is declined."""
    contacted = today - timedelta(days=305 - number * 7 % 240)
    line: Row = {
        "reference": f"DEMO-{place + 1}-{number + 1:04}",
        "credit_code": code,
        "contacted_on": str(contacted),
    }
    if number % 5 == 4:
        because = REASONS[number % len(REASONS)]
        return line | {"state": "declined", "declined_because": because}
    paid_on = contacted + timedelta(days=6 + (number * 5 + place * 4) % 21)
    due_on = paid_on + timedelta(days=365)
    amount = 100 + 50 * (number * 3 % 11)
    renewal = ("none", "without_repayment", "renewed", "none")[number % 4]
    line |= {
        "state": "paid_out",
        "credit_line": str(amount + 100),
        "guarantee": GUARANTEES[number % len(GUARANTEES)],
        "rate": f"{2.75 + 0.05 * (number % 9) + 0.15 * place:.2f}",
        "paid_out": str(amount),
        "paid_out_on": str(paid_on),
        "due_on": str(due_on),
        "balance": str(amount),
        "is_first_loan": number % 3 == 0 and renewal == "none",
        "renewal": renewal,
        "is_overdue": number == 13,
    }
    if number % 11 == 10:
        settled_on = str(today - timedelta(days=2))
        return line | {"state": "settled", "settled_on": settled_on, "balance": None}
    return line


def _plan(place: int, today: date) -> PlanTerms:
    return PlanTerms(
        measures="示例：安排专属客户经理，授信审批走绿色通道，到期符合条件的办理无还本续贷。",
        manager_name=("示例客户经理甲", "示例客户经理乙")[place],
        manager_phone=f"0532-5550010{place}",
        valid_from=today,
        valid_to=today + timedelta(days=365),
    )
