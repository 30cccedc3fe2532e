"""The rounds of the demo city: one archived, one in its appeals."""

from collections import Counter

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.tenancy import system_scope
from pages.district_figures import district_figures
from pages.paper_sections import Period
from reports.assessment.paper_sections import gather
from reports.assessment.seal import seal_of
from reports.models import Appeal, AssessmentRound, Demonstration, DistrictScore, RoundFigure
from reports.papers.periods import last_over
from reports.supervision.standing_then import in_work_at


@pytest.mark.usefixtures("db", "own_media")
def test_demo_city_has_a_round_of_last_year_and_one_in_appeals():
    call_command("seed_demo", seed=1, enterprises=60, applications=50, verbosity=0)
    with system_scope(reason="test"):
        running, past = AssessmentRound.objects.order_by("-starts_on")
        assert (running.state, past.state) == ("appealing", "archived")
        assert past.seal == seal_of(past)
        assert Demonstration.objects.get(round=past).state == "named"
        assert Counter(Appeal.objects.values_list("state", flat=True)) == {
            "sustained": 1, "refused": 1, "open": 2,
        }  # fmt: skip
        days = DistrictScore.objects.filter(round=running).values_list("day", flat=True)
        assert len(set(days)) == 9
        assert_figures_are_lived(running, past)
        assert "orders_on_time" in district_figures() and "reports_late" in district_figures()
        assert_papers_have_them(running, past)


def assert_figures_are_lived(*rounds):
    """What the portal counts itself is not nothing everywhere."""
    for code in ("A1", "A2"):
        values = [
            figure.counted or 0
            for figure in RoundFigure.objects.filter(round__in=rounds, indicator__code=code)
        ]
        assert any(values), code
    taken = RoundFigure.objects.filter(round__in=rounds, indicator__code__in=("D1", "D2"))
    assert not taken.filter(taken_at=None).exists()
    assert any(figure.denominator for figure in taken.filter(indicator__code="D1"))


def assert_papers_have_them(running, past):
    """The quarter's paper has the step of the running round, the year's the published ranking."""
    quarter, year = (
        gather(Period(kind, one.starts_on, one.ends_on, timezone.now(), timezone.now())).values
        for kind, one in (("quarterly", running), ("yearly", past))
    )
    assert "2 件申诉待裁定" in quarter["评价进行"][0]["待办"]
    told = year["评价公布"][0]
    assert told["名次"][0]["名次"] == 1 and len(told["示范"]) == 1
    last = last_over("monthly", timezone.localdate()).last
    assert in_work_at(last)
