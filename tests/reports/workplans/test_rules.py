"""Rules of targets and work plans, pure."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.targets.months import quarter_ends
from reports.targets.rules import falls, named, split_problem
from reports.targets.workplans.content import Content, Item
from reports.targets.workplans.differences import differences
from reports.targets.workplans.rules import Wanted, problems_of

FIRST, LAST = date(2025, 1, 1), date(2028, 12, 31)
CHAMPIONS = Wanted(7, "隐形冠军", "家", 10)
SECTIONS = [{"key": "1", "title": "工作基础", "guidance": "", "required": True}]
ITEM = Item(3, "示例措施", "三（一）", "示例安排", "示例责任人", Decimal("12.5"), FIRST, LAST)
WHOLE = Content({"1": "示例"}, "示例负责人", "", {7: {LAST: 10}}, {}, (ITEM,))

days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
contents = st.builds(
    Content,
    texts=st.dictionaries(st.text(max_size=3), st.text(max_size=9), max_size=3),
    person=st.text(max_size=9),
    phone=st.text(max_size=9),
    milestones=st.dictionaries(
        st.integers(1, 9), st.dictionaries(days, st.integers(0, 10**6), max_size=4), max_size=3
    ),
    explanations=st.dictionaries(st.integers(1, 9), st.text(max_size=9), max_size=3),
    items=st.lists(
        st.builds(
            Item,
            measure=st.integers(1, 99),
            title=st.text(max_size=9),
            clause=st.text(max_size=5),
            task=st.text(max_size=9),
            person=st.text(max_size=9),
            budget=st.none() | st.decimals(0, 10**7, places=2),
            starts_on=st.none() | days,
            ends_on=st.none() | days,
        ),
        max_size=4,
    ).map(tuple),
    replies=st.dictionaries(st.text(max_size=3), st.text(max_size=9), max_size=3),
)


@given(contents)
def test_what_is_kept_means_the_same_when_it_is_read_again(content):
    assert Content.of(content.as_json()) == content


@given(days, st.integers(0, 4000))
def test_quarters_end_in_order_within_the_time(first, length):
    last = date.fromordinal(first.toordinal() + length)
    found = quarter_ends(first, last)
    assert found == sorted(set(found))
    assert all(first <= day <= last and day.month % 3 == 0 for day in found)
    assert len(found) <= length // 90 + 1


def test_quarters_of_a_year_have_their_names():
    found = [named(day) for day in quarter_ends(date(2026, 2, 1), date(2026, 12, 31))]
    assert found == ["2026 年一季度末", "2026 年二季度末", "2026 年三季度末", "2026 年底"]


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ([], "未分解到区市"),
        ([60, 40], ""),
        ([60, 30], "各区市分解合计 90 家，比目标值 100 家少 10 家"),
        ([60, 50], "各区市分解合计 110 家，比目标值 100 家多 10 家"),
    ],
)
def test_split_is_said_in_words(shares, said):
    assert split_problem(shares, 100, "家") == said


def test_path_that_falls_says_where():
    path = {date(2026, 12, 31): 5, date(2027, 3, 31): 4}
    assert falls(path) == "2027 年一季度末 4 小于2026 年底 5"


def test_whole_work_plan_has_no_problem():
    assert problems_of(WHOLE, SECTIONS, [CHAMPIONS], FIRST, LAST) == []


def test_empty_work_plan_says_everything_that_is_missing():
    found = problems_of(Content(), SECTIONS, [CHAMPIONS], FIRST, LAST)
    assert [(one.part, one.text) for one in found] == [
        ("text", "“工作基础”还没有填写"),
        ("text", "没有写明负责人"),
        ("targets", "隐形冠军没有填写期末计划数"),
        ("choose", "没有选择本区市要落实的措施"),
    ]


@given(st.integers(0, 40), st.integers(0, 40), st.booleans())
def test_only_an_unexplained_difference_from_the_share_is_a_problem(planned, share, explained):
    content = Content(
        {"1": "示例"}, "示例", "", {7: {LAST: planned}}, {7: "示例"} if explained else {}, (ITEM,)
    )
    found = problems_of(content, SECTIONS, [Wanted(7, "冠军", "家", share)], FIRST, LAST)
    assert bool(found) == (planned != share and not explained)


def test_target_without_split_is_compared_with_nothing():
    assert problems_of(WHOLE, SECTIONS, [Wanted(7, "冠军", "家", None)], FIRST, LAST) == []


def test_measure_outside_the_plans_time_is_a_problem():
    late = Content(
        WHOLE.texts, WHOLE.person, "", WHOLE.milestones, {},
        (Item(3, "示例措施", "", "安排", "张", None, None, date(2030, 1, 1)),),
    )  # fmt: skip
    (found,) = problems_of(late, SECTIONS, [CHAMPIONS], FIRST, LAST)
    assert "不在计划期" in found.text


@given(contents)
def test_content_does_not_differ_from_itself(content):
    assert differences(content, content, SECTIONS, {7: "冠军"}) == []


def test_differences_name_what_was_changed_added_and_left_out():
    changed = Content(
        WHOLE.texts, "另一位负责人", "", {7: {LAST: 9, date(2026, 12, 31): 4}}, {7: "示例"}, ()
    )
    found = differences(WHOLE, changed, SECTIONS, {7: "隐形冠军"})
    assert [(one.label, one.before, one.after) for one in found] == [
        ("负责人", "示例负责人", "另一位负责人"),
        ("隐形冠军：2026 年底", "", "4"),
        ("隐形冠军：2028 年底", "10", "9"),
        ("隐形冠军：差异说明", "", "示例"),
        ("措施：示例措施",
         "示例安排；责任人 示例责任人；2025-01-01 至 2028-12-31；12.5 万元", ""),
    ]  # fmt: skip


def test_budget_is_the_exact_sum_of_the_items():
    items = tuple(Item(n, "示例", budget=Decimal("0.10")) for n in range(3))
    assert Content(items=items).budget == Decimal("0.30")
