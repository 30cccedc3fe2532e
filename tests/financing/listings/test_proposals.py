"""The claim that a milestone proposes, and the projects of winners."""

import pytest

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as, system_scope
from enterprises.models import Enterprise
from financing.listings.actions.place_winner import place_all, place_winner
from financing.listings.claim_answers import known_texts
from financing.listings.proposals import begin_claim, events_of, tell_of_open_batches
from financing.models import ContestWinner, FinancingProject, ListingProposal, ListingStage
from procedures.models import Application
from tests.financing.listings.people import done, filed, on_the_way, stage
from tests.procedures import factories


@pytest.fixture
def proposal(people):
    """A confirmed milestone has proposed its claim."""
    on_the_way(people.staff)
    done(people.reviewer, filed(people.staff, stage("股改")))
    with system_scope(reason="test"):
        return ListingProposal.objects.get()


def opened(proposal):
    """A batch is open for what the proposal names."""
    with system_scope(reason="test"):
        batch = factories.open_batch()
        ListingProposal.objects.filter(pk=proposal.pk).update(scheme_code=batch.version.scheme.code)
        return batch


def test_a_claim_waits_for_its_batch(people, proposal):
    with acting_as(people.staff), pytest.raises(RuleViolation, match="没有受理中的批次"):
        begin_claim(people.staff, proposal.pk)
    assert tell_of_open_batches() == 1


def test_a_claim_is_begun_once(people, proposal):
    opened(proposal)
    with acting_as(people.staff):
        first = begin_claim(people.staff, proposal.pk)
        assert begin_claim(people.staff, proposal.pk).pk == first.pk
        assert events_of(first) == ("shareholding",)
        assert Application.objects.count() == 1


def test_another_enterprise_does_not_find_it(people, proposal, as_actor, district):
    from accounts.duties import Duty

    other = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    with acting_as(other), pytest.raises(ListingProposal.DoesNotExist):
        begin_claim(other, proposal.pk)


def test_a_milestone_tells_what_it_knows(people, proposal):
    with system_scope(reason="test"):
        known = known_texts(proposal.milestone)
    assert known["board"] == "科创板"
    assert known["listed_on"] == proposal.milestone.reached_on.isoformat()
    assert known["financed"] == ""


def test_stages_of_all_boards_share_their_events(db):
    with system_scope(reason="test"):
        keys = ListingStage.objects.exclude(event_key="").values_list("event_key", flat=True)
        assert set(keys) == {
            "shareholding", "tutoring", "accepted", "listed", "neeq_listed", "financed"
        }  # fmt: skip


def winner(code, name="示例"):
    return ContestWinner.objects.create(
        kind="mayor_cup", year=2025, prize="一等奖", project_name="示例创新项目",
        domain="marine", enterprise_name=name, credit_code=code,
    )  # fmt: skip


def test_a_winner_appears_as_a_project_once(people):
    with system_scope(reason="test"):
        entry = Enterprise.objects.get(pk=people.staff.organisation_id)
        row = winner(entry.credit_code)
        made = place_winner(row)
        assert place_winner(row).pk == made.pk
        assert (made.organisation_id, made.is_open) == (entry.pk, True)


def test_a_winner_waits_for_its_enterprise(people):
    with system_scope(reason="test"):
        entry = Enterprise.objects.get(pk=people.staff.organisation_id)
        row = winner("91370212MA3C99999X")
        assert place_winner(row) is None
        ContestWinner.objects.filter(pk=row.pk).update(credit_code=entry.credit_code)
    assert place_all() == 1
    assert place_all() == 0
    with system_scope(reason="test"):
        assert FinancingProject.objects.filter(winner=row).exists()
