"""An expert's work on one sheet: marking, handing in, standing aside (回避)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor, system_scope
from lifecycle.transitions import TransitionInput
from procedures.experts.panels.marks import (
    MARK,
    OPINION,
    REMARK,
    items_of,
    problem_of,
    problems_of,
    total_so_far,
)
from procedures.experts.panels.sheet_machine import MACHINE
from procedures.experts.pool import conflict_now
from procedures.models import ScoreSheet

LONGEST_TEXT = 2000
LONGEST_MARK = 20


@dataclass(frozen=True)
class Saved:
    """What was saved; `problem` is "" or says why the text is kept but will not do yet. `so_far`
    says how much is marked and what it comes to."""

    at: datetime
    revision: int
    problem: str
    so_far: str


def save_mark(actor: Actor, sheet_id: int, name: str, text: str) -> Saved:
    """Keep what was typed into one field of an open sheet: "mark-<item>", "remark-<item>" or
    "opinion". A text that is no mark is kept as typed, and its problem returned.

    Raises `ScoreSheet.DoesNotExist`, `NotPermitted`, or `RuleViolation` for a sheet that was
    handed in and for a field that it does not have.
    """
    with transaction.atomic():
        sheet = _open_sheet(actor, sheet_id)
        items = {item.key: item for item in items_of(sheet)}
        problem = ""
        if name == OPINION:
            sheet.opinion = text[:LONGEST_TEXT]
        elif name.startswith(MARK) and (item := items.get(name.removeprefix(MARK))):
            sheet.marks[item.key] = text.strip()[:LONGEST_MARK]
            problem = problem_of(item, text) if text.strip() else ""
        elif name.startswith(REMARK) and name.removeprefix(REMARK) in items:
            sheet.remarks[name.removeprefix(REMARK)] = text[:LONGEST_TEXT]
        else:
            raise RuleViolation("没有这个评分项。")
        sheet.revision += 1
        sheet.saved_at = timezone.now()
        sheet.save(update_fields=["marks", "remarks", "opinion", "revision", "saved_at"])
        return Saved(sheet.saved_at, sheet.revision, problem, total_so_far(sheet))


def hand_in(actor: Actor, sheet_id: int) -> ScoreSheet:
    """Hand a complete sheet in; it cannot be changed afterwards.

    One whose expert is in a conflict by now comes back recused instead. Raises as `save_mark`,
    and `RuleViolation` by field name for what is missing.
    """
    with transaction.atomic():
        if recuse_if_conflicted(actor, sheet_id):
            return ScoreSheet.objects.visible_to(actor).get(pk=sheet_id)
        if problems := problems_of(_open_sheet(actor, sheet_id)):
            raise RuleViolation(problems)
        return MACHINE.execute(actor, sheet_id, "hand_in")


def recuse_if_conflicted(actor: Actor, sheet_id: int) -> bool:
    """Take an open sheet back if its expert has come into a conflict of interest since the draw.

    The draw asks once; an expert may join the enterprise, or declare a tie to it, afterwards. So
    it is asked again whenever the sheet is opened or handed in. Another expert is drawn, and the
    reason is kept for the city. True where the sheet was taken back.
    """
    with system_scope(reason="ask again for an expert's conflicts of interest"):
        rows = ScoreSheet.objects.open().select_related("panel_case__application")
        sheet = rows.filter(pk=sheet_id, reviewer_id=actor.user_id).first()
        if sheet is None:
            return False
        why = conflict_now(actor.user_id, sheet.panel_case.application)
        if why:
            MACHINE.execute(None, sheet_id, "recuse_by_check", TransitionInput(why))
    return bool(why)


def stand_aside(actor: Actor, sheet_id: int, reason: str) -> ScoreSheet:
    """Give a sheet back for a conflict of interest; another expert is drawn in its place.

    Raises as `save_mark`, and without a reason.
    """
    return MACHINE.execute(actor, sheet_id, "recuse", TransitionInput(reason))


def _open_sheet(actor: Actor, sheet_id: int) -> ScoreSheet:
    sheet = MACHINE.locked(actor, sheet_id)
    if sheet.reviewer_id != actor.user_id:
        raise NotPermitted("只能在自己的评审表上评分。")
    if sheet.state != ScoreSheet.State.OPEN:
        raise RuleViolation(f"这份评审表{sheet.get_state_display()}，不能再修改。")
    return sheet
