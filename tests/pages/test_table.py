"""Tables drawn in Python: what a cell shows, and that nothing in it is markup."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils.html import format_html

from pages.lists.cells import shown
from pages.lists.columns import Column, On, chosen_columns, usual_columns
from pages.lists.table import Heading, Selection, cell_html, table_html

NASTY = '<script>alert("1")</script>'


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "—"),
        ("", "—"),
        (0, "0"),
        (2026, "2026"),
        (True, "是"),
        (Decimal("1234.5000"), "1,234.5"),
        (date(2026, 2, 3), "2026-02-03"),
        (datetime(2026, 2, 3, 16, 30, tzinfo=UTC), "2026-02-04 00:30"),
    ],
)
def test_value_is_shown_as_people_write_it(value, text):
    assert shown(value) == text


@pytest.mark.parametrize(
    "column",
    [
        Column("name", "名称"),
        Column("name", "名称", link=lambda row: f"/?{row.name}"),
        Column("name", "名称", pill=lambda row: ""),
        Column("name", "名称", hint=lambda row: row.name),
        Column("name", "名称", below=lambda row: row.name),
        Column("name", NASTY),
    ],
)
def test_nothing_of_a_row_becomes_markup(column):
    drawn = table_html(
        [column],
        [SimpleNamespace(name=NASTY, pk=NASTY)],
        selection=Selection("row", "form", lambda row: True, lambda row: row.name),
        label=NASTY,
    )
    assert "<script" not in drawn


def test_column_may_draw_its_cell_itself():
    column = Column("name", "名称", html=lambda row: format_html("<b>{}</b>", row.name))
    assert cell_html(column, SimpleNamespace(name="<i>")) == "<b>&lt;i&gt;</b>"


def test_pill_takes_its_tone_from_the_value():
    column = Column("state", "状态", pill={"ok": "good"})
    assert 'class="pill good"' in cell_html(column, SimpleNamespace(state="ok"))
    assert 'class="pill"' in cell_html(column, SimpleNamespace(state="other"))


def test_narrow_column_is_narrow_in_heading_and_cell():
    drawn = table_html([Column("act", "操作", fit=True)], [SimpleNamespace(act="移出")])
    assert drawn.count('class="fit"') == 2


def test_path_leads_through_relations_and_stops_at_nothing():
    column = Column("bank__name", "银行")
    assert column.cell(SimpleNamespace(bank=SimpleNamespace(name="甲"))) == "甲"
    assert column.cell(SimpleNamespace(bank=None)) is None


def test_sorted_heading_says_so_to_screen_readers():
    drawn = table_html(
        [Column("name", "名称")], [], headings={"name": Heading("?sort=-name", "ascending")}
    )
    assert 'aria-sort="ascending"' in drawn and 'href="?sort=-name"' in drawn


COLUMNS = (
    Column("a", "甲", fixed=True),
    Column("b", "乙"),
    Column("c", "丙", hidden=True),
    Column("d", "丁", many_districts=True),
    Column("e", "戊", on=On.FILE),
)


def keys(columns):
    return [column.key for column in columns]


def test_usual_columns_leave_out_the_district_of_a_district():
    assert keys(usual_columns(COLUMNS, many_districts=True)) == ["a", "b", "d"]
    assert keys(usual_columns(COLUMNS, many_districts=False)) == ["a", "b"]


def test_chosen_columns_keep_their_order_behind_the_fixed_ones():
    chosen = chosen_columns(COLUMNS, ["d", "c", "d", "nonsense", "e"], many_districts=False)
    assert keys(chosen) == ["a", "d", "c"]


def test_unknown_columns_alone_are_the_usual_ones():
    assert keys(chosen_columns(COLUMNS, ["x"], many_districts=False)) == ["a", "b"]
