"""Rounds, figures and people for tests of the assessment."""

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import District
from accounts.tenancy import Actor, acting_as, system_scope
from pages import district_figures as registry
from pages.district_figures import DistrictFigure, FigureRow, Measured
from reports.assessment.actions.confirm_figure import Confirmation, confirm_figure
from reports.assessment.actions.create_round import create_round
from reports.assessment.round_machine import MACHINE, RoundInput
from reports.models import AssessmentRound, RoundFigure, RoundIndicator

FIRST, LAST = date(2026, 1, 1), date(2026, 9, 30)
# What the figure "test_count" tells, by the district's code; others have nothing.
COUNTS: dict[str, Decimal] = {}


def _codes() -> dict[str, int]:
    return dict(District.objects.values_list("code", "pk"))


def _told(first: date, last: date) -> dict[int, Measured]:
    codes = _codes()
    return {codes[code]: Measured(number) for code, number in COUNTS.items()}


def _rows(district: int, first: date, last: date) -> list[FigureRow]:
    names = {pk: code for code, pk in _codes().items()}
    number = COUNTS.get(names[district], Decimal(0))
    return [FigureRow(f"第 {n} 项", "", Decimal(1)) for n in range(1, int(number) + 1)]


TEST_FIGURE = DistrictFigure("test_count", "示例计数", "家", "示例计数", "", _told, _rows)


def use_test_figure(monkeypatch: Any) -> None:
    """Let the portal have the figure `test_count`, and start with nothing counted."""
    monkeypatch.setitem(registry._figures, TEST_FIGURE.key, TEST_FIGURE)
    COUNTS.clear()


def indicator(code: str = "A1", **more: Any) -> dict[str, Any]:
    """An indicator as it is stored: a power function from 10 to 30 over `test_count`."""
    marks = {"x_no": {"kind": "fixed", "value": "10"}, "x_yes": {"kind": "fixed", "value": "30"}}
    return {
        "code": code, "name": f"指标{code}", "head": "示例", "weight": "60", "unit": "家",
        "numerator": "示例计数", "source": {"figure": "test_count"},
        "scorer": {"kind": "power", **marks}, **more,
    }  # fmt: skip


DEPARTMENT = {"source": {"department": "市财政部门"}, "scorer": {"kind": "manual"}}
SET = (
    indicator("A1"),
    indicator("B1", weight="40", unit="天", direction="less", numerator="中位天数",
              source={"department": "市财政部门"},
              scorer={"kind": "power", "x_no": {"kind": "fixed", "value": "90"},
                      "x_yes": {"kind": "fixed", "value": "30"}}),
    indicator("E1", kind="bonus", weight="5", unit="项", source={"manual": "授予文件"},
              scorer={"kind": "count", "each": "1"}),
)  # fmt: skip


def draft(city: Actor, *, title: str = "2026 年前三季度综合评价", **more: Any) -> AssessmentRound:
    """A draft with the indicators of SET."""
    with acting_as(city):
        values = {"title": title, "starts_on": FIRST, "ends_on": LAST, "source": "", **more}
        one = create_round(city, values, based_on=None)
        one.indicators.all().delete()
        for sort, data in enumerate(SET, 1):
            RoundIndicator.objects.create(
                round=one, code=data["code"], name=data["name"], sort=sort, definition=data
            )
    return one


def move(city: Actor, one: AssessmentRound, *names: str, **said: Any) -> AssessmentRound:
    """Carry the steps out, each as the city; `said` is what they ask for."""
    for name in names:
        with acting_as(city):
            MACHINE.execute(city, one.pk, name, RoundInput(**said))
    with acting_as(city):
        return AssessmentRound.objects.get(pk=one.pk)


def confirm_all(city: Actor, one: AssessmentRound, value: str = "60") -> None:
    """Confirm every figure that waits for a department."""
    with acting_as(city):
        for figure in RoundFigure.objects.filter(round=one, taken_at=None, confirmed_at=None):
            confirm_figure(city, figure.pk, confirmation(value), version=None)


def confirmation(value: str | None = "60", **more: Any) -> Confirmation:
    number = None if value is None else Decimal(value)
    said = {"department": "市财政部门", "confirmed_by_name": "张示例", "source": "示例报表", **more}
    return Confirmation(value=number, **said)


def scored(city: Actor, **more: Any) -> AssessmentRound:
    """A round in its preliminary scoring, with all figures confirmed."""
    one = move(city, draft(city, **more), "consult", "settle", "collect")
    confirm_all(city, one)
    return move(city, one, "prescore")


def end_appeals(one: AssessmentRound) -> None:
    """Let the term of appeals be over since a day long past."""
    with system_scope(reason="test"):
        AssessmentRound.objects.filter(pk=one.pk).update(appeals_until=date(2026, 1, 5))
