"""Bonuses, deductions and vetoes of districts, each with its document."""

from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.errors import RuleViolation, refuse
from accounts.tenancy import Actor
from reports.assessment.actions.confirm_figure import round_with_figures
from reports.assessment.actions.stored import store_own
from reports.assessment.rounds import counts_entries, read
from reports.assessment.scoring import score_round
from reports.models import RoundEntry

PURPOSE = "assessment-entry"
VETO = RoundEntry.Kind.VETO


@dataclass(frozen=True)
class Entry:
    """What is entered: `indicator_id` None is a veto, `cause` what happened or the honour's name,
    `bearer` the enterprise or body that has it ("" for the district itself)."""

    district_id: int
    indicator_id: int | None
    cause: str
    document_number: str
    document_date: date
    level: int = RoundEntry.Level.CITY
    bearer: str = ""
    document: UploadedFile | None = None


def enter_entry(actor: Actor, round_id: int, said: Entry) -> RoundEntry:
    """Enter a bonus, a deduction or a veto; a round that has scores is scored anew, and a veto
    changes no score but the result.

    Raises `NotPermitted`, and `RuleViolation` by field.
    """
    with transaction.atomic():
        one = round_with_figures(actor, round_id)
        kind = VETO
        if said.indicator_id is not None:
            row = one.indicators.filter(pk=said.indicator_id).first()
            if row is None or not counts_entries(read(row)):
                raise RuleViolation({"indicator": "请选择这一轮的加分项或扣分项。"})
            kind = RoundEntry.Kind(read(row).kind)
        _refuse_incomplete(said)
        entry = RoundEntry(
            round=one, district_id=said.district_id, kind=kind, indicator_id=said.indicator_id,
            cause=said.cause.strip()[:200], bearer=said.bearer.strip()[:120], level=said.level,
            document_number=said.document_number.strip()[:80], document_date=said.document_date,
            entered_by_id=actor.user_id,
        )  # fmt: skip
        if said.document:
            entry.document = store_own(actor, said.document, PURPOSE)
        entry.save()
        if one.is_scored:
            score_round(one)
    return entry


def _refuse_incomplete(said: Entry) -> None:
    errors = {}
    if not said.cause.strip():
        errors["cause"] = "请写明事由或荣誉名称。"
    if not said.document_number.strip():
        errors["document_number"] = "请填写文号，没有文件的不能加减分或否决。"
    if said.document_date > timezone.localdate():
        errors["document_date"] = "文件日期不能晚于今天。"
    refuse(errors)


def cancel_entry(actor: Actor, entry_id: int, reason: str) -> RoundEntry:
    """Take an entry back with a reason; it stays on record and counts no more."""
    if not reason.strip():
        raise RuleViolation("请写明撤销原因。")
    with transaction.atomic():
        found = RoundEntry.objects.visible_to(actor).get(pk=entry_id)
        one = round_with_figures(actor, found.round_id)
        entry = RoundEntry.objects.select_for_update(of=("self",)).get(pk=entry_id)
        if entry.cancelled_at:
            raise RuleViolation("这一条已经撤销。")
        entry.cancelled_at, entry.cancel_reason = timezone.now(), reason.strip()[:200]
        entry.version += 1
        entry.save()
        if one.is_scored:
            score_round(one)
    return entry
