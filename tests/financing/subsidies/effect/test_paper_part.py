"""What the reports that the portal writes tell of the money: by scheme, in the period and year."""

from datetime import date, datetime, time

import pytest
from django.utils import timezone

from accounts.tenancy import system_scope
from financing.subsidies.effect import paper_part
from pages.paper_sections import Gathered, Period, paper_parts
from reports.papers.compose import names_for
from reports.papers.language import paragraphs, problems_of, rendered
from reports.papers.shipped_texts import MONEY
from tests.financing.ledger import money
from tests.financing.subsidies.effect import grants

YEAR = 2026
OCTOBER = (date(YEAR, 10, 1), date(YEAR, 10, 31))
FIRST_MONTHS = (date(YEAR, 1, 1), date(YEAR, 10, 31))


def gathered(kind: str, first: date, last: date) -> Gathered:
    moment = timezone.make_aware(datetime.combine(last, time(23)))
    with system_scope(reason="test"):
        return paper_part.gather(Period(kind, first, last, moment, moment))


def text_of(kind: str, first: date, last: date) -> str:
    values = {
        "本期": {"monthly": "本月", "yearly": "本年"}[kind],
        **gathered(kind, first, last).values,
    }
    return "\n".join(rendered(line, values) for line in paragraphs(MONEY)).strip()


@pytest.fixture
def paid(people):
    """3,000,000.00 came into the account in a month of the year."""

    def on(day: date) -> None:
        fund = money.fund(grants.FUND)
        money.budget(people, fund, "10000000.00")
        money.account_of(people.staff)
        grants.half_paid(people, day)

    return on


def test_the_month_is_told_beside_the_year_so_far(paid):
    paid(date(YEAR, 10, 12))
    text = text_of("monthly", *OCTOBER)
    assert text.startswith("本月到账奖补资金 300.00 万元")
    assert (
        "年内累计 300.00 万元。按项目：重点“小巨人”奖补本月 300.00 万元、年内 300.00 万元。" in text
    )


def test_a_month_in_which_nothing_came_tells_the_year(paid):
    paid(date(YEAR, 3, 12))
    text = text_of("monthly", *OCTOBER)
    assert "本月到账奖补资金 0.00 万元；年内累计 300.00 万元" in text
    assert "重点“小巨人”奖补年内 300.00 万元。" in text


def test_a_period_from_new_year_on_says_its_sum_once(paid):
    paid(date(YEAR, 3, 12))
    text = text_of("yearly", *FIRST_MONTHS)
    assert "年内" not in text
    assert "本年到账奖补资金 300.00 万元" in text and "奖补 300.00 万元。" in text


def test_money_of_another_year_is_not_told(paid):
    paid(date(YEAR - 1, 12, 31))
    assert text_of("monthly", *OCTOBER) == "年内没有奖补资金到账。"


def test_the_table_by_scheme_closes_with_its_sum(paid):
    paid(date(YEAR, 10, 12))
    table = gathered("monthly", *OCTOBER).tables[0]
    assert table.rows[-1] == ("合计", "300.00", "300.00")


@pytest.mark.parametrize("kind", ["monthly", "quarterly", "yearly"])
def test_the_shipped_paragraph_uses_registered_names_alone(kind):
    assert "subsidies" in [part.key for part in paper_parts(kind)]
    assert problems_of(MONEY, names_for(kind)) == []
