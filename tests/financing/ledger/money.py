"""Funds, granted cases and the bank's answers for tests."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.tenancy import Actor, acting_as, system_scope
from enterprises.models import Enterprise
from financing.ledger.actions.carry_out import carry_out
from financing.ledger.actions.import_receipts import import_receipts
from financing.ledger.actions.keep_funds import propose_change
from financing.ledger.batch_machine import MACHINE as BATCH
from financing.ledger.budget_machine import MACHINE as BUDGET
from financing.ledger.commitments import Instalment, commit
from financing.ledger.files import RECEIPT_HEADINGS, ReceiptLine, receipt_rows
from financing.models import (
    BudgetChange,
    Fund,
    FundYear,
    Payable,
    PayeeAccount,
    PaymentBatch,
    PaymentOrder,
    SubsidyClaim,
)
from lifecycle.transitions import TransitionInput
from procedures.models import Application, Batch
from tests.procedures import factories

YEAR = 2026


def fund(code: str = "jigai", district_id: int | None = None) -> Fund:
    with system_scope(reason="test"):
        return Fund.objects.create(
            code=code, name="示例资金", district_id=district_id, payer_name="示例财政国库",
            payer_account="37010100000001", payer_bank="示例银行营业部",
        )  # fmt: skip


def budget(people: SimpleNamespace, of: Fund, amount: object, year: int = YEAR) -> FundYear:
    """Appropriated by one officer, approved by another."""
    change = changed(people, of, BudgetChange.Kind.APPROPRIATE, amount, year)
    with system_scope(reason="test"):
        return FundYear.objects.select_related("fund").get(pk=change.fund_year_id)


def changed(
    people: SimpleNamespace, of: Fund, kind: str, amount: object = None, year: int = YEAR,
    by: tuple[Actor, Actor] | None = None,
) -> BudgetChange:  # fmt: skip
    first, second = by or (people.city, people.city2)
    given = None if amount is None else Decimal(str(amount))
    with acting_as(first):
        change = propose_change(first, of.pk, year, kind, given, "青财预〔2026〕1号")
    with acting_as(second):
        return carry_out(BUDGET, second, change.pk, "approve", TransitionInput())


def case_of(
    owner: Actor, district_id: int, batch: Batch, code: str = "jigai", **values: object
) -> Application:
    """A case with a claim of the fund `code`."""
    with system_scope(reason="test"):
        case = factories.case(owner, district_id, batch, state="approved", **values)
        SubsidyClaim.objects.create(**case.home, application=case, fund_code=code, fiscal_year=YEAR)
    return case


def account_of(owner: Actor, number: str = "802010200001234") -> PayeeAccount:
    """A confirmed account of the owner's enterprise."""
    with system_scope(reason="test"):
        entry = Enterprise.objects.get(pk=owner.organisation_id)
        return PayeeAccount.objects.create(
            organisation_id=entry.pk, district_id=entry.district_id, holder=entry.name,
            bank="102", branch="青岛分行", cnaps="102452000010", number=number,
            state="confirmed", entered_by_id=owner.user_id, usable_on=date(2026, 1, 1),
        )  # fmt: skip


def granted(officer: Actor, case: Application, *amounts: object) -> list[Payable]:
    """Committed in instalments that are due today."""
    parts = [
        Instalment(f"第 {n} 期", Decimal(str(amount)), timezone.localdate(), clause="第五条")
        for n, amount in enumerate(amounts, 1)
    ]
    with acting_as(officer):
        return commit(case, parts)


def done(actor: Actor, batch: PaymentBatch, *names: str, reason: str = "") -> PaymentBatch:
    for name in names:
        with acting_as(actor):
            batch = carry_out(BATCH, actor, batch.pk, name, TransitionInput(reason=reason))
    return batch


def sent(people: SimpleNamespace, batch: PaymentBatch) -> PaymentBatch:
    """Submitted by its maker, released and sent by another."""
    done(people.city, batch, "submit")
    return done(people.city2, batch, "release", "send")


def orders(batch: PaymentBatch) -> list[PaymentOrder]:
    with system_scope(reason="test"):
        rows = PaymentOrder.objects.filter(batch=batch).select_related("account", "payable")
        return list(rows.order_by("pk"))


def line(order: PaymentOrder, row: int = 2, **values: object) -> ReceiptLine:
    """The bank's answer that an order was paid as asked, but for `values`."""
    usual = {
        "row": row, "voucher": order.voucher, "direction": "O", "payee": order.account.holder,
        "amount": order.amount, "result": "000", "told": "", "serial": f"S{order.pk}",
        "settled_on": timezone.localdate(),
    }  # fmt: skip
    return ReceiptLine(**usual | values)


def receipts_text(number: str, lines: Iterable[ReceiptLine]) -> bytes:
    rows = [RECEIPT_HEADINGS, *receipt_rows(number, list(lines))]
    return "\r\n".join("|".join(row) for row in rows).encode()


def upload(content: bytes, name: str = "回单.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, BytesIO(content).read())


def imported(actor: Actor, batch: PaymentBatch, lines: Iterable[ReceiptLine]):
    with acting_as(actor):
        return import_receipts(actor, batch.pk, upload(receipts_text(batch.number, lines)))


def fresh(row):
    with system_scope(reason="test"):
        return type(row)._base_manager.get(pk=row.pk)
