"""Every duty in every state of the lives of this wing: what the tables allow, and nothing else."""

import pytest
from django.utils import timezone

from accounts.duties import Duty
from financing.listings import (
    booking_machine,
    introduction_machine,
    milestone_machine,
    path_machine,
)
from financing.listings.introduction_machine import IntroductionInput
from financing.models import Introduction, ListingPath, ListingStage, Milestone, RoadShowBooking
from lifecycle.transitions import TransitionInput
from tests.financing.listings.people import project, show
from tests.lifecycle.every_combination import states_that_allow

STAFF, DISTRICT, CITY = Duty.ENTERPRISE_STAFF, Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER
INVESTOR = Duty.INVESTOR
DUTIES = (STAFF, DISTRICT, CITY, Duty.LEADER, INVESTOR, Duty.AUDITOR)
PARTIES = {STAFF, INVESTOR}
MAY = {
    "listing_path": {"reach": {STAFF, DISTRICT}, "change": {STAFF}, "end": {STAFF}},
    "listing_milestone": {
        "confirm": {DISTRICT}, "return": {DISTRICT}, "decline": {DISTRICT},
        "file_again": {STAFF}, "withdraw": {STAFF},
    },
    # The enterprise asked.
    "introduction": {
        "agree": {INVESTOR}, "decline": {INVESTOR}, "withdraw": {STAFF}, "lapse": set(),
        "meet": PARTIES, "sign": PARTIES, "invest": PARTIES, "end": PARTIES,
        "still_talking": PARTIES,
    },
    "road_show_booking": {
        "offer": set(), "accept": {STAFF}, "cancel": {STAFF}, "lapse": set(),
        "attend": {CITY}, "miss": {CITY},
    },
}  # fmt: skip


@pytest.fixture
def everybody(people, as_actor, investor):
    known = {STAFF: people.staff, DISTRICT: people.reviewer, CITY: people.city, INVESTOR: investor}
    return known | {duty: as_actor(duty) for duty in DUTIES if duty not in known}


@pytest.fixture
def home(people, district):
    return {"organisation_id": people.staff.organisation_id, "district_id": district.pk}


def path_in(state, home):
    return ListingPath.objects.create(
        **home, track_id=ListingStage.objects.get(track__name="科创板", name="股改").track_id,
        state=state, enterprise_name="示例", credit_code="1", began_on=timezone.localdate(),
    )  # fmt: skip


def milestone_in(state, home, person):
    path = path_in("active", home)
    return Milestone.objects.create(
        **home, path=path, stage=ListingStage.objects.get(track=path.track_id, name="股改"),
        state=state, reached_on=timezone.localdate(), proof_number="1", filed_by_id=person,
    )  # fmt: skip


def test_path(everybody, home):
    def make(state):
        return path_in(state, home)

    given = TransitionInput("示例")
    assert allowed(path_machine.MACHINE, everybody, make, given) == MAY["listing_path"]


def test_milestone(everybody, home, people):
    def make(state):
        return milestone_in(state, home, people.staff.user_id)

    given = TransitionInput("示例")
    assert allowed(milestone_machine.MACHINE, everybody, make, given) == MAY["listing_milestone"]


def test_introduction(everybody, home, people, investor):
    row = project(people.staff, home["district_id"])

    def make(state):
        return Introduction.objects.create(
            **home, project=row, investor_id=investor.organisation_id, investor_name="示例",
            enterprise_name="示例", project_name="示例", asked_by="enterprise", state=state,
        )  # fmt: skip

    given = IntroductionInput("示例", "terms")
    assert allowed(introduction_machine.MACHINE, everybody, make, given) == MAY["introduction"]


def test_booking(everybody, home, people):
    at = show()

    def make(state):
        return RoadShowBooking.objects.create(
            **home, show=at, role="project", party_name="示例", state=state,
            booked_by_id=people.staff.user_id,
        )  # fmt: skip

    given = TransitionInput("示例")
    assert allowed(booking_machine.MACHINE, everybody, make, given) == MAY["road_show_booking"]


def allowed(machine, everybody, make, given):
    """Transition -> the duties that may make it from one of its states at least."""
    return {
        name: {
            duty
            for duty, actor in everybody.items()
            if states_that_allow(machine, name, actor, make, given)
        }
        for name in machine.transitions
    }
