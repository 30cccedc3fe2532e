"""The wall around listings, investors, projects and road shows."""

from accounts.row_security import (
    CITY_WRITES,
    IN_ANY_SCOPE,
    IS_BUREAU,
    IS_SYSTEM,
    TENANT,
    TENANT_ROWS,
    secured,
)
from database.row_security import Policy, flag, setting
from enterprises.database_objects import OF_ENTERPRISE
from financing.investor_scope import INVESTOR
from financing.models import (
    Adviser,
    ContactCard,
    ContestWinner,
    ExchangedContact,
    FinancingProject,
    Introduction,
    IntroductionEvent,
    InvestorProfile,
    ListingPath,
    ListingPathEvent,
    ListingProposal,
    ListingStage,
    ListingTrack,
    Milestone,
    MilestoneEvent,
    RoadShow,
    RoadShowBooking,
    RoadShowBookingEvent,
)
from lifecycle.state_guard import state_guard

_IS_INVESTOR = flag(INVESTOR)
_OWN_INVESTOR = f"({_IS_INVESTOR} AND investor_id = {setting('sees_organisation', 'bigint')})"
_EITHER = f"({TENANT_ROWS}) OR {_OWN_INVESTOR}"
_BETWEEN = f"({TENANT_ROWS} AND NOT {IS_BUREAU}) OR {_OWN_INVESTOR} OR {IS_SYSTEM}"

# What investors say of themselves to whoever has a duty, while they want to be found.
PROFILE = Policy(
    "investor_profile",
    f"({TENANT_ROWS}) OR (is_open AND retired_at IS NULL AND {IN_ANY_SCOPE})",
    TENANT_ROWS,
    change=TENANT_ROWS,
)
# Investors read the projects that are open.
PROJECT = Policy(
    "project",
    f"({TENANT_ROWS}) OR ({_IS_INVESTOR} AND is_open AND retired_at IS NULL)",
    TENANT_ROWS,
    change=TENANT_ROWS,
)
# What an enterprise and an investor have between them, and both write.
TO_INVESTOR = Policy("to_investor", _EITHER, _EITHER)
# What the two alone read, once both agreed.
BETWEEN_INVESTOR = Policy("between_investor", _BETWEEN, _BETWEEN)

OF_PATH = {"path_id": ListingPath}
OF_MILESTONE = {"milestone_id": Milestone}
OF_BOOKING = {"booking_id": RoadShowBooking}
OF_INTRODUCTION = {"introduction_id": Introduction}

LISTINGS = (
    *secured(ListingTrack, CITY_WRITES, on_trail=True),
    *secured(ListingStage, CITY_WRITES, on_trail=True),
    *secured(Adviser, CITY_WRITES, on_trail=True),
    *secured(ListingPath, TENANT, within=OF_ENTERPRISE, is_parent=True, on_trail=True),
    *secured(ListingPathEvent, TENANT, within=OF_PATH, append_only=True),
    state_guard(ListingPath, ListingPathEvent, "path_id"),
    *secured(Milestone, TENANT, within=OF_PATH, is_parent=True, on_trail=True),
    *secured(MilestoneEvent, TENANT, within=OF_MILESTONE, append_only=True),
    state_guard(Milestone, MilestoneEvent, "milestone_id"),
    *secured(ListingProposal, TENANT, within=OF_MILESTONE, on_trail=True),
    *secured(InvestorProfile, PROFILE, on_trail=True),
    *secured(ContestWinner, CITY_WRITES, on_trail=True),
    *secured(FinancingProject, PROJECT, within=OF_ENTERPRISE, is_parent=True, on_trail=True),
    *secured(
        Introduction, TO_INVESTOR, within={"project_id": FinancingProject},
        is_parent=True, on_trail=True,
    ),
    *secured(IntroductionEvent, TO_INVESTOR, within=OF_INTRODUCTION, append_only=True),
    state_guard(Introduction, IntroductionEvent, "introduction_id"),
    *secured(ContactCard, TENANT, on_trail=True),
    *secured(ExchangedContact, BETWEEN_INVESTOR, within=OF_INTRODUCTION, append_only=True),
    *secured(RoadShow, CITY_WRITES, on_trail=True),
    *secured(RoadShowBooking, TENANT, is_parent=True, on_trail=True),
    *secured(RoadShowBookingEvent, TENANT, within=OF_BOOKING, append_only=True),
    state_guard(RoadShowBooking, RoadShowBookingEvent, "booking_id"),
)  # fmt: skip
