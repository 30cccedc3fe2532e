"""Every figure leads to rows, and there are as many of them as it says."""

import re
from datetime import date, timedelta
from html import unescape

import pytest

from accounts.duties import Duty
from accounts.tenancy import system_scope
from enterprises.actions.move_enterprise import move_enterprise
from reports.models import DailySnapshot
from tests.reports.progress.city import KIND, TODAY, certify, make_plan, place

PAGE = "/reports/progress/"
LINK = re.compile(r'<a class="fig" href="(/reports/progress/(?:rows|cases)/[^"]+)">([^<]+)</a>')
HEADING = re.compile(r"<h1>\s*(.*?)\s*</h1>", re.DOTALL)


@pytest.fixture
def leader(as_actor, signed_in):
    return signed_in(as_actor(Duty.LEADER))


def number_in(text):
    found = re.search(r"[−-]?\d[\d,]*", text)
    return int(found.group().replace(",", "").replace("−", "-")) if found else None


def figures_of(client, **asked):
    """Address -> what the page says that it leads to."""
    text = client.get(PAGE, asked).content.decode()
    return {unescape(url): number_in(words) for url, words in LINK.findall(text)}


def rows_of(client, url):
    """The number in the heading of the list, which counts its rows."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    page = answer.context["list"]
    return page.number, HEADING.search(answer.content.decode()).group(1)


# Words and differences stand in links too; the figures of rows are these.
FIGURES = ("stock", "recognised", "entered", "left", "taken", "moved_in", "moved_out")


def assert_all_agree(client, **asked):
    found = figures_of(client, **asked)
    counted = 0
    for url, number in found.items():
        kind = re.search(r"kind=(\w+)", url).group(1)
        if kind not in FIGURES or number is None:
            continue
        rows, heading = rows_of(client, url)
        if heading and f"kind={kind}" in url and (abs(number) == rows):
            counted += 1
            continue
        # The difference to what is due leads to what is there.
        assert is_difference(client, url, number, asked), (url, number, rows)
    assert counted >= 8
    return found


def is_difference(client, url, number, asked):
    ranking = client.get(PAGE, asked).context["districts"].ranking
    rows = [*ranking.rows, ranking.city]
    return any(row.ahead == number for row in rows)


def test_every_figure_of_the_page_leads_to_as_many_rows(lived, leader):
    assert_all_agree(leader, metric=KIND)


def test_every_figure_of_a_past_day_does(lived, leader):
    assert_all_agree(leader, metric=KIND, day="2026-03-31")


def test_every_figure_of_a_former_version_does(lived, leader, city, clock, district):
    place(20, district)
    certify(city, 20, date(2026, 6, 1), date(2029, 5, 31))
    clock.night_of(TODAY + timedelta(days=1))
    with system_scope(reason="test"):
        first = DailySnapshot.objects.get(day=TODAY, is_current=False)
    found = assert_all_agree(leader, metric=KIND, day=f"{TODAY}", version=first.pk)
    assert any(f"version={first.pk}" in url for url in found)


def test_every_figure_of_a_quarter_does(lived, leader):
    assert_all_agree(leader, metric=KIND, period="quarter")


def test_every_figure_of_a_district_does(lived, as_actor, signed_in, district):
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    assert_all_agree(client, metric=KIND)


def test_moves_between_districts_are_rows_of_both(
    lived, clock, as_actor, signed_in, district, other_district
):
    with system_scope(reason="test"):
        from enterprises.models import Enterprise

        moved = Enterprise.objects.get(name="青岛第6示例有限公司")
        move_enterprise(moved, other_district)
    clock.night_of(TODAY + timedelta(days=1))
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    answer = client.get(PAGE)
    flow = next(one for one in answer.context["flows"] if one.metric.key == KIND)
    assert flow.moved == -1 and flow.adds_up
    url = f"/reports/progress/rows/?metric={KIND}&kind=moved_out&since=2026-01-01"
    assert rows_of(client, url)[0] == 1


def test_net_growth_is_the_sum_of_its_rows(clock, city, district, other_district, leader):
    plan = make_plan(counting="net_added")
    for which in (1, 2, 3):
        place(which, district)
    certify(city, 1, date(2025, 3, 1), date(2026, 3, 1))
    certify(city, 2, date(2026, 3, 1), date(2029, 2, 28))
    certify(city, 3, date(2026, 3, 1), date(2029, 2, 28))
    clock.night_of(TODAY)
    answer = leader.get(PAGE)
    one = next(one for one in answer.context["prospects"] if one.target.measure == KIND)
    url = f"/reports/progress/rows/?metric={KIND}&kind=net&since={plan.starts_on}&day={TODAY}"
    assert one.actual == rows_of(leader, url)[0] == 1


def test_known_expiries_are_rows(lived, leader):
    text = leader.get("/reports/progress/method/").content.decode()
    urls = [unescape(url) for url in re.findall(r'href="([^"]*kind=ending[^"]*)"', text)]
    assert urls
    for url in urls:
        assert rows_of(leader, url)[0] >= 0


@pytest.mark.parametrize(
    "asked",
    [{"day": "2026-03-14"}, {"metric": "x"}, {"kind": "x"}, {"since": "2027-01-01"}, {"x": "1"}],
    ids=str,
)
def test_rows_that_cannot_be_are_refused(lived, leader, asked):
    assert leader.get("/reports/progress/rows/", asked).status_code == 422


def test_rows_name_enterprise_and_certificate(lived, leader):
    text = leader.get("/reports/progress/rows/", {"metric": KIND}).content.decode()
    assert "青岛第2示例有限公司" in text and "QD-DE-2" in text


def test_rows_take_the_same_queries_for_few_and_many(lived, leader):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries(kind):
        with CaptureQueriesContext(connection) as captured:
            leader.get("/reports/progress/rows/", {"metric": KIND, "kind": kind})
        return len(captured)

    queries("stock")
    assert queries("stock") == queries("taken")
