"""The pages of loan demands: the enterprise's, the bank's desk, the city's watch."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.tenancy import acting_as, system_scope
from financing.demands.actions.post_demand import (
    MOST_OPEN,
)
from financing.line.actions.save_bank_access import suspend_bank
from financing.models import LoanDemand
from tests.financing.demands import (
    at,
    make_overdue,
    offered,
    posted,
)
from tests.financing.reading import tick_on
from tests.financing.test_demands import demand, last_day, on_list

__all__ = ["demand", "on_list"]


def test_enterprise_compares_offers_by_their_rate(demand, people, bank, other_bank, signed_in):
    offered(bank, at(bank, demand), rate=Decimal("4.1"))
    offered(other_bank, at(other_bank, demand), rate=Decimal("3.9"))
    page = signed_in(people.staff).get(reverse("financing:own_demand", args=[demand.pk]))
    assert [str(row.offer.rate) for row in page.context["compared"]] == ["3.900", "4.100"]


def test_enterprise_posts_through_the_page(people, on_list, bank, signed_in):
    answer = signed_in(people.staff).post(
        reverse("financing:new_demand"),
        {
            "amount": "300", "term_months": "12", "purpose": "order", "explanation": "订单备料",
            "guarantees": ["credit"], "contact_name": "林晓", "contact_phone": "0532-55500001",
            "banks": [bank.organisation_id],
        },
    )  # fmt: skip
    with system_scope(reason="test"):
        demand = LoanDemand.objects.get()
    assert answer.url == reverse("financing:own_demand", args=[demand.pk])


def test_unusual_figures_of_a_demand_are_asked_about_once(people, on_list, bank, signed_in):
    client, address = signed_in(people.staff), reverse("financing:new_demand")
    said = {
        "amount": "300", "term_months": "12", "purpose": "order", "explanation": "订单备料",
        "guarantees": ["credit"], "contact_name": "林晓", "contact_phone": "0532-55500001",
        "highest_rate": "0.035", "banks": [bank.organisation_id],
    }  # fmt: skip
    assert 'name="is_checked"' not in client.get(address).content.decode()
    asked = client.post(address, said)
    assert asked.status_code == 422 and "3.5% 请填 3.5，不要填 0.035" in asked.content.decode()
    tick = tick_on(asked)
    assert (
        client.post(address, {**said, "highest_rate": "0.03", "is_checked": tick}).status_code
        == 422
    )
    assert client.post(address, {**said, "is_checked": tick}).status_code == 302
    with system_scope(reason="test"):
        assert LoanDemand.objects.get().highest_rate == Decimal("0.035")


def test_wrong_demand_comes_back_with_what_was_typed(people, on_list, bank, signed_in):
    answer = signed_in(people.staff).post(
        reverse("financing:new_demand"), {"amount": "三百", "explanation": "订单备料"}
    )
    assert answer.status_code == 422
    assert "订单备料" in answer.content.decode() and "应为数字" in answer.content.decode()


def test_bank_offers_through_the_page(demand, bank, signed_in):
    handling = at(bank, demand)
    client = signed_in(bank)
    assert client.get(reverse("financing:bank_demand", args=[handling.pk])).status_code == 200
    address = reverse("financing:bank_act", args=[handling.pk, "offer"])
    refused = client.post(address, {"amount": "280", "version": handling.version})
    assert refused.status_code == 422
    client.post(
        address,
        {
            "amount": "280", "term_months": "12", "rate": "3.45", "guarantee": "credit",
            "repayment": "at_end", "valid_to": str(last_day()), "version": handling.version,
        },
    )  # fmt: skip
    assert at(bank, demand).state == "offered"


def test_suspended_bank_is_said_on_its_demands(people, demand, bank, other_bank, signed_in):
    with acting_as(people.city):
        suspend_bank(people.city, other_bank.organisation_id, "示例")
    page = signed_in(people.staff).get(reverse("financing:own_demand", args=[demand.pk]))
    assert page.context["waiting"] == 1
    assert "示例山海银行已暂停接入" in page.content.decode()


def test_act_that_there_is_not_is_not_found(demand, bank, signed_in):
    address = reverse("financing:bank_act", args=[at(bank, demand).pk, "accept"])
    assert signed_in(bank).post(address).status_code == 404


def test_city_lists_what_is_overdue(demand, people, bank, signed_in):
    make_overdue(at(bank, demand))
    page = signed_in(people.city).get(reverse("financing:demands"), {"desk": "overdue"})
    assert [row.bank_id for row in page.context["page"].rows] == [bank.organisation_id]


@pytest.mark.parametrize("who", ["bank", "city"])
def test_lists_ask_the_same_whatever_their_length(
    people, on_list, bank, signed_in, who, django_assert_num_queries
):
    from tests.procedures.test_pages import queries_of

    client = signed_in(bank if who == "bank" else people.city)
    address = reverse("financing:bank_demands" if who == "bank" else "financing:demands")
    posted(people.staff, bank)
    few = queries_of(client, address, 1)
    for _ in range(MOST_OPEN - 1):
        posted(people.staff, bank)
    assert queries_of(client, address, MOST_OPEN) == few


def test_form_tells_all_that_is_wrong_at_once(people, on_list, bank, signed_in):
    page = signed_in(people.staff).post(
        reverse("financing:new_demand"),
        {
            "amount": "1000001", "term_months": "9999", "highest_rate": "99",
            "needed_by": "2001-01-01", "contact_phone": "x",
        },
    )  # fmt: skip
    assert page.status_code == 422
    wrong = page.context["form"].errors
    assert {"amount", "term_months", "highest_rate", "needed_by", "contact_phone"} <= set(wrong)
