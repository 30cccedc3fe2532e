"""The table of effects, held against SQL by hand."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from enterprises.models import Enterprise, YearlyReport
from financing.models import FundYear, Payable, SubsidyClaim
from financing.subsidies.effect.figures import supported_now, supported_stays
from financing.subsidies.effect.money_then import money_then
from financing.subsidies.effect.table import effect_rows
from pages.district_figures import district_figures
from tests.district_figures import told
from tests.financing.ledger import money
from tests.procedures import factories

BY_HAND = """
WITH firsts AS (
    SELECT application_id, MIN(paid_on) AS day, SUM(amount) AS paid
    FROM financing_payable WHERE state = 'paid' GROUP BY application_id
), facts AS (
    SELECT c.id, a.state, COALESCE(f.paid, 0) AS paid,
           f.day - (a.submitted_at AT TIME ZONE 'Asia/Shanghai')::date AS days
    FROM financing_subsidyclaim c
    JOIN procedures_application a ON a.id = c.application_id
    LEFT JOIN firsts f ON f.application_id = a.id
    WHERE c.fiscal_year = %s AND a.submitted_at IS NOT NULL AND a.deleted_at IS NULL
)
SELECT COUNT(*),
       COUNT(*) FILTER (WHERE state = 'approved'),
       100.0 * COUNT(*) FILTER (WHERE state = 'approved')
           / COUNT(*) FILTER (WHERE state IN ('approved', 'declined')),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY days),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY days),
       SUM(paid)
FROM facts
"""


@pytest.fixture
def world(people, as_actor, district):
    """Seven claims of enterprises that were paid, after 10, 20, … 70 days, one that was declined,
    and six enterprises of the pool that got nothing."""
    fund = money.fund("jigai")
    money.budget(people, fund, "90000000.00")
    today = timezone.localdate()
    with system_scope(reason="test"):
        batch = factories.open_batch()
        year = FundYear.objects.get(fund=fund)
    for number in range(8):
        owner = as_actor(Duty.ENTERPRISE_STAFF, district=district)
        sent = timezone.now() - timedelta(days=100)
        with system_scope(reason="test"):
            state = "declined" if number == 7 else "approved"
            case = factories.case(owner, district.pk, batch, state=state, submitted_at=sent)
            SubsidyClaim.objects.create(
                **case.home, application=case, fund_code="jigai", fiscal_year=money.YEAR
            )
            if state == "declined":
                continue
            Payable.objects.create(
                **case.home, application=case, fund_year=year, number=1, label="一次支付",
                payee_name="示例", scheme_title="示例", fund_name="示例", fiscal_year=money.YEAR,
                amount=Decimal(10_000) * (number + 1), due_on=today, state="paid",
                paid_on=today - timedelta(days=100 - 10 * (number + 1)),
            )  # fmt: skip
            grown(owner.organisation_id, 100, 110 + number)
    for number in range(6):
        other = as_actor(Duty.ENTERPRISE_STAFF, district=district)
        with system_scope(reason="test"):
            Enterprise.objects.create(
                organisation_id=other.organisation_id, district_id=district.pk,
                name=other.organisation_name, registration_state="unclaimed",
                pool_entered_on=today - timedelta(days=900),
            )  # fmt: skip
            grown(other.organisation_id, 100, 101 + number)
    return people


def grown(firm, before, after):
    entry = Enterprise.objects.get(pk=firm)
    for year, revenue in ((money.YEAR - 1, before), (money.YEAR, after)):
        YearlyReport.objects.create(
            organisation_id=firm, district_id=entry.district_id, year=year, revenue=revenue,
            rd_cost=revenue, state="submitted",
        )  # fmt: skip


def test_total_is_that_of_sql_by_hand(world):
    with acting_as(world.city):
        total = effect_rows(money.YEAR, "scheme")[-1]
    with system_scope(reason="test"), connection.cursor() as cursor:
        cursor.execute(BY_HAND, [money.YEAR])
        claims, approved, rate, days, days_90, paid = cursor.fetchone()
    assert (total.claims, total.approved, total.paid) == (claims, approved, paid)
    assert float(total.rate) == pytest.approx(float(rate))
    assert (float(total.days), float(total.days_90)) == pytest.approx((days, days_90))


@pytest.mark.parametrize("by", ["scheme", "district", "rung", "each"])
def test_one_group_is_the_total(world, by):
    with acting_as(world.city):
        one, total = effect_rows(money.YEAR, by)
    assert (one.claims, one.paid, one.got, one.others) == (
        total.claims, total.paid, total.got, total.others,
    )  # fmt: skip


def test_recipients_stand_beside_those_who_got_nothing(world):
    with acting_as(world.city):
        total = effect_rows(money.YEAR, "scheme")[-1]
    assert (total.got.number, total.got.revenue) == (7, 13)
    assert (total.others.number, total.others.revenue) == (6, Decimal("3.5"))
    assert "与同期未获支持企业 3.5% 相比" in total.compared
    assert "因" not in total.compared


def test_few_cases_are_hidden(people, as_actor, district):
    with system_scope(reason="test"):
        batch = factories.open_batch()
    for _ in range(4):
        owner = as_actor(Duty.ENTERPRISE_STAFF, district=district)
        money.case_of(owner, district.pk, batch, submitted_at=timezone.now())
    with acting_as(people.city):
        assert all(
            row.is_hidden and row.claims is None for row in effect_rows(money.YEAR, "scheme")
        )


def test_queries_do_not_grow(world, django_assert_num_queries):
    with acting_as(world.city), django_assert_num_queries(7):
        effect_rows(money.YEAR, "each")


@pytest.mark.parametrize("key", [one for one in district_figures() if one.startswith("subsidies_")])
def test_rows_make_up_the_figure_of_a_district(world, key):
    today = timezone.localdate()
    assert told(key, today - timedelta(days=99), today + timedelta(days=1)) or "recovered" in key


def test_days_of_a_period(world):
    today = timezone.localdate()
    with acting_as(world.city):
        found = money_then(today - timedelta(days=99), today)
    assert (found.cases, found.days, found.days_90, found.paid) == (7, 40, 64, 280_000)


def test_metric_counts_enterprises_with_money(world):
    with system_scope(reason="test"):
        firms = list(supported_now().values_list("pk", flat=True))
        assert len(firms) == 7
        assert list(supported_stays(firms)) == []  # bulk rows of this test have no events
