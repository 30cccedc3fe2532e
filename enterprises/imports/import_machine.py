"""The life of a brought-in file, declared once: checked, then written into the registry or not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeAlias

from django.utils import timezone

from accounts.duties import Duty
from accounts.models import Job
from accounts.tenancy import Actor
from enterprises.models import ImportBatch, ImportBatchEvent, ImportRow
from lifecycle.machine import Machine
from lifecycle.transitions import Change, Transition, TransitionInput

State = ImportBatch.State
TAKEN_BACK_WITHIN = timedelta(days=30)
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


def its_work_has_failed(actor: Actor | None, batch: ImportBatch) -> str:
    """What is at work goes on; what broke off waits for a person."""
    if batch.state == State.CHECKED or has_failed(batch):
        return ""
    return f"这个文件{batch.get_state_display()}，不能放弃。"


def has_failed(batch: ImportBatch) -> bool:
    """Whether the job that checks or writes the file has ended without its end."""
    job = {State.CHECKING: batch.check_job, State.APPLYING: batch.apply_job}.get(State(batch.state))
    return job is not None and Job.objects.filter(pk=job, state=Job.State.FAILED).exists()


def something_is_to_be_written(actor: Actor | None, batch: ImportBatch) -> str:
    """The command line may import a list again: that nothing is new is its result."""
    if actor is None or batch.rows_to_write or batch.rows_doubtful:
        return ""
    return "没有需要写入的行。"


def is_recent(actor: Actor | None, batch: ImportBatch) -> str:
    """What nobody objected to for so long has been built upon."""
    if batch.applied_at is None or timezone.now() - batch.applied_at <= TAKEN_BACK_WITHIN:
        return ""
    return f"导入已超过 {TAKEN_BACK_WITHIN.days} 天，不能整体撤回，请逐家更正。"


def something_was_written(actor: Actor | None, batch: ImportBatch) -> str:
    """Files from before it was kept what each row wrote cannot be taken back."""
    nothing = (ImportRow.Outcome.NONE, ImportRow.Outcome.SKIPPED)
    if batch.rows.exclude(outcome__in=nothing).exists():
        return ""
    return "这次导入没有写入可以撤回的内容。"


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


def leave_the_rest(change: ImportChange) -> None:
    rest = change.row.rows.filter(done_at=None).exclude(verdict=ImportRow.Verdict.DOUBTFUL)
    rest.update(done_at=timezone.now(), skipped="导入中断，没有写入")


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
        effects=(note_end, note_findings),
        by_hand=False,  # the end of a job
    ),
    ImportTransition(
        name="take_back",
        label="撤回这次导入",
        sources=frozenset({State.APPLIED}),
        target=State.REVERTING,
        may=is_its_bureau_or_the_portal,
        guards=(is_recent, something_was_written),
        tone="no",
        history_label="撤回这次导入",
    ),
    ImportTransition(
        name="finish_taking_back",
        label="撤回完成",
        sources=frozenset({State.REVERTING}),
        target=State.REVERTED,
        may=is_its_bureau_or_the_portal,
        effects=(note_findings,),
        by_hand=False,  # the end of a job
    ),
    ImportTransition(
        name="stop",
        label="其余放弃",
        sources=frozenset({State.APPLYING}),
        target=State.APPLIED,
        may=is_its_bureau_or_the_portal,
        guards=(its_work_has_failed,),
        effects=(note_who_decided, note_end),
        consequences=(leave_the_rest,),
        tone="no",
    ),
    ImportTransition(
        name="discard",
        label="全部放弃",
        sources=frozenset({State.CHECKING, State.CHECKED, State.APPLYING}),
        target=State.DISCARDED,
        may=is_its_bureau_or_the_portal,
        guards=(its_work_has_failed,),
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
    final=frozenset({State.REVERTED, State.DISCARDED, State.REFUSED}),
    tones={
        State.CHECKED: "wait",
        State.APPLIED: "ok",
        State.DISCARDED: "",
        State.REVERTED: "",
        State.REFUSED: "bad",
    },
    events=ImportBatchEvent,
    parent="batch",
    takes=ImportInput,
)
