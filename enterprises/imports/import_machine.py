"""The life of a brought-in file, declared once: checked, then written into the registry or not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import Actor
from enterprises.models import ImportBatch, ImportBatchEvent
from lifecycle.machine import Machine
from lifecycle.transitions import Change, Transition, TransitionInput

State = ImportBatch.State
IMPORTERS = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER)


@dataclass(frozen=True)
class ImportInput(TransitionInput):
    """What the check found, by column of the batch."""

    findings: Mapping[str, object] = field(default_factory=dict)


ImportTransition: TypeAlias = Transition[ImportBatch, ImportInput]
ImportChange: TypeAlias = Change[ImportBatch, ImportInput]


# --- who may --------------------------------------------------------------------------------------


def is_its_bureau_or_the_portal(actor: Actor | None, batch: ImportBatch) -> bool:
    """The portal's own command line imports lists too."""
    if actor is None:
        return True
    return actor.duty in IMPORTERS and actor.organisation_id == batch.organisation_id


# --- when it is possible --------------------------------------------------------------------------


def something_is_to_be_written(actor: Actor | None, batch: ImportBatch) -> str:
    """The command line may import a list again: that nothing is new is its result."""
    if actor is None or batch.rows_to_write or batch.rows_doubtful:
        return ""
    return "没有需要写入的行。"


# --- what it does ---------------------------------------------------------------------------------


def note_findings(change: ImportChange) -> None:
    for column, found in change.input.findings.items():
        setattr(change.row, column, found)


def note_refusal(change: ImportChange) -> None:
    change.row.refusal = change.input.reason[:500]


def note_who_decided(change: ImportChange) -> None:
    change.row.decided_by_id = change.actor.user_id if change.actor else None


def note_end(change: ImportChange) -> None:
    change.row.applied_at = timezone.now()


def drop_staged_rows(change: ImportChange) -> None:
    change.row.rows.all().delete()


TRANSITIONS = (
    ImportTransition(
        name="pass_check",
        label="核对完成",
        sources=frozenset({State.CHECKING}),
        target=State.CHECKED,
        may=is_its_bureau_or_the_portal,
        effects=(note_findings,),
        by_hand=False,  # the end of a job
    ),
    ImportTransition(
        name="refuse",
        label="无法读取",
        sources=frozenset({State.CHECKING}),
        target=State.REFUSED,
        may=is_its_bureau_or_the_portal,
        effects=(note_refusal,),
        consequences=(drop_staged_rows,),
        by_hand=False,  # the end of a job
    ),
    ImportTransition(
        name="apply",
        label="导入",
        sources=frozenset({State.CHECKED}),
        target=State.APPLYING,
        may=is_its_bureau_or_the_portal,
        guards=(something_is_to_be_written,),
        effects=(note_who_decided,),
        tone="go",
        history_label="确认导入",
    ),
    ImportTransition(
        name="finish",
        label="导入完成",
        sources=frozenset({State.APPLYING}),
        target=State.APPLIED,
        may=is_its_bureau_or_the_portal,
        effects=(note_end,),
        by_hand=False,  # the end of a job
    ),
    ImportTransition(
        name="discard",
        label="全部放弃",
        sources=frozenset({State.CHECKED}),
        target=State.DISCARDED,
        may=is_its_bureau_or_the_portal,
        effects=(note_who_decided,),
        consequences=(drop_staged_rows,),
        tone="no",
    ),
)

MACHINE = Machine(
    name="import_batch",
    model=ImportBatch,
    noun="份导入文件",
    rows=TRANSITIONS,
    first=frozenset({State.CHECKING}),
    final=frozenset({State.APPLIED, State.DISCARDED, State.REFUSED}),
    tones={
        State.CHECKED: "wait",
        State.APPLIED: "ok",
        State.DISCARDED: "",
        State.REFUSED: "bad",
    },
    events=ImportBatchEvent,
    parent="batch",
    takes=ImportInput,
)
