"""What the bank line achieves: worked sums by bank, district, rung and industry."""

import json
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from enterprises.models import Enterprise
from financing.feedback.actions.save_market_rate import save_market_rate
from financing.feedback.results import overall, results_by
from financing.models import MarketRate
from financing.templatetags.rates import as_rate
from tests.financing.credits import line, reported
from tests.financing.listing import done, listed

TODAY = timezone.localdate
EVER = date(2013, 1, 1)


@pytest.fixture
def entry(people, holder, bank):
    return listed(people)


def day(back):
    return str(TODAY() - timedelta(days=back))


def summed(actor, since=EVER, until=None):
    with acting_as(actor):
        return overall(since, until or TODAY())


def by(actor, dimension):
    with acting_as(actor):
        return {row.label: row for row in results_by(dimension, EVER, TODAY())}


def priced(entry, reference, rate, paid, **more):
    return line(entry, reference, rate=rate, paid_out=paid, credit_line=paid, balance=paid, **more)


def test_rate_is_weighted_by_what_was_paid_out(people, bank, entry):
    reported(bank, priced(entry, "A-1", "3.00", "300"), priced(entry, "A-2", "4.00", "100"))
    total = summed(people.city)
    assert (total.paid_out, total.rate) == (Decimal(400), Decimal("3.25"))


def test_margin_is_taken_from_the_rate_of_the_day_of_paying_out(people, bank, entry):
    with system_scope(reason="test"):
        MarketRate.objects.all().delete()
        MarketRate.objects.create(valid_from=TODAY() - timedelta(days=50), rate="4.00")
        MarketRate.objects.create(valid_from=TODAY() - timedelta(days=5), rate="2.00")
    reported(bank, priced(entry, "A-1", "3.50", "300"))
    assert summed(people.city).margin == Decimal("-0.5")


def test_loan_of_before_the_first_market_rate_is_not_compared(people, bank, entry):
    with system_scope(reason="test"):
        MarketRate.objects.all().delete()
    reported(bank, priced(entry, "A-1", "3.50", "300"))
    total = summed(people.city)
    assert (total.rate, total.margin) == (Decimal("3.5"), None)


def test_declined_credit_counts_as_contact_and_not_as_coverage(people, bank, entry):
    declined = {
        "reference": "A-1", "credit_code": entry.credit_code, "state": "declined",
        "contacted_on": day(3), "declined_because": "cash_flow",
    }  # fmt: skip
    (result,) = reported(bank, declined)
    assert not result.errors, result.errors
    total = summed(people.city)
    assert (total.listed, total.contacted, total.credited) == (1, 1, 0)
    assert (total.reported, total.approved, total.approval, total.coverage) == (1, 0, 0, 0)


def test_days_run_from_contact_to_paying_out(people, bank, entry):
    reported(
        bank,
        line(entry, "A-1", contacted_on=day(20), paid_out_on=day(10)),
        line(entry, "A-2", contacted_on=day(20), paid_out_on=day(15)),
    )
    assert summed(people.city).days == 7.5


def test_share_of_renewals_without_repayment(people, bank, entry):
    reported(
        bank,
        line(entry, "A-1", renewal="without_repayment"),
        line(entry, "A-2", renewal="renewed"),
        line(entry, "A-3"),
    )
    total = summed(people.city)
    assert (total.renewed, total.without_repayment, total.without_share) == (2, 1, 50)


def test_enterprise_with_two_credits_is_covered_once(people, bank, entry):
    reported(bank, line(entry, "A-1"), line(entry, "A-2"))
    total = summed(people.city)
    assert (total.credited, total.reported, total.coverage) == (1, 2, 100)


def test_enterprise_that_left_the_list_is_credited_and_covers_nothing(people, bank, entry):
    reported(bank, line(entry, "A-1"))
    done(people.staff, entry, "leave")
    total = summed(people.city)
    assert (total.listed, total.credited, total.covered, total.coverage) == (0, 1, 0, None)


def test_nothing_reported_is_no_figure_instead_of_zero(people, entry):
    total = summed(people.city)
    assert (total.listed, total.reported) == (1, 0)
    assert total.days is total.rate is total.margin is total.approval is None


def test_time_is_that_of_the_first_contact(people, bank, entry):
    reported(bank, line(entry, "A-1", contacted_on=day(20)))
    assert summed(people.city, TODAY() - timedelta(days=20)).reported == 1
    assert summed(people.city, TODAY() - timedelta(days=19)).reported == 0
    assert summed(people.city, EVER, TODAY() - timedelta(days=21)).reported == 0


def test_each_bank_is_measured_against_the_whole_list(people, bank, other_bank, entry):
    reported(bank, line(entry, "A-1"))
    reported(other_bank, line(entry, "B-1"))
    rows = by(people.city, "bank")
    assert [row.listed for row in rows.values()] == [1, 1]
    assert rows["示例山海银行"].credited == 1


def test_rung_is_that_of_the_valid_certificates(people, holder, bank, entry):
    reported(bank, line(entry, "A-1"))
    rows = by(people.city, "rung")
    assert list(rows) == ["专精特新产品（技术）"]
    assert rows["专精特新产品（技术）"].credited == 1


def test_industry_is_the_division(people, bank, entry):
    with system_scope(reason="test"):
        Enterprise.objects.filter(pk=entry.organisation_id).update(industry_code="3516")
    reported(bank, line(entry, "A-1"))
    assert list(by(people.city, "industry")) == ["专用设备制造业"]


def test_district_sees_its_own_sums_alone(people, bank, entry, as_actor, other_district):
    reported(bank, line(entry, "A-1"))
    stranger = as_actor(Duty.DISTRICT_REVIEWER, district=other_district)
    assert summed(stranger).reported == 0
    assert by(stranger, "district") == {}
    assert summed(people.reviewer).reported == 1


# --- market rates -----------------------------------------------------------------------------


def test_published_rates_are_there_from_the_start(db):
    with system_scope(reason="test"):
        found = {str(one.valid_from): one.rate for one in MarketRate.objects.all()}
    file = settings.BASE_DIR / "financing/migrations/lpr_one_year.json"
    published = json.loads(file.read_text(encoding="utf-8"))["rates"]
    assert found == {day: Decimal(rate) for day, rate in published}
    assert found["2025-05-20"] == Decimal("3.00")


def test_city_puts_a_rate_right(people):
    with acting_as(people.city):
        save_market_rate(people.city, TODAY(), Decimal("2.9"))
        save_market_rate(people.city, TODAY(), Decimal("2.8"))
        assert MarketRate.objects.get(valid_from=TODAY()).rate == Decimal("2.80")


@pytest.mark.parametrize(
    ("ahead", "rate", "place"), [(1, "3", "valid_from"), (0, "0", "rate"), (0, "20", "rate")]
)
def test_impossible_rate_is_refused(people, ahead, rate, place):
    with acting_as(people.city), pytest.raises(RuleViolation) as refused:
        save_market_rate(people.city, TODAY() + timedelta(days=ahead), Decimal(rate))
    assert place in refused.value.errors


def test_district_notes_no_rate(people):
    with acting_as(people.reviewer), pytest.raises(NotPermitted):
        save_market_rate(people.reviewer, TODAY(), Decimal(3))


@pytest.mark.parametrize(
    ("value", "text"), [("3.450", "3.45%"), ("3", "3.00%"), ("3.125", "3.125%"), ("10", "10.00%")]
)
def test_rate_is_written_as_people_do(value, text):
    assert as_rate(Decimal(value)) == text


# --- pages ------------------------------------------------------------------------------------


def test_page_shows_sums_and_lines_in_the_asked_order(signed_in, people, bank, other_bank, entry):
    reported(bank, line(entry, "A-1", paid_out="100", balance="100"))
    reported(other_bank, line(entry, "B-1", paid_out="400", balance="400"))
    page = signed_in(people.city).get("/financing/results/?by=bank&sort=paid_out")
    text = page.content.decode()
    assert page.status_code == 200
    assert "1 家企业获得授信" in text
    rows = page.context["rows"]
    assert [row.paid_out for row in rows] == [400, 100]


def test_nonsense_in_the_address_is_told_at_its_fields(signed_in, people, bank, entry):
    page = signed_in(people.city).get("/financing/results/?by=x&year=y&sort=z")
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"by", "year", "sort"}


def test_page_takes_as_many_queries_for_many_lines(
    signed_in, people, bank, other_bank, entry, django_assert_max_num_queries
):
    reported(bank, *(line(entry, f"A-{number}") for number in range(30)))
    reported(other_bank, line(entry, "B-1"))
    client = signed_in(people.city)
    for dimension in ("bank", "district", "rung", "industry"):
        with django_assert_max_num_queries(30):
            client.get(f"/financing/results/?by={dimension}")


def sheet(response):
    book = load_workbook(BytesIO(b"".join(response.streaming_content)), read_only=True)
    return list(book.active.iter_rows(values_only=True))


def test_lines_are_exported(signed_in, people, bank, entry):
    reported(bank, line(entry, "A-1"))
    rows = sheet(signed_in(people.city).get("/financing/results/?export=xlsx&by=bank"))
    assert rows[0][:3] == ("名次", "名称", "在库企业")
    assert rows[1][0] == 1 and rows[1][4] == 1


def test_bureau_reads_and_exports_every_credit(signed_in, people, bank, other_bank, entry):
    reported(bank, line(entry, "A-1"))
    reported(other_bank, line(entry, "B-1"))
    client = signed_in(people.city)
    page = client.get(f"/financing/credits/?bank={other_bank.organisation_id}")
    assert [row.reference for row in page.context["page"].rows] == ["B-1"]
    rows = sheet(client.get("/financing/credits/?export=xlsx"))
    assert len(rows) == 3 and rows[0][0] == "银行"


def test_bank_does_not_see_the_results(signed_in, bank):
    assert signed_in(bank).get("/financing/results/").status_code in (403, 404)


def test_list_of_credits_takes_as_many_queries_for_many_rows(signed_in, people, bank, entry):
    client = signed_in(people.city)
    reported(bank, line(entry, "A-0"))
    client.get("/financing/credits/")
    with CaptureQueriesContext(connection) as few:
        client.get("/financing/credits/")
    reported(bank, *(line(entry, f"A-{number}") for number in range(1, 40)))
    with CaptureQueriesContext(connection) as many:
        page = client.get("/financing/credits/")
    assert len(page.context["page"].rows) == 40
    assert len(many) == len(few)
