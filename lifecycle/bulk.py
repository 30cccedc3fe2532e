"""One transition over many rows: looked at first, then carried out row by row in a job."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from accounts.actors import home_of
from accounts.errors import NotPermitted, RuleViolation, StaleVersion
from accounts.jobs import start_job
from accounts.tenancy import Actor
from lifecycle.machine import Event, Machine
from lifecycle.models import BulkItem, BulkRun
from lifecycle.transitions import Input, Row, Transition

BULK = "lifecycle.bulk"
MOST = 500
GONE = "已不在您的管辖范围内。"


@dataclass(frozen=True)
class Prospect(Generic[Row]):
    """A chosen row, and every reason against the transition; none means that it can be made."""

    row: Row
    reasons: tuple[str, ...]


def prospects(
    machine: Machine[Row, Input, Event], actor: Actor, name: str, rows: Iterable[Row]
) -> list[Prospect[Row]]:
    """What the transition `name` would meet on each of `rows`."""
    return [Prospect(row, machine.obstacles(actor, row, name)) for row in rows]


def checked_choice(
    machine: Machine[Row, Input, Event],
    offered: Collection[str],
    name: str,
    ids: Collection[int],
    given: Input | None = None,
    *,
    most: int = MOST,
) -> Transition[Row, Input]:
    """The transition `name`, one of those that are `offered` for the rows `ids`.

    Raises `RuleViolation` with the errors of the form: "decision", "rows", and those of the input
    where it is `given` already.
    """
    found = {one.name: one for one in machine.rows if one.bulk and one.name in offered}.get(name)
    errors = {} if found else {"decision": "请选择要作出的决定。"}
    if found and given is not None:
        errors = found.missing_in(given)
    if not ids:
        errors["rows"] = f"请至少选择一{machine.noun}。"
    elif len(set(ids)) > most:
        errors["rows"] = f"一次最多办理 {most} {machine.counter}，请分批选择。"
    if errors or found is None:
        raise RuleViolation(errors)
    return found


def refuse_incomplete(
    machine: Machine[Row, Input, Event], name: str, rows: Iterable[Row], given: Input
) -> None:
    """Refuse, by form field, an input that does not say what some of the rows ask for."""
    asked = machine.transitions[name].confirmations
    found = [(row, wrong) for row in rows for one in asked if (wrong := one(row, given))]
    if not found:
        return
    row, wrong = found[0]
    of_how_many = (
        f"有 {len(found)} {machine.counter}需要说明，如“{row}”：" if len(found) > 1 else ""
    )
    raise RuleViolation({field: of_how_many + message for field, message in wrong.items()})


def start_bulk(
    machine: Machine[Row, Input, Event],
    actor: Actor,
    name: str,
    chosen: Iterable[Row],
    versions: Mapping[int, int],
    given: Input,
    label: str = "",
) -> BulkRun:
    """Start a job that carries the transition out on the rows `chosen`, which the actor sees.

    `versions` has, by id, the version of each row that was looked at: what changed meanwhile is
    left alone and told so. A run keeps the reason and its kind; `given` may hold no more. `label`
    is what the run is called, where it is not the transition's own.
    """
    label, rows = label or machine.transitions[name].label, list(chosen)
    with transaction.atomic():
        home = home_of(actor)
        run = BulkRun.objects.create(
            **home,
            machine=machine.name,
            transition=name,
            label=label,
            reason_kind=given.reason_kind,
            reason=given.reason.strip(),
            started_by_id=actor.user_id,
        )
        BulkItem.objects.bulk_create(
            BulkItem(
                **home,
                run=run,
                row_id=row.pk,
                row_label=str(row)[:200],
                expected_version=versions[row.pk],
            )
            for row in rows
        )
        run.job = start_job(
            actor,
            kind=BULK,
            label=f"{label}：{len(rows)} {machine.counter}",
            payload={"run_id": run.pk},
        )
        run.save(update_fields=["job"])
        return run


def attempt(
    machine: Machine[Row, Input, Event],
    actor: Actor,
    pk: int,
    name: str,
    given: Input,
    *,
    expected_version: int | None,
) -> tuple[Row | None, tuple[str, ...]]:
    """Carry the transition out on one row of many; returns the row, or the reasons of the refusal.

    A refusal undoes this row's part alone: `execute` is a savepoint of its own.
    """
    try:
        row = machine.execute(actor, pk, name, given, expected_version=expected_version)
    except RuleViolation as refused:
        return None, tuple(refused.errors.values())
    except (StaleVersion, NotPermitted) as refused:
        return None, (refused.message,)
    except ObjectDoesNotExist:
        return None, (GONE,)
    return row, ()
