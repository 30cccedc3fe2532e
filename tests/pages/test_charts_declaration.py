"""A declaration that does not fit its kind is refused when it is made."""

import pytest

from pages.charts import Chart, ChartColumn, Kind, Role

LABEL, VALUE = ChartColumn("name", "名称"), ChartColumn("count", "件数")
LOW, HIGH = ChartColumn("low", "P10", Role.LOW), ChartColumn("high", "P90", Role.HIGH)
TARGET = ChartColumn("due", "目标", Role.TARGET)


def declared(kind, *columns, key="cases"):
    return Chart(key=key, title="办件", kind=kind, columns=(LABEL, *columns), rows=[])


@pytest.mark.parametrize(
    ("kind", "columns", "fault"),
    [
        (Kind.BAR, (), "draws 1 to 4 values"),
        (Kind.STACKED, (VALUE,), "draws 2 to 6 values"),
        (Kind.FUNNEL, (VALUE, VALUE), "draws 1 to 1 values"),
        (Kind.TILES, (VALUE, TARGET), "does not draw target"),
        (Kind.BAR, (VALUE, LOW, HIGH), "does not draw low"),
        (Kind.LINE, (VALUE, LOW), "a band has a low and a high edge"),
        (Kind.LINE, (VALUE, TARGET, TARGET), "one target at most"),
        (Kind.BAR, (ChartColumn("share", "占比", unit="%"),), "has the chart's unit"),
    ],
)  # fmt: skip
def test_columns_that_do_not_fit_the_kind_are_refused(kind, columns, fault):
    with pytest.raises(ValueError, match=fault):
        declared(kind, *columns)


def test_key_that_no_template_could_name_is_refused():
    with pytest.raises(ValueError, match="identifier"):
        declared(Kind.BAR, VALUE, key="by-district")


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        (Kind.BAR, (VALUE, TARGET)), (Kind.LINE, (VALUE, LOW, HIGH, TARGET)),
        (Kind.STACKED, (VALUE, VALUE)), (Kind.FUNNEL, (VALUE,)), (Kind.TILES, (VALUE,)),
        (Kind.BAR, (VALUE, ChartColumn("note", "说明", Role.EXTRA, unit="%"))),
    ],
)  # fmt: skip
def test_columns_that_fit_are_taken(kind, columns):
    assert declared(kind, *columns).kind == kind
