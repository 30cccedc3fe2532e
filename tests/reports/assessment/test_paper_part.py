"""What a paper tells of the assessment: no more than was published, and before that no result."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.tenancy import acting_as, system_scope
from pages.paper_sections import Period, paper_parts
from reports.assessment.actions.propose_demonstration import (
    decide_demonstration,
    propose_demonstration,
)
from reports.assessment.paper_sections import gather
from reports.models import AssessmentRound
from tests.reports.assessment.rounds import LAST, draft, end_appeals, move, scored

QUARTER = date(2026, 7, 1), LAST


def told(first=QUARTER[0], last=QUARTER[1]):
    now = timezone.now()
    with system_scope(reason="test"):
        return gather(Period("quarterly", first, last, now, now))


def published(city, shown):
    one = move(city, scored(city), "open_appeals")
    end_appeals(one)
    return move(city, move(city, one, "close_appeals", "freeze"), "publish", shown=shown)


def test_round_before_its_publication_tells_its_step_and_what_is_open(city):
    move(city, draft(city), "consult", "settle", "collect", "prescore")
    found = told()
    [row] = found.values["评价进行"]
    assert row["环节"] == "预评分"
    assert "个数待确认" in row["待办"]
    assert (found.values["评价公布"], found.tables) == ([], ())


def test_no_score_leaves_the_round_before_its_publication(city, counts):
    counts["370212"] = Decimal(18)
    scored(city)
    assert "45.6" not in str(told())


@pytest.mark.parametrize(("shown", "total"), [("ranks", ""), ("totals", "77.60")])
def test_ranking_is_told_as_its_publication_allows(city, counts, shown, total):
    counts["370212"] = Decimal(18)
    published(city, shown)
    found = told()
    first = found.values["评价公布"][0]["名次"][0]
    assert (first["区市"], first["名次"], first["总分"]) == ("崂山区", 1, total)
    headings = [column.heading for column in found.tables[0].columns]
    assert ("总分" in headings) is bool(total)
    assert found.tables[0].rows[0][:2] == ("崂山区", 1)


def test_demonstration_district_is_told_once_it_is_named(city, counts, district):
    counts["370212"] = Decimal(18)
    one = published(city, "ranks")
    with acting_as(city):
        row = propose_demonstration(city, one.pk, district.pk, "第 1 名（示例）。")
    told_of = told().values["评价公布"][0]
    assert (told_of["拟推荐"], told_of["示范"]) == ([{"区市": "崂山区"}], [])
    with acting_as(city):
        decide_demonstration(city, row.pk, "name", document_number="示例〔2026〕6号")
    told_of = told().values["评价公布"][0]
    assert (told_of["拟推荐"], told_of["示范"]) == ([], [{"区市": "崂山区"}])


def test_recalled_round_tells_no_ranking(city):
    one = published(city, "totals")
    move(city, one, "recall", reason="数据有误")
    values = told().values
    assert (values["评价公布"], len(values["评价进行"])) == ([], 1)


def test_draft_is_not_told(city):
    draft(city)
    assert told().values["评价轮次"] == 0


def test_round_of_another_time_is_not_told(city):
    move(city, draft(city), "consult")
    assert told(date(2027, 1, 1), date(2027, 3, 31)).values["评价轮次"] == 0


def test_round_is_told_in_the_quarter_of_its_publication(city):
    one = published(city, "ranks")
    with system_scope(reason="test"):
        AssessmentRound.objects.filter(pk=one.pk).update(publish_on=date(2026, 11, 5))
    values = told(date(2026, 10, 1), date(2026, 12, 31)).values
    assert [row["公布日"] for row in values["评价公布"]] == ["2026-11-05"]


@pytest.mark.parametrize(
    ("kind", "has"), [("daily", False), ("monthly", False), ("quarterly", True), ("yearly", True)]
)
def test_papers_of_quarters_and_years_have_it(db, kind, has):
    assert ("assessment" in [part.key for part in paper_parts(kind)]) is has
