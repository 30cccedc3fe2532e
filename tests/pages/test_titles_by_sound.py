"""Titles are found in traditional characters and by their sound, from an index."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from certification.models import Certificate
from documents import title_index
from documents.title_index import titled
from procedures.models import Application
from services.models import Policy
from tests.certification.test_pages import certificate
from tests.services.test_policies import policy, titles

TITLE = "高精密轴承制造"
SPELLINGS = ["轴承", "軸承", "zhoucheng", "zhch", "gjmzc", "gaojmzc", "精密zc", "高jmi"]


@pytest.fixture(params=[title_index.MOST_HITS, 0], ids=["index", "rows"])
def most_hits(request, monkeypatch):
    """Found in the index, or row by row where more rows have it than one asks the index for."""
    monkeypatch.setattr(title_index, "MOST_HITS", request.param)


@pytest.fixture
def city(as_actor, district):
    return as_actor(Duty.CITY_OFFICER)


@pytest.mark.parametrize("text", SPELLINGS)
def test_policies_are_found(city, signed_in, most_hits, text):
    policy(1, title=f"关于支持{TITLE}的意见")
    policy(2, title="水泵")
    page = signed_in(city).get(reverse("services:policies"), {"q": text})
    assert titles(page) == [f"关于支持{TITLE}的意见"]


@pytest.mark.parametrize("text", SPELLINGS)
def test_certificates_and_cases_are_found(city, as_actor, district, signed_in, most_hits, text):
    row = certificate(as_actor(Duty.ENTERPRISE_STAFF, district=district), title=TITLE)
    with system_scope(reason="test"):
        Application.objects.filter(pk=row.application_id).update(title=TITLE)
    client = signed_in(city)
    for name, asked in [
        ("certification:listing", {}), ("certification:public", {}),
        ("procedures:worklist", {"state": "all"}),
    ]:  # fmt: skip
        page = client.get(reverse(name), asked | {"q": text})
        assert len(page.context["page"]) == 1, name
        page = client.get(reverse(name), asked | {"q": "shuibengzz"})
        assert len(page.context["page"]) == 0, name


def test_index_keeps_to_the_tenant(as_actor, district, other_district):
    certificate(as_actor(Duty.ENTERPRISE_STAFF, district=other_district), title=TITLE)
    with (
        connection.cursor() as cursor,
        acting_as(as_actor(Duty.DISTRICT_REVIEWER, district=district)),
    ):
        cursor.execute(
            "SELECT certification_certificate_titled(%s, %s, 9)", ["轴承", ["zhou cheng"]]
        )
        assert cursor.fetchall() == []
    with connection.cursor() as cursor:  # without a scope, nothing
        cursor.execute(
            "SELECT certification_certificate_titled(%s, %s, 9)", ["轴承", ["zhou cheng"]]
        )
        assert cursor.fetchall() == []


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("certification_certificate", "title"), ("certification_issuedcertificate", "title"),
        ("enterprises_enterprise", "name"), ("enterprises_publishedtitle", "title"),
        ("procedures_application", "title"), ("procedures_publicnotice", "title"),
        ("reports_publishedstory", "title"), ("reports_story", "title"),
        ("services_policy", "title"),
    ],
)  # fmt: skip
def test_titles_have_an_index(db, table, column):
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [f"{table}_sounds"])
        (definition,) = cursor.fetchone()
    assert f"USING gin (documents_sounds(({column})::text))" in definition


def test_search_takes_one_query_more(city):
    with acting_as(city):
        policy(1, title=TITLE)
        with CaptureQueriesContext(connection) as captured:
            found = Policy.objects.filter(titled(Policy.objects.all(), "zhoucheng"))
            assert found.count() == 1
    assert len(captured) == 2


def test_what_cannot_be_heard_is_looked_for_as_it_is_written(city):
    with acting_as(city):
        policy(1, title="研发%加计扣除")
        assert Policy.objects.filter(titled(Policy.objects.all(), "%加计")).count() == 1
        assert not Certificate.objects.filter(titled(Certificate.objects.all(), "%")).exists()
