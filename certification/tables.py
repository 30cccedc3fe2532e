"""The tables inside pages of certificates."""

from datetime import date
from typing import Any

from django.urls import reverse

from certification.lists import detail
from certification.models import Certificate
from certification.yearly_update import YearlyUpdate
from pages.lists import Column
from pages.lists.cells import Cell
from pages.moments import last_day
from procedures.cases.standings import Standing
from procedures.models.application import State

VALID_COLUMNS: tuple[Column[Certificate], ...] = (
    Column("title", "证书", link=detail, long=True),
    Column("kind", "类别"),
    Column("valid_to", "有效期止", number=True),
)


def _update_state(row: YearlyUpdate) -> tuple[str, str]:
    if row.is_done:
        return "已按期更新", "ok"
    return ("未按期更新", "bad") if row.is_missed else ("待更新", "wait")


UPDATE_COLUMNS: tuple[Column[YearlyUpdate], ...] = (
    Column("year", "数据年度"),
    Column("due", "截止"),
    Column(
        "state", "状态", lambda row: _update_state(row)[0], pill=lambda row: _update_state(row)[1]
    ),
)
REPORT: Column[YearlyUpdate] = Column(
    "act", "操作", lambda row: "去上报" if _update_state(row)[1] == "wait" else "",
    link=lambda row: reverse("enterprises:reports") if _update_state(row)[1] == "wait" else "",
)  # fmt: skip


def _missing(row: Standing) -> str:
    if row.running:
        return "正在办理"
    return f"还差 {row.missing} 项" if row.missing else "都已具备"


def _running(row: Standing) -> str:
    return reverse("procedures:case", args=[row.running.pk]) if row.running else ""


def _closing_day(row: Standing) -> date | None:
    return last_day(row.batch.closes_at) if row.batch else None


OPEN_COLUMNS: tuple[Column[Standing], ...] = (
    Column(
        "batch__name", "批次", long=True,
        link=lambda row: reverse("procedures:scheme", args=[row.version.scheme.code]),
    ),
    Column("missing", "条件", _missing, link=_running),
    Column("closes_at", "截止", _closing_day, number=True),
)  # fmt: skip


def _own_case(row: Any) -> str:
    return reverse(f"procedures:{'fill' if row.is_editable else 'case'}", args=[row.pk])


def _due(row: Any) -> Cell:
    if row.state == State.DRAFT:
        return last_day(row.batch.closes_at)
    due: Cell = row.stage_due_on
    return due


OWN_CASE_COLUMNS: tuple[Column[Any], ...] = (
    Column("case", "申报", str, link=_own_case, long=True, below=lambda row: row.batch.name),
    Column("state_label", "到哪一步", pill=lambda row: row.state_tone),
    Column("due", "期限", _due, number=True),
)
