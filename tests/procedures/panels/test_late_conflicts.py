"""Conflicts of interest that come up after the draw."""

from django.urls import reverse

from accounts.duties import Duty
from accounts.models import Membership, Organisation
from accounts.tenancy import acting_as, system_scope
from enterprises.models import Enterprise
from procedures.experts.actions.save_expert import declare_tie
from procedures.experts.actions.score_sheet import recuse_if_conflicted
from procedures.models import ScoreSheet
from tests.procedures.panels.conftest import expert_of, scored, sheets_of


def joined(expert, holder):
    """The expert has taken a duty in the holder's enterprise."""
    with system_scope(reason="test"):
        organisation = Organisation.objects.get(pk=holder.organisation_id)
        Membership.objects.create(
            user_id=expert.user_id,
            organisation=organisation,
            district_id=organisation.district_id,
            duty=Duty.ENTERPRISE_STAFF,
        )


def test_sheet_is_taken_back_when_its_expert_joined_the_enterprise(room, panel):
    sheet = sheets_of(room, room.cases[0])[0]
    expert = expert_of(room, sheet)
    joined(expert, room.staff[0])
    with acting_as(expert):
        assert recuse_if_conflicted(expert, sheet.pk)
    after = sheets_of(room, room.cases[0])
    assert (after[0].state, after[0].paper) == (ScoreSheet.State.RECUSED, {})
    with acting_as(room.city):
        assert "任职" in after[0].events.latest("id").reason
    assert len(after) == 4


def test_sheet_of_an_expert_who_declared_a_tie_is_not_handed_in(room, panel):
    sheet = sheets_of(room, room.cases[0])[0]
    expert = expert_of(room, sheet)
    with system_scope(reason="test"):
        holder = Enterprise.objects.get(pk=room.cases[0].organisation_id)
    with acting_as(expert):
        declare_tie(expert, expert.user_id, holder.name, holder.credit_code or "", "other", "顾问")
    assert scored(room, sheet).state == ScoreSheet.State.RECUSED


def test_sheet_stays_with_an_expert_who_joined_another_enterprise(room, panel):
    sheet = sheets_of(room, room.cases[0])[0]
    expert = expert_of(room, sheet)
    joined(expert, room.staff[1])
    with acting_as(expert):
        assert not recuse_if_conflicted(expert, sheet.pk)
    assert scored(room, sheet).state == ScoreSheet.State.SUBMITTED


def test_conflicted_expert_does_not_read_the_paper(signed_in, room, panel):
    sheet = sheets_of(room, room.cases[0])[0]
    expert = expert_of(room, sheet)
    joined(expert, room.staff[0])
    page = reverse("procedures:review_sheet", args=[sheet.pk])
    answer = signed_in(expert).get(page, follow=True).content.decode()
    assert f"您与 {sheet.code} 的企业有利害关系，已自动回避" in answer
    assert room.cases[0].title not in answer
