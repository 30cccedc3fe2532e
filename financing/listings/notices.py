"""Whom a step on the way to a listing, an introduction or a booking is told."""

from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.notifications import Gathered, Kind, notify, people_of
from financing.listings.skipped import skipped_before
from financing.models import (
    Introduction,
    InvestorProfile,
    ListingProposal,
    Milestone,
    RoadShow,
    RoadShowBooking,
)
from lifecycle.transitions import Change, TransitionInput

Side = Introduction.Side
FILED = "milestones"


def tell_filed(milestone: Milestone, key: str) -> None:
    """The district hears of a milestone to look at, and of stages that were left out."""
    skipped = skipped_before(milestone.path, milestone.stage)
    left_out = f"前面{'、'.join(skipped)}没有填报，请核对。" if skipped else ""
    notify(
        people_of(duty=Duty.DISTRICT_REVIEWER, district_id=milestone.district_id),
        title=f"上市里程碑待确认：{milestone.path.enterprise_name}",
        body=f"{milestone.path.track}：{milestone.stage}，{milestone.reached_on:%Y-%m-%d} 到达。"
        f"{left_out}请在 {milestone.due_on:%Y-%m-%d} 前答复。",
        link=reverse("financing:listing_path", args=[milestone.path_id]),
        dedupe_key=key,
        kind=Kind.WORK,
        gathered=Gathered(
            FILED,
            str(milestone.pk),
            "{} 项上市里程碑待确认",
            f"{reverse('financing:listing_paths')}?desk=waiting",
        ),
    )


def tell_filed_again(change: Change[Milestone, TransitionInput]) -> None:
    tell_filed(change.row, change.key)


def tell_decided(change: Change[Milestone, TransitionInput]) -> None:
    """The enterprise hears what its district said to a milestone."""
    milestone = change.row
    state = milestone.get_state_display()
    notify(
        people_of(organisation_id=milestone.organisation_id),
        title=f"{milestone.stage}：{state}",
        body=change.input.reason or "区市主管部门已确认这一阶段。",
        link=reverse("financing:own_listing"),
        dedupe_key=change.key,
        kind=Kind.CASES,
    )


def tell_proposed(proposal: ListingProposal, scheme_name: str) -> None:
    """The enterprise hears of money that a milestone opens the way to."""
    notify(
        people_of(organisation_id=proposal.organisation_id),
        title=f"可以申报：{scheme_name}",
        body=f"“{proposal.milestone.stage}”已确认，对应的资金项目可以申报；同一阶段只提示一次。",
        link=reverse("financing:own_listing"),
        dedupe_key=f"listing-proposal:{proposal.pk}",
        kind=Kind.FINANCING,
    )


def tell_open(proposal: ListingProposal, batch_id: int, scheme_name: str) -> None:
    """The enterprise hears that a batch takes the claim that waits for one."""
    notify(
        people_of(organisation_id=proposal.organisation_id),
        title=f"开始受理：{scheme_name}",
        body=f"“{proposal.milestone.stage}”对应的资金项目开始受理，可以从上市进程页一键起草。",
        link=reverse("financing:own_listing"),
        dedupe_key=f"listing-proposal:{proposal.pk}:{batch_id}",
        kind=Kind.OPENINGS,
    )


def tell_side(row: Introduction, side: str, title: str, body: str, key: str) -> None:
    """One side of an introduction hears of it."""
    is_investor = side == Side.INVESTOR
    notify(
        people_of(organisation_id=row.investor_id if is_investor else row.organisation_id),
        title=title,
        body=body,
        link=reverse("financing:introduction", args=[row.pk]),
        dedupe_key=key,
        kind=Kind.FINANCING,
    )


def name_of(row: Introduction, side: str) -> str:
    return row.investor_name if side == Side.INVESTOR else row.enterprise_name


def other(side: str) -> Side:
    return Side.ENTERPRISE if side == Side.INVESTOR else Side.INVESTOR


def tell_asked(row: Introduction) -> None:
    """The side that was asked hears of it."""
    tell_side(
        row,
        other(row.asked_by),
        f"{name_of(row, row.asked_by)}希望对接：{row.project_name}",
        f"{row.message}\n请在 {row.due_on:%Y-%m-%d} 前答复；双方同意后才互相看到联系方式。",
        f"introduction:{row.pk}:asked",
    )


def tell_booking(booking: RoadShowBooking, title: str, body: str, key: str) -> None:
    """Whoever booked a seat hears of it."""
    notify(
        people_of(organisation_id=booking.organisation_id),
        title=title,
        body=body,
        link=reverse("financing:road_show", args=[booking.show_id]),
        dedupe_key=key,
        kind=Kind.FINANCING,
    )


def tell_moved(show: RoadShow) -> None:
    """Whoever has a seat, or waits for one, hears of another time or place."""
    starts = timezone.localtime(show.starts_at)
    State = RoadShowBooking.State
    booked = RoadShowBooking.objects.filter(
        show=show, state__in=(State.BOOKED, State.OFFERED, State.WAITING)
    )
    for booking in booked.select_related("show"):
        tell_booking(
            booking,
            f"路演的时间或地点有变动：{show}",
            f"现在是 {starts:%Y-%m-%d %H:%M}，{show.place}。不能参加的，请让出名额。",
            f"road_show:{booking.pk}:moved:{show.version}",
        )


def tell_seat_offered(change: Change[RoadShowBooking, TransitionInput]) -> None:
    booking = change.row
    assert booking.offer_until is not None, "set by the offer"
    until = timezone.localtime(booking.offer_until)
    tell_booking(
        booking,
        f"候补到位：{booking.show}",
        f"有名额空出，请在 {until:%Y-%m-%d %H:%M} 前确认，逾期让给下一位。",
        change.key,
    )


def tell_seat_lapsed(change: Change[RoadShowBooking, TransitionInput]) -> None:
    tell_booking(change.row, f"候补名额已让出：{change.row.show}", "没有在期限内确认。", change.key)


def open_profile_of(investor_id: int) -> InvestorProfile | None:
    """The investor's profile, while it is open to enterprises."""
    rows = InvestorProfile.objects.filter(organisation_id=investor_id, is_open=True)
    return rows.filter(retired_at=None).first()
