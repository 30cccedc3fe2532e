"""Adding a line to a claim, or mending one."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.errors import RuleViolation
from accounts.tenancy import Actor
from financing.models import SubsidyClaim, SubsidyLine
from financing.subsidies.claims import kinds_asked, rule_of
from financing.subsidies.counting import recount
from financing.subsidies.keys import keep_keys
from financing.subsidies.line_rules import problems_of, write_values
from financing.subsidies.locking import line_of, locked_claim, next_number
from financing.subsidies.shape import LineField, fields_of
from pages.stale import refuse_stale

MOST_LINES = 5_000


def save_line(
    actor: Actor,
    case_id: int,
    kind: str,
    values: Mapping[str, Any],
    *,
    number: int | None = None,
    version: int | None = None,
) -> SubsidyLine:
    """Save the line `number`, or a new one of `kind`, with its parsed `values` (`shape`).

    Raises `NotPermitted`, `RuleViolation` for what cannot be, and `StaleRecord` where the line was
    changed after the `version` that the page showed.
    """
    with transaction.atomic():
        claim = locked_claim(actor, case_id)
        if number is None:
            line = new_line(claim, kind)
        else:
            line = line_of(claim, number)
            refuse_stale(line, version)
            if line.withdrawn_at is not None:
                raise RuleViolation("这一行已经撤下，请先恢复。")
            line.version += 1
        if problems := problems_of(line.kind, values):
            raise RuleViolation(problems)
        write_values(line, line_fields(claim, line.kind), values)
        line.save()
        keep_keys([line])
        recount(claim)
        line.refresh_from_db()
    return line


def new_line(claim: SubsidyClaim, kind: str, number: int | None = None) -> SubsidyLine:
    """A line of the claim that is not saved yet. Raises `RuleViolation` where it has too many, or
    the rule asks for no such lines."""
    if kind not in kinds_asked(claim.application):
        raise RuleViolation("这个项目不填这类明细。")
    if claim.lines.filter(withdrawn_at=None).count() >= MOST_LINES:
        raise RuleViolation(f"一件申报最多 {MOST_LINES:,} 行。")
    return SubsidyLine(
        **claim.home,
        claim=claim,
        kind=kind,
        number=next_number(claim) if number is None else number,
    )


def line_fields(claim: SubsidyClaim, kind: str) -> tuple[LineField, ...]:
    """The fields of a kind of line of this claim, with the levels that its rule tells apart."""
    rule = rule_of(claim.application)
    return fields_of(kind, rule.kinds if rule else None)
