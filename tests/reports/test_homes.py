"""Each duty's home page: it opens, says what is to be done, and asks a fixed number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.duties import Duty
from accounts.tenancy import system_scope
from enterprises.models import Enterprise, RegistrationState
from enterprises.rules.credit_code import complete_credit_code
from procedures.models.application import State
from tests.enterprises.entries import entry
from tests.factories import membership
from tests.procedures import factories

MOST_QUERIES = 12
WATCHERS = [Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER]


@pytest.fixture(autouse=True)
def holidays_that_stay_known(monkeypatch):
    """Which days are free is read anew now and then: not between two counts."""
    monkeypatch.setattr("procedures.batches.working_days._KEPT_SECONDS", 10**9)


def waiting_cases(as_actor, district, count):
    """Cases of new enterprises that wait for the district."""
    with system_scope(reason="test"):
        batch = factories.open_batch()
    for _ in range(count):
        owner = as_actor(Duty.ENTERPRISE_STAFF)
        with system_scope(reason="test"):
            factories.case(owner, district.pk, batch, state=State.DISTRICT_REVIEW)


def queries(client):
    client.get("/home/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/home/").status_code == 200
    return len(captured)


@pytest.mark.parametrize("duty", [duty for duty in Duty if duty != Duty.ENTERPRISE_STAFF], ids=str)
def test_home_opens_for_every_duty(as_actor, signed_in, duty):
    assert signed_in(as_actor(duty)).get("/home/").status_code == 200


def test_home_of_an_enterprise_opens(as_actor, signed_in, district):
    owner = as_actor(Duty.ENTERPRISE_STAFF)
    with system_scope(reason="test"):
        Enterprise.objects.create(
            organisation_id=owner.organisation_id,
            district=district,
            name=owner.organisation_name,
            credit_code=complete_credit_code("91370212", "MA000001"),
            registration_state="confirmed",
        )
    client = signed_in(owner)
    assert "成长阶梯" in client.get("/home/").content.decode()
    assert queries(client) <= MOST_QUERIES


@pytest.mark.parametrize("duty", WATCHERS, ids=str)
def test_home_takes_the_same_queries_for_few_and_many_cases(as_actor, signed_in, district, duty):
    client = signed_in(as_actor(duty, district=district))
    waiting_cases(as_actor, district, 2)
    few = queries(client)
    waiting_cases(as_actor, district, 9)
    assert queries(client) == few
    assert few <= MOST_QUERIES


def test_district_home_counts_what_waits(as_actor, signed_in, district):
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    waiting_cases(as_actor, district, 3)
    assert "3 件申报等待审核" in client.get("/home/").content.decode()


def test_district_home_says_when_nothing_waits(as_actor, signed_in, district):
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    assert "没有等待审核的申报" in client.get("/home/").content.decode()


def test_person_without_a_duty_is_told_what_to_do(client, db):
    with system_scope(reason="test"):
        left = membership(Duty.ENTERPRISE_STAFF, is_active=False)
    client.force_login(left.user, "accounts.sign_in.PortalBackend")
    assert "登记企业" in client.get("/home/").content.decode()


def test_district_home_says_what_waits_in_the_registry_and_how_the_district_is_doing(
    as_actor, signed_in
):
    waiting = entry(1, state=RegistrationState.PENDING)
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=waiting.district))
    page = client.get("/home/").content.decode()
    assert "1 家企业的登记等待确认" in page
    assert "本区市进展" in page


def test_chart_of_the_city_home_comes_as_a_file(as_actor, signed_in):
    client = signed_in(as_actor(Duty.CITY_OFFICER))
    assert "chart-by_district" in client.get("/home/").content.decode()
    answer = client.get("/home/", {"chart": "by_district", "format": "xlsx"})
    assert answer.status_code == 200
    assert "spreadsheetml" in answer.headers["Content-Type"]
