"""An expert's work on one sheet: marking, handing in, standing aside (回避)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor, system_scope
from procedures.experts.actions.run_panel import seat_another, settle
from procedures.experts.panels.results import PanelItem, read_mark, total_of
from procedures.models import PanelCase, ScoreSheet

LONGEST_TEXT = 2000
LONGEST_MARK = 20
OPINION = "opinion"
MARK, REMARK = "mark-", "remark-"


@dataclass(frozen=True)
class Saved:
    """What was saved; `problem` is "" or says why the text is kept but will not do yet. `so_far`
    says how much is marked and what it comes to."""

    at: datetime
    revision: int
    problem: str
    so_far: str


def items_of(sheet: ScoreSheet) -> list[PanelItem]:
    return [PanelItem.from_json(item) for item in sheet.items]


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
            problem = _problem(item, text) if text.strip() else ""
        elif name.startswith(REMARK) and name.removeprefix(REMARK) in items:
            sheet.remarks[name.removeprefix(REMARK)] = text[:LONGEST_TEXT]
        else:
            raise RuleViolation("没有这个评分项。")
        sheet.revision += 1
        sheet.saved_at = timezone.now()
        sheet.save(update_fields=["marks", "remarks", "opinion", "revision", "saved_at"])
        return Saved(sheet.saved_at, sheet.revision, problem, total_so_far(sheet))


def total_so_far(sheet: ScoreSheet) -> str:
    """What an open sheet comes to out of a hundred, what is not marked yet being worth nothing."""
    items = items_of(sheet)
    marks = {
        item.key: read_mark(item, text)
        for item in items
        if (text := str(sheet.marks.get(item.key) or "")) and not _problem(item, text)
    }
    total = total_of(items, {item.key: marks.get(item.key, Decimal(0)) for item in items})
    return f"已评 {len(marks)}/{len(items)} 项，合计 {total} 分（百分制）"


def problems_of(sheet: ScoreSheet) -> dict[str, str]:
    """Field name -> what keeps the sheet from being handed in."""
    problems = {}
    for item in items_of(sheet):
        text = str(sheet.marks.get(item.key) or "")
        wrong = _problem(item, text) if text else "请评分。"
        if wrong:
            problems[f"{MARK}{item.key}"] = wrong
    if not sheet.opinion.strip():
        problems[OPINION] = "请写明评审意见。"
    return problems


def hand_in(actor: Actor, sheet_id: int) -> ScoreSheet:
    """Hand a complete sheet in; it cannot be changed afterwards.

    Raises as `save_mark`, and `RuleViolation` by field name for what is missing.
    """
    with transaction.atomic():
        sheet = _open_sheet(actor, sheet_id)
        if problems := problems_of(sheet):
            raise RuleViolation(problems)
        items = items_of(sheet)
        sheet.marks = {item.key: str(read_mark(item, sheet.marks[item.key])) for item in items}
        sheet.total = total_of(items, sheet.decimal_marks)
        sheet.state = ScoreSheet.State.SUBMITTED
        sheet.submitted_at = timezone.now()
        sheet.save(update_fields=["marks", "total", "state", "submitted_at"])
        with system_scope(reason="settle a case that its experts have scored"):
            settle(sheet.panel_case_id)
        return sheet


def stand_aside(actor: Actor, sheet_id: int, reason: str) -> ScoreSheet:
    """Give a sheet back for a conflict of interest; another expert is drawn in its place.

    Raises as `save_mark`, and without a reason.
    """
    if not reason.strip():
        raise RuleViolation({"reason": "请写明回避的原因。"})
    with transaction.atomic():
        sheet = _open_sheet(actor, sheet_id)
        sheet.state = ScoreSheet.State.RECUSED
        sheet.reason = reason.strip()[:500]
        sheet.paper = {}
        sheet.save(update_fields=["state", "reason", "paper"])
        with system_scope(reason="settle a case that its experts have scored"):
            # The case's row is the lock under which its seats are given.
            case = PanelCase.objects.select_for_update(of=("self",)).get(pk=sheet.panel_case_id)
            seat_another(case, is_additional=sheet.is_additional, why="有专家回避")
        return sheet


def _open_sheet(actor: Actor, sheet_id: int) -> ScoreSheet:
    sheet: ScoreSheet = (
        ScoreSheet.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=sheet_id)
    )
    if sheet.reviewer_id != actor.user_id:
        raise NotPermitted("只能在自己的评审表上评分。")
    if sheet.state != ScoreSheet.State.OPEN:
        raise RuleViolation(f"这份评审表{sheet.get_state_display()}，不能再修改。")
    return sheet


def _problem(item: PanelItem, text: str) -> str:
    try:
        read_mark(item, text)
    except ValueError as wrong:
        return str(wrong)
    return ""
