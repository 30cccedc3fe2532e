"""Figures of districts from the facts: each equals a query by hand and is made up of its rows."""

from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.utils import timezone

from accounts.duties import Duty
from accounts.models import District
from accounts.tenancy import acting_as, system_scope
from certification.changes import CertificateInput
from certification.lifecycle import MACHINE
from certification.records import IssuedRecord
from pages.district_figures import district_figures
from pages.metrics import metrics
from pages.records.actions import save_record
from reports.assessment.plan_tasks import plan_tasks
from reports.facts.refresh import refresh_stays
from reports.models import CountedStay, DistrictShare, Plan, Target
from tests.district_figures import asked, told
from tests.enterprises.imports import code, enterprise

FIRST, LAST = date(2026, 1, 1), date(2026, 9, 30)
KEYS = ("pool", "certified_product", "demonstration_enterprise", "hidden_champion")
CAME = {"pool": ("entered", "moved_in", "reclassified")}
TITLE_CAME = ("issue", "renew", "lift", "moved_in", "reclassified")
RECOGNISED = """
SELECT district_id, count(*) FROM reports_countedstay
WHERE known_until IS NULL AND metric = ANY(%(keys)s) AND came IN ('issue', 'entered')
  AND starts_on BETWEEN %(first)s AND %(last)s GROUP BY 1
"""
STOCK = """
SELECT district_id, count(*) FROM reports_countedstay
WHERE known_until IS NULL AND metric = ANY(%(keys)s) AND starts_on <= %(last)s
  AND coalesce(ends_on, 'infinity') > %(last)s GROUP BY 1
"""
NET = """
SELECT district_id, sum(n) FROM (
  SELECT district_id, 1 AS n FROM reports_countedstay WHERE known_until IS NULL
    AND metric = ANY(%(keys)s) AND starts_on <= %(last)s
    AND coalesce(ends_on, 'infinity') > %(last)s
  UNION ALL
  SELECT district_id, -1 FROM reports_countedstay WHERE known_until IS NULL
    AND metric = ANY(%(keys)s) AND starts_on < %(first)s
    AND coalesce(ends_on, 'infinity') >= %(first)s
) both_ends GROUP BY 1
"""
CLIMBED = """
WITH level(metric, height) AS (VALUES ('certified_product', 1), ('demonstration_enterprise', 2),
    ('hidden_champion', 3)),
known AS (SELECT * FROM reports_countedstay JOIN level USING (metric) WHERE known_until IS NULL),
before AS (
  SELECT organisation_id, max(height) AS height FROM known
  WHERE starts_on < %(first)s AND coalesce(ends_on, 'infinity') >= %(first)s GROUP BY 1),
climbed AS (
  SELECT district_id, count(DISTINCT organisation_id) AS n FROM known
  LEFT JOIN before USING (organisation_id)
  WHERE came = 'issue' AND starts_on BETWEEN %(first)s AND %(last)s
    AND known.height > coalesce(before.height, 0) GROUP BY 1),
pool AS (
  SELECT district_id, count(*) AS n FROM reports_countedstay
  WHERE known_until IS NULL AND metric = 'pool' AND starts_on < %(first)s
    AND coalesce(ends_on, 'infinity') >= %(first)s GROUP BY 1)
SELECT district_id, coalesce(climbed.n, 0), coalesce(pool.n, 0)
FROM climbed FULL JOIN pool USING (district_id)
"""


@pytest.fixture(autouse=True)
def later(monkeypatch):
    """The portal's clock stands after the period."""
    moment = timezone.make_aware(datetime(2026, 11, 26, 10))
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return moment


def stay(metric, subject, holder, district, start, end=None, came=None, **more):
    with system_scope(reason="test"):
        return CountedStay.objects.create(
            metric=metric, subject=subject, organisation_id=holder.pk, district_id=district,
            starts_on=start, ends_on=end, came=came or ("entered" if metric == "pool" else "issue"),
            known_from=timezone.now() - timedelta(days=900), **more,
        )  # fmt: skip


@pytest.fixture
def holders(db):
    return [enterprise(f"青岛示例{n}有限公司", code(n + 1)) for n in range(8)]


@pytest.fixture(params=[1, 2, 3])
def history(request, holders):
    """Three years of stays by chance, over three districts, some of them corrected away."""
    chance = Random(request.param)
    with system_scope(reason="test"):
        districts = list(District.objects.filter(kind="district").values_list("pk", flat=True))[:3]
    for number in range(120):
        metric, holder = chance.choice(KEYS), chance.choice(holders)
        start = date(2024, 1, 1) + timedelta(days=chance.randrange(1000))
        end = chance.choice((None, start + timedelta(days=chance.randrange(1, 900))))
        subject = holder.pk if metric == "pool" else 10**6 + number // 2
        known_until = timezone.now() if chance.random() < 0.1 else None
        came = chance.choice(CAME.get(metric, TITLE_CAME))
        stay(
            metric, subject, holder, chance.choice(districts), start, end, came,
            known_until=known_until,
        )  # fmt: skip


@pytest.mark.parametrize("metric", KEYS)
def test_figures_of_a_metric_equal_a_query_by_hand(history, metric):
    span = {"keys": [metric], "first": FIRST, "last": LAST}
    assert told(f"recognised_{metric}", FIRST, LAST) == asked(RECOGNISED, **span)
    assert told(f"stock_{metric}", FIRST, LAST) == asked(STOCK, **span)
    assert told(f"net_added_{metric}", FIRST, LAST) == asked(NET, **span)


def test_top_rungs_together_equal_a_query_by_hand(history):
    span = {"keys": list(KEYS[2:]), "first": FIRST, "last": LAST}
    assert told("recognised_top", FIRST, LAST) == asked(RECOGNISED, **span)


def test_climbing_equals_a_query_by_hand(history):
    assert told("climbing_rate", FIRST, LAST) == asked(CLIMBED, first=FIRST, last=LAST)


def test_net_additions_are_the_difference_of_the_stocks(history):
    for metric in KEYS:
        before = told(f"stock_{metric}", FIRST, FIRST - timedelta(days=1))
        after = told(f"stock_{metric}", FIRST, LAST)
        for district, (net, _) in told(f"net_added_{metric}", FIRST, LAST).items():
            stocks = [one.get(district, (0,))[0] for one in (before, after)]
            assert net == stocks[1] - stocks[0]


def test_change_of_industry_is_no_addition(holders):
    holder = holders[0]
    home = holder.district_id
    change = date(2026, 3, 1)
    stay("pool", holder.pk, holder, home, date(2025, 1, 1), change, went="reclassified")
    stay("pool", holder.pk, holder, home, change, came="reclassified")
    assert told("net_added_pool", FIRST, LAST) == {}


def test_title_counts_where_it_was_won_after_a_move(holders, other_district):
    holder = holders[0]
    home, move = holder.district_id, date(2026, 6, 1)
    stay("hidden_champion", 1, holder, home, date(2026, 2, 1), move, went="moved_out")
    stay("hidden_champion", 1, holder, other_district.pk, move, came="moved_in")
    assert told("recognised_top", FIRST, LAST) == {home: (1, None)}
    assert told("stock_hidden_champion", FIRST, LAST) == {other_district.pk: (1, None)}


@pytest.mark.parametrize(
    ("days_late", "periods"),
    [(45, [1, 0]), (46, [0, 1]), (365, [0, 1]), (366, [1, 0])],
)
def test_act_that_was_entered_late_belongs_to_the_period_of_its_entry(holders, days_late, periods):
    won = date(2025, 12, 20)
    known = timezone.make_aware(datetime(2025, 12, 20, 23)) + timedelta(days=days_late)
    act = stay("hidden_champion", 1, holders[0], holders[0].district_id, won)
    with system_scope(reason="test"):
        CountedStay.objects.filter(pk=act.pk).update(known_from=known)
    years = [(date(year, 1, 1), date(year, 12, 31)) for year in (2025, 2026)]
    found = [told("recognised_top", *year).get(holders[0].district_id, (0,))[0] for year in years]
    assert found == periods


def test_correction_of_an_act_makes_it_no_later(holders):
    holder = holders[0]
    known = timezone.make_aware(datetime(2026, 1, 5))
    wrong = stay("hidden_champion", 1, holder, holder.district_id, date(2026, 1, 4))
    right = stay("hidden_champion", 1, holder, holder.district_id, date(2026, 1, 3))
    corrected = known + timedelta(days=200)
    with system_scope(reason="test"):
        rows = CountedStay.objects
        rows.filter(pk=wrong.pk).update(known_from=known, known_until=corrected)
        rows.filter(pk=right.pk).update(known_from=corrected)
    found = told("recognised_top", date(2026, 1, 1), date(2026, 1, 31))
    assert found == {holder.district_id: (1, None)}


def test_enterprise_that_climbs_twice_counts_once(holders):
    holder = holders[0]
    stay("pool", holder.pk, holder, holder.district_id, date(2025, 1, 1))
    stay("certified_product", 1, holder, holder.district_id, date(2026, 2, 1))
    stay("demonstration_enterprise", 2, holder, holder.district_id, date(2026, 5, 1))
    assert told("climbing_rate", FIRST, LAST) == {holder.district_id: (1, 1)}


def test_further_title_of_the_same_rung_is_no_climbing(holders):
    holder = holders[0]
    stay("pool", holder.pk, holder, holder.district_id, date(2025, 1, 1))
    stay("certified_product", 1, holder, holder.district_id, date(2025, 2, 1))
    stay("certified_product", 2, holder, holder.district_id, date(2026, 2, 1))
    assert told("climbing_rate", FIRST, LAST) == {holder.district_id: (0, 1)}


def test_stock_of_a_period_that_runs_is_that_of_today(holders):
    holder = holders[0]
    stay("hidden_champion", 1, holder, holder.district_id, date(2025, 2, 1), date(2026, 12, 1))
    assert told("stock_hidden_champion", FIRST, date(2026, 12, 31)) == {
        holder.district_id: (1, None)
    }


def certificate(city, since):
    paper = {
        "number": "QD-SF-2025-017", "kind": "demonstration_enterprise",
        "holder_name": "青岛示例0有限公司", "credit_code": code(1), "issued_on": since,
        "valid_from": since, "valid_to": date(2028, 1, 1), "document_number": "青工信〔2025〕17号",
    }  # fmt: skip
    with acting_as(city):
        return save_record(city, IssuedRecord, paper).row.certificate


def revoked(city, paper):
    given = CertificateInput(reason="审计报告系伪造。", reason_kind="fraud", document_number="1号")
    with acting_as(city):
        MACHINE.execute(city, paper.pk, "revoke", given)
    refresh_stays(timezone.now() + timedelta(days=1))


def test_title_that_is_revoked_is_taken_off_where_it_was_won(holders, as_actor, later):
    city = as_actor(Duty.CITY_OFFICER)
    revoked(city, certificate(city, date(2025, 3, 1)))
    year = date(2026, 1, 1), date(2026, 12, 31)
    assert told("recognised_top", *year) == {holders[0].district_id: (-1, None)}
    assert told("recognised_top", date(2025, 1, 1), date(2025, 12, 31)) == {
        holders[0].district_id: (1, None)
    }


def test_title_that_was_won_and_revoked_in_the_period_counts_for_nothing(holders, as_actor):
    city = as_actor(Duty.CITY_OFFICER)
    revoked(city, certificate(city, date(2026, 3, 1)))
    assert told("recognised_top", date(2026, 1, 1), date(2026, 12, 31)) == {}


def test_district_reads_its_own_rows_alone(holders, other_district, as_actor, district):
    other = enterprise("青岛另一示例有限公司", code(50), district=other_district.code)
    stay("hidden_champion", 1, holders[0], district.pk, date(2026, 2, 1))
    stay("hidden_champion", 2, other, other_district.pk, date(2026, 2, 1))
    figure = district_figures()["recognised_top"]
    with acting_as(as_actor(Duty.DISTRICT_REVIEWER, district=district)):
        assert set(figure.by_district(FIRST, LAST)) == {district.pk}
        assert list(figure.rows(other_district.pk, FIRST, LAST)) == []


def test_holder_that_has_moved_away_is_not_named_to_its_old_district(
    holders, other_district, as_actor, district
):
    other = enterprise("青岛另一示例有限公司", code(50), district=other_district.code)
    stay("hidden_champion", 1, other, district.pk, date(2026, 2, 1), date(2026, 6, 1))
    figure = district_figures()["recognised_top"]
    with acting_as(as_actor(Duty.DISTRICT_REVIEWER, district=district)):
        (row,) = figure.rows(district.pk, FIRST, LAST)
    assert (row.label, row.numerator) == ("已迁出或已注销的企业", 1)


@pytest.mark.parametrize("key", district_figures())
def test_figure_says_what_it_is_and_answers_where_nothing_is(db, key):
    one = district_figures()[key]
    assert one.label and one.unit and one.numerator
    assert told(key, date(1999, 1, 1), date(1999, 12, 31)) == {}


@pytest.mark.parametrize("key", district_figures())
def test_figure_takes_a_fixed_number_of_queries(history, key, django_assert_max_num_queries):
    with system_scope(reason="test"), django_assert_max_num_queries(3):
        district_figures()[key].by_district(FIRST, LAST)


def test_every_metric_has_its_three_figures():
    assert {
        f"{kind}_{key}" for kind in ("recognised", "stock", "net_added") for key in metrics()
    } <= set(district_figures())


@pytest.fixture
def plan(db, district, other_district):
    """Four years, 400 products in a straight line, shared three to one."""
    with system_scope(reason="test"):
        Plan.objects.update(is_current=False)
        plan = Plan.objects.create(
            name="示例计划", source="示例", starts_on=date(2025, 1, 1), ends_on=date(2028, 12, 31),
            is_current=True,
        )  # fmt: skip
        counts = {"certified_product": "recognised", "hidden_champion": "stock"}
        for measure, counting in counts.items():
            target = Target.objects.create(
                plan=plan, measure=measure, counting=counting, value=400, unit="项"
            )
            for place, value in ((district, 300), (other_district, 100)):
                DistrictShare.objects.create(target=target, district=place, value=value)
    return plan


def tasks(first, last, *keys):
    with system_scope(reason="test"):
        return plan_tasks(keys, first, last)


def test_task_of_a_year_is_its_part_of_the_share(plan, district, other_district):
    asked_for = tasks(date(2026, 1, 1), date(2026, 12, 31), "certified_product")
    assert asked_for == {district.pk: 75, other_district.pk: 25}


def test_tasks_of_the_years_add_up_to_the_share(plan, district):
    years = [
        tasks(date(year, 1, 1), date(year, 12, 31), "certified_product")[district.pk]
        for year in range(2025, 2029)
    ]
    assert sum(years) == 300


def test_target_that_counts_a_stock_asks_for_no_acts(plan):
    assert tasks(FIRST, LAST, "hidden_champion") == {}


def test_period_outside_of_every_plan_has_no_tasks(plan):
    assert tasks(date(2009, 1, 1), date(2009, 12, 31), "certified_product") == {}
