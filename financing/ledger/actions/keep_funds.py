"""Funds, their years, and proposing changes of their budgets."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from financing.ledger.budget_machine import MACHINE
from financing.ledger.budgets import open_by_case, reserved_to_release, why_not
from financing.ledger.keepers import KEPT_BY, keeps
from financing.ledger.posting import ledger_scope, lock_years
from financing.models import BudgetChange, Fund, FundYear
from pages.stale import refuse_stale

Kind = BudgetChange.Kind
AT_YEARS_END = (Kind.CARRY, Kind.RELEASE, Kind.CLOSE)


def save_fund(
    actor: Actor, values: Mapping[str, object], *, pk: int | None = None, version: int | None = None
) -> Fund:
    """Found a fund of the actor's own bureau, or change what is written about one.

    Raises `Fund.DoesNotExist`, `NotPermitted`, `RuleViolation` by field, and `StaleRecord`.
    """
    with transaction.atomic():
        if pk is None:
            fund = Fund(district_id=None if actor.is_city else actor.district_ids[0])
        else:
            fund = Fund.objects.select_for_update(of=("self",)).get(pk=pk)
        if not keeps(actor, fund.district_id):
            raise NotPermitted(KEPT_BY)
        if pk is not None:
            refuse_stale(fund, version)
            fund.version += 1
        for name, value in values.items():
            setattr(fund, name, value)
        with ledger_scope():
            same = Fund.objects.filter(code=fund.code).exclude(pk=fund.pk)
            if same.exists():
                raise RuleViolation({"code": "已有资金使用这个代码，请换一个。"})
        fund.save()
    return fund


def propose_change(
    actor: Actor, fund_id: int, year: int, kind: str, amount: Decimal | None, document: str,
    reason: str = "", applications: tuple[int, ...] = (),
) -> BudgetChange:  # fmt: skip
    """Propose a change of a fund's budget in a year, for another officer to approve.

    At the year's end the amount is what is open. Raises `Fund.DoesNotExist`, `NotPermitted`, and
    `RuleViolation` by field for what could not be entered.
    """
    with transaction.atomic():
        fund = Fund.objects.get(pk=fund_id)
        if not keeps(actor, fund.district_id):
            raise NotPermitted(KEPT_BY)
        with ledger_scope():
            row, _ = FundYear.objects.get_or_create(
                fund=fund, year=year, defaults={"district_id": fund.district_id}
            )
        row = lock_years([row.pk])[row.pk]
        if kind in AT_YEARS_END:
            amount = _open_amount(row, kind, applications)
        elif amount is None or amount <= 0:
            raise RuleViolation({"amount": "请填写金额，应大于零。"})
        if kind == Kind.APPROPRIATE and row.source != 0:
            raise RuleViolation({"kind": f"{year} 年度已经下达预算，请用“追加预算”。"})
        if kind == Kind.LOWER and row.source == 0:
            raise RuleViolation({"kind": f"{year} 年度还没有预算。"})
        change = BudgetChange(
            district_id=fund.district_id, fund_year=row, kind=kind, amount=amount,
            document=document, reason=reason, applications=list(applications),
            proposed_by_id=actor.user_id,
        )  # fmt: skip
        if why := why_not(change):
            raise RuleViolation({"amount" if kind == Kind.LOWER else "kind": why})
        if BudgetChange.objects.filter(fund_year=row, kind=kind, state="open").exists():
            raise RuleViolation(f"“{change.get_kind_display()}”已有人提出，正在等待批准。")
        change.save(force_insert=True)
        return MACHINE.begin(actor, change, "propose")


def _open_amount(row: FundYear, kind: str, applications: tuple[int, ...]) -> Decimal:
    if kind == Kind.CLOSE:
        return Decimal(0)
    if kind == Kind.RELEASE:
        amount = sum(reserved_to_release(row.pk, applications).values(), Decimal(0))
    else:
        open_ = open_by_case(row.pk, applications)
        amount = sum((sum(held.values(), Decimal(0)) for held in open_.values()), Decimal(0))
    if amount <= 0:
        raise RuleViolation({"kind": "没有需要处理的占用或承诺。"})
    return amount
