"""Tables of sums against what the database itself computes."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as, system_scope
from enterprises.models import Enterprise
from reports.builder import sums as sums_module
from reports.builder.asked import asked
from reports.builder.charts import chart_of
from reports.builder.layout import LineKind, table_of
from reports.builder.sums import sums
from tests.reports.builder.conftest import run, summed, where

pytestmark = pytest.mark.usefixtures("enterprises")


def table(actor, definition):
    return run(actor, definition, lambda found: table_of(sums(found)))


def told(found):
    return [(line.labels, line.cells) for line in found.lines]


def test_groups_subtotals_and_total_stand_in_the_order_of_the_choices(city):
    found = table(city, summed("industry", "size", measures=("count:", "sum:revenue")))
    assert told(found) == [
        (("34 通用设备制造业", "中型"), (1, 22000)),
        (("34 通用设备制造业", "小型"), (1, 5600)),
        (("34 通用设备制造业", "小计"), (2, 27600)),
        (("39 计算机、通信和其他电子设备制造业", "小型"), (2, 1000)),
        (("39 计算机、通信和其他电子设备制造业", "小计"), (2, 1000)),
        (("合计", ""), (4, 28600)),
    ]


def test_columns_across_have_their_totals_on_both_sides(city):
    found = table(city, summed("industry", across="size", measures=("count:", "mean:revenue")))
    assert [one.group for one in found.headings] == ["中型", "中型", "小型", "小型", "合计", "合计"]
    assert told(found)[-1] == (("合计",), (1, 22000, 3, 3300, 4, Decimal("9533.33")))


def test_distinct_is_counted_anew_for_every_total(city):
    found = table(city, summed("size", across="district", measures=("distinct:industry",)))
    assert told(found)[-1][1][-1] == 2
    assert [cells[-1] for _, cells in told(found)] == [1, 2, 2]


def test_table_without_groups_is_one_line(city):
    found = table(city, summed(measures=("max:staff", "min:established_on")))
    assert [line.kind for line in found.lines] == [LineKind.TOTAL]
    assert str(found.lines[0].cells[1]) == "2015-03-01"


def test_counts_equal_those_of_a_statement_by_hand(city, laoshan):
    for actor, districts in ((city, (370212, 370214)), (laoshan, (370212,))):
        found = table(actor, summed("district", measures=("count:", "sum:revenue")))
        with system_scope(reason="test"), connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*), sum(revenue) FROM enterprises_enterprise e"
                " JOIN accounts_district d ON d.id = e.district_id WHERE d.code::int = ANY (%s)",
                [list(districts)],
            )
            number, revenue = cursor.fetchone()
        assert found.lines[-1].cells == (number, revenue)
        assert len(found.groups) == len(districts)


def test_first_groups_leave_the_others_as_one(city):
    order = {"by": "sum:revenue", "descending": True}
    found = table(city, summed("industry", measures=("sum:revenue",), order=order, top=1))
    assert told(found) == [
        (("34 通用设备制造业",), (27600,)), (("其余 1 个",), (1000,)), (("合计",), (28600,))
    ]  # fmt: skip


def test_year_without_rows_is_a_year_of_nothing(city):
    found = table(city, summed("established_on/year"))
    assert told(found)[:4] == [
        (("2015 年",), (1,)), (("2016 年",), (0,)), (("2017 年",), (0,)), (("2018 年",), (2,)),
    ]  # fmt: skip
    assert told(found)[4:] == [(("（空）",), (1,)), (("合计",), (4,))]


def test_years_across_are_not_filled_up_beyond_what_a_table_holds(city, monkeypatch):
    monkeypatch.setattr(sums_module, "MOST_COLUMNS", 3)
    found = table(city, summed(across="established_on/year"))
    assert [one.group for one in found.headings] == ["2015 年", "2018 年", "（空）", "合计"]


def test_moments_fall_into_their_local_month(city, enterprises):
    # 16:30 UTC on New Year's Eve is the first of January in Qingdao.
    moment = datetime(2024, 12, 31, 16, 30, tzinfo=UTC)
    with system_scope(reason="test"):
        Enterprise.objects.update(created_at=moment)
    for bucket, word in (
        ("month", "2025 年 1 月"),
        ("quarter", "2025 年第 1 季度"),
        ("year", "2025 年"),
    ):
        found = table(city, summed(f"created_at/{bucket}"))
        assert told(found)[0] == ((word,), (4,))
    inside = where("created_at", "between", "2025-01-01", "2025-01-01")
    assert table(city, summed(conditions=(inside,))).lines[-1].cells == (4,)


def test_too_many_columns_are_refused_in_words(city, monkeypatch):
    monkeypatch.setattr(sums_module, "MOST_COLUMNS", 1)
    with pytest.raises(RuleViolation, match="列分组“企业规模”有 2 个不同的值"):
        table(city, summed(across="size"))


def test_too_many_groups_are_refused_in_words(city, monkeypatch):
    monkeypatch.setattr(sums_module, "MOST_GROUPS", 1)
    with pytest.raises(RuleViolation, match="分组超过"):
        table(city, summed("size"))


def test_number_of_queries_does_not_grow_with_groups(city, django_assert_num_queries):
    definition = summed("industry", across="size", measures=("count:", "sum:revenue"))
    with acting_as(city):
        found = asked(definition, city)
        with django_assert_num_queries(5):
            sums(found)


@pytest.mark.parametrize(
    ("definition", "words"),
    [
        (summed("industry", drawing="bar"), ""),
        (summed("industry", across="size", drawing="stacked"), ""),
        (summed("established_on/year", drawing="line"), ""),
        (summed("size", measures=("max:established_on",), drawing="bar"), "都是日期"),
        (summed("size", across="created_at/year", drawing="stacked"), "只有一个值"),
    ],
    ids=str,
)
def test_table_is_drawn_or_says_why_not(city, definition, words):
    def draw(found):
        made = sums(found)
        return chart_of(made, table_of(made), "示例")

    chart, why = run(city, definition, draw)
    assert (chart is None) == bool(words) and words in why


def test_chart_holds_the_cells_of_the_table(city):
    def draw(found):
        made = sums(found)
        return chart_of(made, table_of(made), "示例")[0], table_of(made)

    chart, shown = run(city, summed("industry", across="size", drawing="stacked"), draw)
    drawn = [[column.read(row) for column in chart.columns[1:]] for row in chart.rows]
    assert drawn == [list(line.cells[:-1]) for line in shown.groups]
