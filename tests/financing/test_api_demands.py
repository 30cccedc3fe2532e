"""Loan demands in the interface: what a missed message told of can be read."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.tenancy import acting_as, system_scope
from financing.feedback.actions.request_renewal import DECLARATIONS, request_renewal
from financing.models import BankClient
from tests.financing.credits import credit, reported
from tests.financing.demands import TERMS, at, done, offered, posted
from tests.financing.listing import listed
from tests.financing.test_api import is_problem, token_of
from tests.financing.test_renewals import old_loan

ADDRESS = "/api/v1/demands/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(people, holder, bank):
    return listed(people)


@pytest.fixture
def get(program):
    token = token_of(program.client, program.secret).json()["access_token"]

    def read(path="", **query):
        return Client().get(f"{ADDRESS}{path}", query, headers={"Authorization": f"Bearer {token}"})

    return read


def test_demand_is_read_as_the_enterprise_put_it(entry, people, bank, get):
    demand = posted(people.staff, bank)
    found = get(f"{demand.number}/").json()
    assert found["number"] == demand.number and found["state"] == "sent"
    assert (found["amount"], found["term_months"], found["guarantees"]) == ("300", 12, ["credit"])
    assert (found["contact_name"], found["credit_code"]) == (TERMS.contact_name, entry.credit_code)
    assert found["due_on"] == at(bank, demand).due_on.isoformat() and found["renews"] is None


def test_demands_are_listed_by_pages_and_state(entry, people, bank, get):
    first, second = posted(people.staff, bank), posted(people.staff, bank)
    done(bank, at(bank, second), "take_up")
    page = get(limit=1).json()
    assert [one["number"] for one in page["demands"]] == [first.number] and page["has_more"]
    rest = get(cursor=page["cursor"]).json()
    assert [one["number"] for one in rest["demands"]] == [second.number] and not rest["has_more"]
    taken = get(state="taken").json()["demands"]
    assert [one["number"] for one in taken] == [second.number]


def test_what_changed_since_is_what_was_missed(entry, people, bank, get):
    demand, quiet = posted(people.staff, bank), posted(people.staff, bank)
    since = timezone.now().isoformat()
    offered(bank, at(bank, demand))
    found = get(changed_since=since).json()["demands"]
    assert [one["number"] for one in found] == [demand.number]
    assert found[0]["changed_at"] > found[0]["sent_at"]
    assert quiet.number in [one["number"] for one in get().json()["demands"]]


def test_renewal_names_the_loan(entry, people, bank, get):
    reported(bank, old_loan(entry, "OLD-1"))
    with acting_as(people.staff):
        demand = request_renewal(people.staff, credit("OLD-1").pk, "", list(DECLARATIONS))
    assert get(f"{demand.number}/").json()["renews"] == "OLD-1"


def test_demand_of_another_bank_is_not_found(entry, people, bank, other_bank, get):
    demand = posted(people.staff, other_bank)
    is_problem(get(f"{demand.number}/"), 404, "not-found")
    assert get().json()["demands"] == []


@pytest.mark.parametrize("number", ["RZ2026", "RZ1999000001", "x", "RZ" + "9" * 40, "RZ2026²"])
def test_number_that_is_none_is_not_found(entry, get, number):
    is_problem(get(f"{number}/"), 404, "not-found")


def test_program_without_the_scope_reads_none(entry, program, get):
    with system_scope(reason="test"):
        BankClient.objects.update(scopes=["whitelist:read"])
    is_problem(get(), 403, "forbidden")


def test_list_asks_the_same_whatever_its_length(
    entry, people, bank, get, django_assert_max_num_queries
):
    for _ in range(4):
        posted(people.staff, bank)
    with django_assert_max_num_queries(12):
        assert len(get().json()["demands"]) == 4
