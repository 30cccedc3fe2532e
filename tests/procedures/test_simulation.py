"""A trial on the registry counts every enterprise once, as the self-check would judge it."""

import json

import pytest
from django.urls import reverse

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.jobs import run
from accounts.models import Job
from accounts.tenancy import acting_as, system_scope
from enterprises.models import YearlyReport
from procedures.cases.standings import standings_of
from procedures.models import SimulationPart
from procedures.trials.actions.simulate_version import simulate_version
from procedures.trials.simulation import Tally, Trial, chunks, try_part
from procedures.trials.trial_work import help_trial
from schemes.actions.design_scheme import change_content, clone_version
from schemes.models import SchemeVersion
from tests.procedures import filings


@pytest.fixture
def city_of_enterprises(as_actor, district, other_district):
    """Enterprises that pass the conditions of a product, and ones that do not."""
    staff = []
    for number, (place, rd_cost) in enumerate(
        [(district, 50), (district, 10), (other_district, 50), (other_district, None)], 11
    ):
        actor = as_actor(Duty.ENTERPRISE_STAFF, district=place)
        filings.confirmed(actor, number)
        with system_scope(reason="test"):
            YearlyReport.objects.create(
                organisation_id=actor.organisation_id, district_id=place.pk, year=2025,
                state="submitted", revenue=1000, rd_cost=rd_cost, assets=100, liabilities=10,
            )  # fmt: skip
        staff.append(actor)
    return staff


@pytest.fixture
def version(db):
    with system_scope(reason="test"):
        return SchemeVersion.objects.select_related("scheme").get(scheme__code="certified-product")


def tried(actor, version):
    simulation = simulate_version(actor, version.pk)
    run(str(simulation.job_id))
    simulation.refresh_from_db()
    return simulation


def test_every_enterprise_is_counted_once(people, city_of_enterprises, version):
    with acting_as(people.city):
        simulation = tried(people.city, version)
    results = simulation.results
    assert simulation.enterprises == 5
    assert sum(every for every, *_ in results["by_district"].values()) == 5
    assert sum(every for every, *_ in results["by_industry"].values()) == 5
    assert all(sum(counts.values()) == 5 for counts in results["by_criterion"].values())


def test_condition_that_fails_is_counted_by_verdict(people, city_of_enterprises, version):
    with acting_as(people.city):
        counts = tried(people.city, version).results["by_criterion"]["rd_intensity"]
    # 5 %, 1 %, 5 %, not reported, and the enterprise of `people`, without any report
    assert counts == {"met": 2, "not_met": 1, "cannot_tell": 2}


def test_trial_judges_as_the_self_check(people, city_of_enterprises):
    for actor in city_of_enterprises:
        with acting_as(actor):
            for standing in standings_of(actor):
                own = actor.organisation_id
                tally, _ = try_part(Trial(standing.version), None, own, own)
                assert tally.verdicts == {standing.evaluation.verdict: 1}


def test_parts_cover_the_registry_without_overlap(people, city_of_enterprises, monkeypatch):
    monkeypatch.setattr("procedures.trials.simulation.CHUNK", 2)
    with acting_as(people.city):
        parts = list(chunks())
    assert all(last < first for (_, last), (first, _) in zip(parts, parts[1:], strict=False))
    assert parts[0][0] <= min(actor.organisation_id for actor in city_of_enterprises)


def test_version_is_compared_with_the_one_it_was_made_from(people, city_of_enterprises, version):
    with acting_as(people.city):
        draft = clone_version(people.city, version.pk, "2027 版")

        def lower(data):
            for group in data["criteria"]:
                group["criteria"] = [
                    one
                    for one in group["criteria"]
                    if one["key"] in ("rd_intensity", "confirmed", "advanced")
                ]
            data["criteria"] = [group for group in data["criteria"] if group["criteria"]]
            return data

        draft = change_content(people.city, draft.pk, draft.version, lower)
        simulation = tried(people.city, draft)
    assert simulation.passed == 2
    assert simulation.results["before"] == {
        "version_id": version.pk, "passed": 0, "gained": 2, "lost": 0
    }  # fmt: skip


def test_answers_of_the_last_filing_count(people, version):
    filings.submitted(people.staff)
    with acting_as(people.city):
        simulation = tried(people.city, version)
    assert simulation.passed in (0, 1)
    assert simulation.results["by_criterion"]["product_share"] == {"met": 1}


def test_version_with_problems_is_not_tried(people, version):
    with acting_as(people.city):
        draft = clone_version(people.city, version.pk, "2027 版")
        change_content(
            people.city, draft.pk, draft.version, lambda data: {**data, "title_field": "nothing"}
        )
        with pytest.raises(RuleViolation, match="1 处问题"):
            simulate_version(people.city, draft.pk)


def test_only_the_city_tries_a_version(people, version):
    with acting_as(people.reviewer), pytest.raises(NotPermitted):
        simulate_version(people.reviewer, version.pk)


def test_second_press_watches_the_running_trial(people, version):
    with acting_as(people.city):
        first = simulate_version(people.city, version.pk)
        assert simulate_version(people.city, version.pk) == first
    with system_scope(reason="test"):
        assert Job.objects.count() == 1


def test_result_page_shows_the_hardest_condition_first(
    people, city_of_enterprises, version, signed_in
):
    with acting_as(people.city):
        simulation = tried(people.city, version)
    page = signed_in(people.city).get(reverse("procedures:simulation", args=[simulation.pk]))
    rows = page.context["criteria"]
    assert [row.not_met for row in rows] == sorted((row.not_met for row in rows), reverse=True)
    assert "按区市" in page.content.decode()


def test_scope_of_a_trial_is_that_of_who_started_it(people, city_of_enterprises, version):
    with acting_as(city_of_enterprises[0]):
        counted = [try_part(Trial(version), None, *part)[0].enterprises for part in chunks()]
    assert sum(counted) == 1


def test_counts_are_the_same_in_parts_and_as_kept(people, city_of_enterprises, version):
    with acting_as(people.city):
        (first, last), *_ = chunks()
        whole, _ = try_part(Trial(version), None, first, last)
        added = Tally()
        for organisation in range(first, last + 1):
            part, _ = try_part(Trial(version), None, organisation, organisation)
            added.add(Tally.from_json(json.loads(json.dumps(part.as_json()))))
    assert added.as_json() == whole.as_json()


def test_trial_that_was_interrupted_goes_on_with_the_parts_that_are_left(
    people, city_of_enterprises, version, monkeypatch
):
    monkeypatch.setattr("procedures.trials.simulation.CHUNK", 1)
    with acting_as(people.city):
        simulation = simulate_version(people.city, version.pk)
    tried_parts = []

    def dies_at_the_third(trial, earlier, first, last):
        if len(tried_parts) == 2:
            raise OSError("killed")
        tried_parts.append(first)
        return try_part(trial, earlier, first, last)

    monkeypatch.setattr("procedures.trials.trial_work.try_part", dies_at_the_third)
    with acting_as(people.city), pytest.raises(OSError, match="killed"):
        run(str(simulation.job_id))
    monkeypatch.setattr("procedures.trials.trial_work.try_part", try_part)
    with system_scope(reason="test"):
        assert SimulationPart.objects.exclude(counts__isnull=True).count() == 2
        Job.objects.update(state="running")
    run(str(simulation.job_id))
    with system_scope(reason="test"):
        simulation.refresh_from_db()
    assert simulation.enterprises == 5


def test_helper_takes_parts_and_the_job_adds_them_up(people, city_of_enterprises, version):
    with acting_as(people.city):
        simulation = simulate_version(people.city, version.pk)
        SimulationPart.objects.bulk_create(
            SimulationPart(simulation=simulation, first=first, last=last)
            for first, last in chunks()
        )
    assert help_trial(people.city, simulation.pk) >= 1
    run(str(simulation.job_id))
    with system_scope(reason="test"):
        simulation.refresh_from_db()
    assert (simulation.enterprises, simulation.parts.count()) == (5, 0)
