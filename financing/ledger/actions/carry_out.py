"""Carrying out a transition of a row of a fund: the year of the fund is locked before the row."""

from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from accounts.tenancy import Actor, TenantQuerySet
from financing.ledger.posting import lock_years
from lifecycle.machine import Machine
from lifecycle.transitions import TransitionInput

M = TypeVar("M", bound=Model)


def carry_out(
    machine: Machine[M, Any, Any], actor: Actor, pk: int, name: str, given: TransitionInput,
    *, expected_version: int | None = None,
) -> M:  # fmt: skip
    """Carry out `name` on a row, whose `fund_year` is locked first if it has one. Raises as
    `Machine.execute`."""
    with transaction.atomic():
        rows: Any = machine.model._default_manager.all()
        rows = rows.visible_to(actor) if isinstance(rows, TenantQuerySet) else rows
        if any(one.name == "fund_year" for one in machine.model._meta.fields):
            lock_years([rows.values_list("fund_year_id", flat=True).get(pk=pk)])
        return machine.execute(actor, pk, name, given, expected_version=expected_version)
