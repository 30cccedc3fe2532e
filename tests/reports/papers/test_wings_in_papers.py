"""What supervision and the assessment tell, in the words that the portal ships."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.duties import Duty
from accounts.tenancy import system_scope
from reports.models import Paper
from reports.papers.actions.make_paper import make_paper
from reports.papers.periods import span_with
from tests.reports.assessment.rounds import COUNTS, draft, end_appeals, move, scored
from tests.reports.assessment.rounds import use_test_figure as use_figure
from tests.reports.supervision.orders import order

QUARTER = span_with("quarterly", date(2026, 9, 30))


@pytest.fixture
def late_order(clock, city, as_actor, district):
    """Given on 10 September, due on 20 October, and nothing was fed back."""
    office = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    return order(city, office.organisation_id, days=40)


@pytest.fixture
def counts(monkeypatch):
    use_figure(monkeypatch)
    COUNTS["370212"] = Decimal(18)


def paragraphs(span):
    made = make_paper(None, span)
    with system_scope(reason="test"):
        data = Paper.objects.get(pk=made.pk).data
    return data, "\n".join(line for one in data["headings"] for line in one["paragraphs"])


def test_month_names_orders_by_their_lights_and_who_is_late(late_order, october):
    data, text = paragraphs(october)
    assert "截至10月31日，在办督办事项 1 件：红灯 1 件、黄灯 0 件、蓝灯 0 件、正常 0 件。" in text
    said = f"{late_order.lead.name}“{late_order.title}”（逾期 8 个工作日）。"
    assert f"逾期未办结的：{said}" in text
    problems = next(one for one in data["headings"] if one["key"] == "problems")
    assert [item["title"] for item in problems["items"]] == ["逾期督办事项"]


def test_month_without_orders_says_so(october):
    text = paragraphs(october)[1]
    assert "截至10月31日，没有在办的督办事项。" in text
    assert "本月没有办结的督办事项。没有销号的。" in text
    assert "本月没有对督办事项的批示。" in text


def test_quarter_without_a_round_says_so(october):
    assert "本季度没有区市综合评价。" in paragraphs(QUARTER)[1]


def test_quarter_says_the_step_of_its_round_and_no_result(october, city, counts):
    move(city, draft(city), "consult", "settle", "collect", "prescore")
    data, text = paragraphs(QUARTER)
    assert "综合评价处于“预评分”环节，" in text and "个数待确认，结果尚未公布。" in text
    assert "45.6" not in str(data)


@pytest.mark.parametrize(
    ("shown", "said"), [("ranks", "第 1 名崂山区、"), ("totals", "第 1 名崂山区 77.60 分、")]
)
def test_quarter_ranks_districts_as_the_publication_allows(october, city, counts, shown, said):
    one = move(city, scored(city), "open_appeals")
    end_appeals(one)
    move(city, move(city, one, "close_appeals", "freeze"), "publish", shown=shown)
    text = paragraphs(QUARTER)[1]
    assert f"结果已公布（2026-11-01）：{said}" in text
    assert "没有命名或拟推荐示范区市。" in text
