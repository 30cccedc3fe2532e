"""Money in the world of the wall tests: a fund of a district with everything that hangs on it."""

from django.utils import timezone

from accounts.models import District
from financing.models import (
    BudgetChange,
    Fund,
    FundYear,
    Payable,
    PayeeAccount,
    PaymentBatch,
    PaymentOrder,
    Recovery,
)
from tests.accounts.wall_world import Side
from tests.factories import UserFactory


def money_of(side: Side, district: District) -> dict[str, object]:
    """A fund of the side's district, a payment to its enterprise, and a recovery from it."""
    today, officer = timezone.localdate(), UserFactory()
    home = {"organisation_id": side.enterprise, "district_id": district.pk}
    fund = Fund.objects.create(code=f"wall-{district.pk}", name="示例资金", district=district)
    year = FundYear.objects.create(fund=fund, year=2026, district=district)
    change = BudgetChange.objects.create(
        fund_year=year, district=district, kind="appropriate", amount=1, document="示例",
        proposed_by=officer,
    )  # fmt: skip
    account = PayeeAccount.objects.create(
        **home, holder="示例", bank="102", branch="示例", cnaps="102452000010",
        number="802010200001234", entered_by=officer,
    )  # fmt: skip
    payable = Payable.objects.create(
        **home, application_id=side.things["case"], fund_year=year, number=1, label="第 1 期",
        payee_name="示例", scheme_title="示例", fund_name="示例资金", fiscal_year=2026, amount=1,
        due_on=today, state="exception",
    )  # fmt: skip
    batch = PaymentBatch.objects.create(
        number=f"ZF-W-{district.pk}", fund_year=year, district=district, state="reconciling",
        made_by=officer, sent_at=timezone.now(), orders_count=1, total=1,
    )  # fmt: skip
    order = PaymentOrder.objects.create(
        **home, batch=batch, payable=payable, voucher=f"W-{district.pk}", account=account,
        amount=1, actual=2, finding="amount",
    )  # fmt: skip
    recovery = Recovery.objects.create(
        **home, application_id=side.things["case"], fund_year=year, payee_name="示例",
        scheme_title="示例", cause="goal", amount=1, note="示例", state="noticed",
        proposed_by=officer, notice_number="示例 1 号", noticed_on=today, due_on=today,
    )  # fmt: skip
    return {
        "fund": fund.pk, "fund_year": year.pk, "budget_change": change.pk, "payable": payable.pk,
        "payment_batch": batch.pk, "payment_order": order.pk, "recovery": recovery.pk,
        "payee_account": account.pk,
    }  # fmt: skip
