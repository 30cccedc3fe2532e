"""The enterprise before every scheme: order, shortfalls, and the pages that show them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.tenancy import acting_as, system_scope
from enterprises.models import YearlyReport
from procedures.cases.actions.start_application import start_application
from procedures.cases.standings import standings_of
from procedures.models import Batch
from schemes.models import SchemeVersion, SchemeWatch
from tests.procedures import filings


def report(actor, **figures):
    with system_scope(reason="test"):
        YearlyReport.objects.create(
            organisation_id=actor.organisation_id,
            district_id=actor.district_ids[0],
            year=2025,
            state="submitted",
            **figures,
        )


def by_code(standings):
    return {one.version.scheme.code: one for one in standings}


def test_every_scheme_in_force_is_judged_open_or_not(people):
    filings.open_batch()
    with acting_as(people.staff):
        standings = by_code(standings_of(people.staff))
    assert sorted(standings) == [
        "certified-product", "demonstration-enterprise", "financing-whitelist",
        "hidden-champion", "innovative-sme", "little-giant", "srdi-sme",
    ]  # fmt: skip
    assert [code for code, one in standings.items() if one.batch] == ["certified-product"]


def test_version_is_the_one_in_force(people):
    with acting_as(people.staff):
        assert by_code(standings_of(people.staff))["srdi-sme"].version.label == "2026 版"


def test_closest_scheme_comes_first(people):
    with acting_as(people.staff):
        standings = standings_of(people.staff)
    missing = [one.missing for one in standings]
    assert missing == sorted(missing)


def test_figures_bring_a_scheme_closer(people):
    with acting_as(people.staff):
        before = by_code(standings_of(people.staff))["certified-product"].missing
        report(people.staff, revenue=1000, rd_cost=50, assets=100, liabilities=10)
        after = by_code(standings_of(people.staff))["certified-product"].missing
    assert after == before - 2


def test_only_one_of_several_alternatives_is_missing(people):
    with acting_as(people.staff):
        evaluation = by_code(standings_of(people.staff))["innovative-sme"].evaluation
    alternatives = next(group for group in evaluation.groups if "公告" in group.title)
    assert alternatives.distance == 1


def test_draft_answers_count(people):
    batch = filings.open_batch()
    filings.draft(people.staff, batch)
    with acting_as(people.staff):
        standing = by_code(standings_of(people.staff))["certified-product"]
    found = {one.key: one.verdict for one in standing.evaluation.findings}
    assert (standing.draft is not None, found["product_share"]) == (True, "met")


def test_page_of_schemes_asks_the_same_of_every_enterprise(people, signed_in):
    client = signed_in(people.staff)
    address = reverse("procedures:schemes")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    filings.open_batch()
    report(people.staff, revenue=1000)
    with CaptureQueriesContext(connection) as many:
        assert client.get(address).status_code == 200
    assert len(many) <= len(few) + 1


def test_unknown_scheme_is_not_found(people, signed_in):
    address = reverse("procedures:scheme", args=["nothing"])
    assert signed_in(people.staff).get(address).status_code == 404


@pytest.mark.parametrize(("wanted", "watches"), [("yes", 1), ("no", 0)])
def test_person_asks_to_be_told_and_not_to_be(people, signed_in, wanted, watches):
    client = signed_in(people.staff)
    address = reverse("procedures:watch", args=["srdi-sme"])
    client.post(address, {"wanted": "yes"})
    client.post(address, {"wanted": wanted})
    with system_scope(reason="test"):
        assert SchemeWatch.objects.count() == watches


def test_what_is_held_is_asked_once_for_all_schemes(people):
    with acting_as(people.staff), CaptureQueriesContext(connection) as queries:
        assert len(standings_of(people.staff)) > 2
    asked = [one for one in queries if '"certification_certificate"."kind"' in one["sql"]]
    assert len(asked) == 1


def test_files_of_several_drafts_are_read_together(people):
    def queries():
        with acting_as(people.staff), CaptureQueriesContext(connection) as asked:
            standings_of(people.staff)
        return [one["sql"] for one in asked if "procedures_applicationfile" in one["sql"]]

    first = filings.open_batch()
    filings.draft(people.staff, first)
    assert len(queries()) == 1
    with system_scope(reason="test"):
        version = SchemeVersion.objects.get(scheme__code="innovative-sme")
        batch = Batch.objects.create(
            version=version, name="创新型", year=first.year,
            opens_at=first.opens_at, closes_at=first.closes_at,
        )  # fmt: skip
    with acting_as(people.staff):
        start_application(people.staff, batch.pk)
    assert len(queries()) == 1
