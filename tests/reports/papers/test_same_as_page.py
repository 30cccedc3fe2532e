"""A paper and the page of progress of the same day tell the same."""

from datetime import timedelta

from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import system_scope
from pages.paper_sections import Period
from reports.models import DailySnapshot
from reports.papers.sections.reading import progress_of
from tests.reports.papers.conftest import OCTOBER, certify


def period_of(snapshot):
    return Period("monthly", OCTOBER.first, OCTOBER.last, snapshot.as_of, timezone.now())


def told(snapshot):
    with system_scope(reason="test"):
        return progress_of(period_of(snapshot))


def shown(client, snapshot):
    answer = client.get(
        "/reports/progress/", {"day": OCTOBER.last.isoformat(), "version": snapshot.pk}
    )
    return answer.context["prospects"]


def figures(found):
    return [
        (
            one.target.measure, one.actual, one.due, one.other, dict(one.by_district), one.outlook,
            one.forecast, one.expected_gap, one.chance,
        )
        for one in found
    ]  # fmt: skip


def versions():
    with system_scope(reason="test"):
        return list(DailySnapshot.objects.filter(day=OCTOBER.last).order_by("as_of"))


def test_paper_tells_the_figures_of_the_page(october, as_actor, signed_in):
    [snapshot] = versions()
    page = shown(signed_in(as_actor(Duty.LEADER)), snapshot)
    assert figures(told(snapshot)) == figures(page)
    assert [one.gained for one in told(snapshot)] == [1]


def test_paper_keeps_to_the_version_that_it_was_made_of(october, clock, city, as_actor, signed_in):
    clock.at(OCTOBER.last + timedelta(days=10))
    certify(city, 4, OCTOBER.last - timedelta(days=3))
    clock.night_after(OCTOBER.last + timedelta(days=10))
    clock.at(OCTOBER.last + timedelta(days=11))
    former, present = versions()
    client = signed_in(as_actor(Duty.LEADER))
    for snapshot, actual in ((former, 3), (present, 4)):
        assert [one.actual for one in told(snapshot)] == [actual]
        assert figures(told(snapshot)) == figures(shown(client, snapshot))
