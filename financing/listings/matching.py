"""Investors for a project, and projects for an investor, with the reasons."""

from collections.abc import Iterable

from financing.listings.rules import Match, Offered, Wanted, match
from financing.models import FinancingProject, Introduction, InvestorProfile

MOST = 50


def wanted_by(profile: InvestorProfile) -> Wanted:
    return Wanted(
        frozenset(profile.domains),
        frozenset(profile.rounds),
        profile.smallest,
        profile.largest,
        frozenset(profile.places),
    )


def offered_by(project: FinancingProject) -> Offered:
    """What the project is; its `district` is read."""
    return Offered(
        project.domain,
        project.get_domain_display(),
        project.round,
        project.get_round_display() if project.round else "",
        project.amount,
        project.district.short_name,
    )


# An investor, how it fits a project, and the introduction that the two have.
Found = tuple[InvestorProfile, Match, Introduction | None]


def investors_for(project: FinancingProject) -> list[Found]:
    """Open profiles, those that fit best first; at most `MOST`. Two queries."""
    rows = InvestorProfile.objects.filter(is_open=True, retired_at=None).order_by("id")
    offered = offered_by(project)
    known = {one.investor_id: one for one in project.introductions.not_ended()}
    found = [(one, match(wanted_by(one), offered), known.get(one.organisation_id)) for one in rows]
    return sorted(found, key=lambda row: -row[1].doubled)[:MOST]


def matches_of(profile: InvestorProfile, projects: Iterable[FinancingProject]) -> dict[int, Match]:
    """Project id -> how it fits the profile. The projects' districts are read."""
    wanted = wanted_by(profile)
    return {one.pk: match(wanted, offered_by(one)) for one in projects}
