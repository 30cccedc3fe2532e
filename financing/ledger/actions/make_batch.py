"""Making a payment batch: choosing what is due, adding to it, taking out of it."""

from collections.abc import Iterable
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Count, Sum
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from financing.ledger.accounts import accounts_of
from financing.ledger.batch_checks import why_not_payable
from financing.ledger.batch_machine import MACHINE
from financing.ledger.batch_sending import change_payables
from financing.ledger.keepers import KEPT_BY, keeps
from financing.ledger.posting import ledger_scope, lock_years
from financing.models import FundYear, Payable, PaymentBatch, PaymentOrder

MOST_ORDERS = 20_000
MOST_TOLD = 5
_NUMBERING = 7_001_600  # the advisory lock under which batches get their numbers


def make_batch(
    actor: Actor, fund_year_id: int, payable_ids: Iterable[int], note: str = ""
) -> PaymentBatch:
    """Make a batch of what is due in one year of a fund.

    Raises `FundYear.DoesNotExist`, `NotPermitted`, and `RuleViolation` that names what cannot be
    paid and why; nothing is made then.
    """
    with transaction.atomic():
        year = FundYear.objects.select_related("fund").get(pk=fund_year_id)
        if not keeps(actor, year.district_id):
            raise NotPermitted(KEPT_BY)
        lock_years([year.pk])
        batch = PaymentBatch.objects.create(
            district_id=year.district_id,
            number=_next_number(),
            fund_year=year,
            note=note[:100],
            made_by_id=actor.user_id,
        )
        MACHINE.begin(actor, batch, "make")
        _add(actor, batch, payable_ids)
    return batch


def add_to_batch(actor: Actor, pk: int, payable_ids: Iterable[int]) -> PaymentBatch:
    """Add what is due to a batch that is being made. Raises as `make_batch`."""
    with transaction.atomic():
        batch = _draft(actor, pk)
        _add(actor, batch, payable_ids)
    return batch


def remove_from_batch(actor: Actor, pk: int, order_id: int) -> PaymentBatch:
    """Take an order out of a batch that is being made; what it was to pay is due again.

    Raises `DoesNotExist`, `NotPermitted`, or `RuleViolation` once the batch is no draft.
    """
    with transaction.atomic():
        batch = _draft(actor, pk)
        order = PaymentOrder.objects.get(pk=order_id, batch=batch)
        payable = Payable.objects.select_for_update(of=("self",)).get(pk=order.payable_id)
        order.delete()
        if payable.state == Payable.State.ORDERED:
            payable.fund_year = batch.fund_year
            change_payables(actor, [payable], "unorder")
        _count(batch)
    return batch


def _draft(actor: Actor, pk: int) -> PaymentBatch:
    """The batch, locked after the year of its fund."""
    unlocked = PaymentBatch.objects.get(pk=pk)
    if not keeps(actor, unlocked.district_id):
        raise NotPermitted(KEPT_BY)
    lock_years([unlocked.fund_year_id])
    batch = MACHINE.locked(actor, pk)
    if batch.state != PaymentBatch.State.DRAFT:
        raise RuleViolation("批次已提交放行，退回制单后才能增减款项。")
    return batch


def _add(actor: Actor, batch: PaymentBatch, payable_ids: Iterable[int]) -> None:
    ids = set(payable_ids)
    rows = Payable.objects.select_for_update(of=("self",)).order_by("pk")
    chosen = list(rows.filter(pk__in=ids, fund_year_id=batch.fund_year_id))
    if not ids or len(chosen) != len(ids):
        raise RuleViolation("请选择这项资金本年度的应付款。")
    if batch.orders_count + len(chosen) > MOST_ORDERS:
        raise RuleViolation(f"一个批次最多 {MOST_ORDERS:,} 笔。")
    _refuse_unpayable(chosen)
    for one in chosen:
        one.fund_year = batch.fund_year
    change_payables(actor, chosen, "order")
    accounts, _ = accounts_of(one.organisation_id for one in chosen)
    first = _last_place(batch) + 1
    PaymentOrder.objects.bulk_create(
        PaymentOrder(
            **one.home, batch=batch, payable=one, amount=one.amount,
            voucher=f"{batch.number.removeprefix('ZF-')}-{place:04d}",
            account=accounts[one.organisation_id],
        )
        for place, one in enumerate(chosen, start=first)
    )  # fmt: skip
    _count(batch)


def _refuse_unpayable(chosen: list[Payable]) -> None:
    why = why_not_payable(chosen)
    problems = []
    for one in chosen:
        reason = why.get(one.pk, "").rstrip("。")
        if one.state != Payable.State.DUE:
            reason = f"现在是“{one.get_state_display()}”"
        if reason:
            problems.append(f"{one.payee_name} {one.label}：{reason}")
    if problems:
        more = f"；另有 {len(problems) - MOST_TOLD} 笔" if len(problems) > MOST_TOLD else ""
        raise RuleViolation(f"不能列入批次：{'；'.join(problems[:MOST_TOLD])}{more}。")


def _last_place(batch: PaymentBatch) -> int:
    """Numbers of vouchers are never given twice, also when one was taken out."""
    last = PaymentOrder.objects.filter(batch=batch).order_by("-pk").first()
    place = int(last.voucher.rsplit("-", 1)[1]) if last else 0
    return max(place, batch.vouchers_given)


def _count(batch: PaymentBatch) -> None:
    """What is in the batch now, and how many vouchers it gave in all."""
    rows = PaymentOrder.objects.filter(batch=batch)
    sums = rows.aggregate(count=Count("pk"), total=Sum("amount", default=Decimal(0)))
    batch.orders_count, batch.total = sums["count"], sums["total"]
    batch.vouchers_given = _last_place(batch)
    batch.version += 1
    batch.save(update_fields=["orders_count", "total", "vouchers_given", "version"])


def _next_number() -> str:
    """Consecutive in a year, over all funds: ZF-2026-003."""
    year = timezone.localdate().year
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBERING])
    with ledger_scope():
        count = PaymentBatch.objects.filter(number__startswith=f"ZF-{year}-").count()
    return f"ZF-{year}-{count + 1:03d}"
