"""The page of a fund: its years with their lights, who pays from it, what draws on it."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse

from accounts.tenancy import acting_as
from financing.ledger.fund_page import chosen_year, drawings_of, payers_of, years_of
from financing.models import Account, Fund
from procedures.models import Batch
from tests.financing.ledger import money
from tests.financing.subsidies import claims
from tests.procedures.test_pages import queries_of

D = Decimal
pytestmark = pytest.mark.django_db


@pytest.fixture
def fund() -> Fund:
    return money.fund()


@pytest.fixture
def batch() -> Batch:
    rule = {**claims.EQUIPMENT, "budget": {"fund": "jigai", "label": "技改资金"}}
    return claims.batch_of(rule)


def address(fund: Fund) -> str:
    return reverse("financing:fund", args=[fund.pk])


def committed(people: SimpleNamespace, batch: Batch, amount: object) -> None:
    case = money.case_of(people.staff, people.staff.district_ids[0], batch)
    money.account_of(people.staff)
    money.granted(people.city, case, amount)


def test_years_say_which_line_their_use_has_passed(people, fund, batch, signed_in):
    money.budget(people, fund, 1_000, year=money.YEAR - 1)
    money.budget(people, fund, 1_000)
    committed(people, batch, 750)
    with acting_as(people.city):
        this, last = years_of(fund)
    assert (this.tone, this.told) == ("wait", "75.00%，过 70%")
    assert (last.tone, last.told) == ("ok", "0.00%")
    page = signed_in(people.city).get(address(fund)).content.decode()
    assert "预算已用 75.00%，过 70% 提醒线" in page and "距 90% 线还有 150.00" in page


def test_a_scheme_stands_with_what_it_holds_of_the_year(people, fund, batch):
    year = money.budget(people, fund, 1_000)
    committed(people, batch, 600)
    with acting_as(people.city):
        [row] = drawings_of(fund, year)
        assert (row.name, row.cases, row.of(Account.COMMITTED)) == ("技术改造综合奖补", 1, D(600))
        assert row.used == D(600) and row.short == "按同一比例核减"


def test_a_scheme_that_names_the_fund_is_told_before_anything_is_granted(people, fund, batch):
    with acting_as(people.city):
        [row] = drawings_of(fund, None)
    assert (row.name, row.cases, row.used) == ("技术改造综合奖补", 0, 0)


def test_the_officers_of_who_keeps_it_may_pay(people, fund):
    with acting_as(people.city):
        payers = payers_of(fund)
    assert {one.user_id for one in payers.people} >= {people.city.user_id, people.city2.user_id}
    assert not payers.lacks_second


def test_one_officer_alone_is_told_that_a_second_is_needed(people):
    own = money.fund("qu", people.staff.district_ids[0])
    with acting_as(people.city):
        assert payers_of(own).lacks_second is (len(payers_of(own).people) < 2)


def test_a_year_that_is_not_there_gives_the_latest(people, fund):
    money.budget(people, fund, 10, year=money.YEAR - 3)
    with acting_as(people.city):
        years = years_of(fund)
        chosen = chosen_year(years, 1900)
    assert chosen is not None and chosen.row.year == money.YEAR - 3


def test_a_new_fund_says_that_it_has_no_budget_yet(people, fund, signed_in):
    page = signed_in(people.city).get(address(fund)).content.decode()
    assert "还没有预算" in page and "还没有年度预算" in page


def test_the_page_asks_the_same_of_one_scheme_and_of_several(people, fund, batch, signed_in):
    money.budget(people, fund, 1_000)
    client = signed_in(people.city)
    few = queries_of(client, address(fund), None)
    rule = {**claims.EQUIPMENT, "budget": {"fund": "jigai", "label": "技改资金"}}
    for number in range(3):
        claims.batch_of(rule, f"further-{number}")
    assert queries_of(client, address(fund), None) == few
