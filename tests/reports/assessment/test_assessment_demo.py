"""The rounds of the demo city: one archived, one in its appeals."""

from collections import Counter

import pytest
from django.core.management import call_command

from accounts.tenancy import system_scope
from reports.assessment.seal import seal_of
from reports.models import Appeal, AssessmentRound, Demonstration, DistrictScore


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
