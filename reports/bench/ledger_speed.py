"""Reconciling a bank's receipts against merely reading the file and COPY."""

import io
import time
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.tenancy import acting_as, system_scope
from documents.workbooks.csv_file import read_csv
from enterprises.models import Enterprise
from financing.ledger.actions.import_receipts import import_receipts
from financing.ledger.demo import answers
from financing.ledger.files import RECEIPT_HEADINGS, receipt_rows
from financing.ledger.posting import Move, post
from financing.models import (
    Account,
    EntryKind,
    Fund,
    FundYear,
    Payable,
    PayeeAccount,
    PaymentBatch,
    PaymentOrder,
)
from procedures.models import Application
from reports.bench.people import actor_named
from reports.bench.results import Measurement
from reports.bench.scratch import owner_cursor, use_database

EACH = Decimal("1000.00")


def reconcile_measurement(database: str, rows: int) -> Measurement:
    """`rows` receipts of one batch, all of which match: read, compared, booked and told."""
    use_database(database)
    officer = actor_named("city")
    batch = _batch_of(rows, officer.user_id)
    with acting_as(officer):
        lines = answers(batch)
    table = [RECEIPT_HEADINGS, *receipt_rows(batch.number, lines)]
    data = "\r\n".join("|".join(row) for row in table).encode()
    plain = _read_and_copy(database, data)
    begun = time.perf_counter()
    with acting_as(officer):
        done = import_receipts(officer, batch.pk, SimpleUploadedFile("receipts.txt", data))
    ours = time.perf_counter() - begun
    if done.counts != {"matched": rows}:
        raise RuntimeError(f"not all receipts matched: {done.counts}")
    return Measurement(
        f"reconciliation of {rows:,} receipts", ours, plain, "s", 200, "reading the file and COPY"
    )


def _read_and_copy(database: str, data: bytes) -> float:
    with owner_cursor(database) as cursor:
        columns = ", ".join(f"c{place} text" for place in range(len(RECEIPT_HEADINGS)))
        cursor.execute(f"CREATE TEMP TABLE copied ({columns})")
        begun = time.perf_counter()
        lines = io.StringIO()
        for _, cells in read_csv(data):
            lines.write("\t".join(str(cell) for cell in cells) + "\n")
        lines.seek(0)
        cursor.copy_expert("COPY copied FROM STDIN", lines)
        return time.perf_counter() - begun


def _batch_of(rows: int, officer_id: int) -> PaymentBatch:
    """A batch that was sent, of one case with as many instalments."""
    today = timezone.localdate()
    with system_scope(reason="measure speed on a scratch database"):
        case = Application.objects.exclude(submitted_at=None).order_by("pk").first()
        if case is None:
            raise RuntimeError("the city has no cases")
        fund = Fund.objects.create(code="bench", name="测速资金")
        year = FundYear.objects.create(fund=fund, year=today.year)
        entry = Enterprise.objects.get(pk=case.organisation_id)
        account, _ = PayeeAccount.objects.get_or_create(
            organisation_id=entry.pk,
            state="confirmed",
            defaults={
                "district_id": entry.district_id, "holder": entry.name, "bank": "102",
                "branch": "示例", "cnaps": "102452000010", "number": "802010200001234",
                "entered_by_id": officer_id, "usable_on": today,
            },
        )  # fmt: skip
        payables = Payable.objects.bulk_create(
            Payable(
                **case.home, application=case, fund_year=year, number=n, label=f"第 {n} 期",
                payee_name=entry.name, scheme_title="测速", fund_name="测速资金",
                fiscal_year=today.year, amount=EACH, due_on=today, state=Payable.State.SENT,
            )
            for n in range(1, rows + 1)
        )  # fmt: skip
        batch = PaymentBatch.objects.create(
            number="ZF-BENCH", fund_year=year, state=PaymentBatch.State.SENT,
            made_by_id=officer_id, sent_at=timezone.now(), orders_count=rows, total=EACH * rows,
        )  # fmt: skip
        PaymentOrder.objects.bulk_create(
            PaymentOrder(
                **case.home, batch=batch, payable=one, voucher=f"BENCH-{one.number:05d}",
                account=account, amount=EACH,
            )
            for one in payables
        )  # fmt: skip
        sent = Move("BENCH", EntryKind.SEND, Account.SOURCE, Account.IN_TRANSIT, EACH * rows)
        post(year.pk, [sent])
    return batch
