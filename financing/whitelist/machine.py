"""The life of an entry of the financing whitelist, declared once.

Source: action plan 2018-2021, 三(五) (list, by the city); 金发〔2024〕32号 (proposed by districts).
"""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from accounts.conflicts import OWN_ENTERPRISE, works_for
from accounts.duties import Duty
from accounts.models import Membership
from accounts.state_machine import Change, StateMachine, Transition
from accounts.tenancy import Actor
from certification.validity import last_day
from financing.models import WhitelistEntry, WhitelistEvent
from financing.whitelist import notices as notices
from financing.whitelist.actions.give_consent import end_consents
from financing.whitelist.conditions import assess, conditions_in_force, shortcomings
from financing.whitelist.feed import refresh_entry

State = WhitelistEntry.State
EXTEND_AHEAD = 90  # days before the last day


class RemovalReason(models.TextChoices):
    """Why an entry left the list or was not taken into it."""

    CERTIFICATE = "certificate", "认定失效"
    CREDIT = "credit", "信用记录"
    CONDITIONS = "conditions", "不再符合入库条件"
    EXPIRED = "expired", "有效期届满"
    OWN_REQUEST = "own_request", "企业申请退出"
    CORRECTION = "correction", "原决定有误"
    OTHER = "other", "其他"


# --- who may --------------------------------------------------------------------------------------


def is_the_portal(actor: Actor | None, entry: WhitelistEntry) -> bool:
    return actor is None


def is_city(actor: Actor | None, entry: WhitelistEntry) -> bool:
    return actor is not None and actor.is_city


def is_its_bureau(actor: Actor | None, entry: WhitelistEntry) -> bool:
    return actor is not None and (
        actor.is_city or (actor.is_district and entry.district_id in actor.district_ids)
    )


def is_the_enterprise(actor: Actor | None, entry: WhitelistEntry) -> bool:
    return (
        actor is not None
        and actor.duty == Duty.ENTERPRISE_STAFF
        and actor.organisation_id == entry.organisation_id
    )


def is_its_district(actor: Actor | None, entry: WhitelistEntry) -> bool:
    return actor is not None and actor.is_district and entry.district_id in actor.district_ids


# --- when it is possible --------------------------------------------------------------------------


def is_not_own_enterprise(actor: Actor | None, entry: WhitelistEntry) -> str:
    own = actor is not None and works_for(actor, entry.organisation_id)
    return OWN_ENTERPRISE if own else ""


def meets_the_conditions(actor: Actor | None, entry: WhitelistEntry) -> str:
    """By the scheme in force now, which may be newer than the entry's own."""
    version = conditions_in_force()
    if version is None:
        return "现在没有在用的入库条件，请先在认定方案中发布。"
    lacks = shortcomings(assess(version, entry.organisation_id))
    return f"不符合入库条件：{'；'.join(lacks)}" if lacks else ""


def last_proposal(entry: WhitelistEntry) -> WhitelistEvent | None:
    """By which the entry came before the city: a bureau's, or the portal's for a filing."""
    rows = WhitelistEvent.objects.filter(entry=entry, transition__in=("propose", "nominate"))
    event: WhitelistEvent | None = rows.order_by("-id").first()
    return event


def was_proposed_by_another(actor: Actor | None, entry: WhitelistEntry) -> str:
    """Two people for a listing: who spoke for an enterprise does not decide on it."""
    proposal = last_proposal(entry)
    if actor is None or proposal is None or proposal.user_id != actor.user_id:
        return ""
    return "推荐人不能审定自己推荐的企业，请由另一位经办人审定。"


def waits_for_its_district(actor: Actor | None, entry: WhitelistEntry) -> str:
    """A district takes back what it proposed, and leaves the rest of what waits to the city."""
    if actor is None or not actor.is_district or entry.state != State.PROPOSED:
        return ""
    return "已提请市级审定，由市级决定；本单位推荐的可以撤回推荐。"


def was_proposed_by_its_bureau(actor: Actor | None, entry: WhitelistEntry) -> str:
    proposal = last_proposal(entry)
    if actor is None or proposal is None:
        return "没有可以撤回的推荐。"
    colleagues = Membership.objects.filter(
        user_id=proposal.user_id, organisation_id=actor.organisation_id
    )
    return "" if colleagues.exists() else "不是本单位的推荐，不能撤回。"


def runs_out_soon(actor: Actor | None, entry: WhitelistEntry) -> str:
    if entry.valid_to is None:
        return ""
    days = (entry.valid_to - timezone.localdate()).days
    if days <= EXTEND_AHEAD:
        return ""
    return f"距有效期止还有 {days} 天，期满前 {EXTEND_AHEAD} 天内可以延长。"


# --- what it does ---------------------------------------------------------------------------------


def keep_the_verdicts(change: Change[WhitelistEntry]) -> None:
    version = conditions_in_force()
    if version is None:
        return
    change.row.scheme_version = version
    change.facts["evaluation"] = assess(version, change.row.organisation_id).as_json()


def begin_the_stay(change: Change[WhitelistEntry]) -> None:
    entry = change.row
    entry.listed_at = timezone.now()
    set_the_last_day(change)


def set_the_last_day(change: Change[WhitelistEntry]) -> None:
    """A further term begins where the present one ends."""
    entry = change.row
    months = entry.scheme_version.parsed.timetable.validity_months
    begins = timezone.localdate()
    if entry.valid_to is not None:
        begins = max(begins, entry.valid_to + timedelta(days=1))
    entry.valid_to = last_day(begins, months)
    change.facts["valid_to"] = entry.valid_to.isoformat()


def end_the_stay(change: Change[WhitelistEntry]) -> None:
    change.row.left_at = timezone.now()
    kind = RemovalReason.OWN_REQUEST if change.transition.name == "leave" else ""
    change.row.left_because = change.said.reason_kind or kind


def end_the_consents(change: Change[WhitelistEntry]) -> None:
    """Whoever leaves at their own wish does not want to be seen when they come back either."""
    end_consents(change.row.organisation_id, change.actor.user_id if change.actor else None)


def show_the_banks(change: Change[WhitelistEntry]) -> None:
    """Who steps back before being listed was never theirs to see."""
    if change.row.listed_at is not None:
        refresh_entry(change.row)


OPEN = frozenset({State.CANDIDATE, State.PROPOSED})
LISTED = frozenset({State.LISTED})

MACHINE: StateMachine[WhitelistEntry] = StateMachine(
    WhitelistEntry,
    WhitelistEvent,
    "entry",
    "条名单记录",
    (
        Transition(
            name="propose",
            label="推荐入库",
            told="推荐入库",
            sources=frozenset({State.CANDIDATE}),
            target=State.PROPOSED,
            may=is_its_bureau,
            guards=(is_not_own_enterprise, meets_the_conditions),
            effects=(keep_the_verdicts,),
            notify=(notices.tell_proposed,),
            tone="go",
        ),
        Transition(
            name="nominate",
            label="提请审定",
            told="企业申报通过，提请审定",
            sources=frozenset({State.CANDIDATE}),
            target=State.PROPOSED,
            may=is_the_portal,
            effects=(keep_the_verdicts,),
            by_hand=False,
        ),
        Transition(
            name="approve",
            label="同意入库",
            told="列入名单库",
            sources=frozenset({State.PROPOSED}),
            target=State.LISTED,
            may=is_city,
            guards=(is_not_own_enterprise, was_proposed_by_another, meets_the_conditions),
            effects=(keep_the_verdicts, begin_the_stay),
            notify=(show_the_banks, notices.tell_listed),
            tone="go",
        ),
        Transition(
            name="take_back",
            label="撤回推荐",
            told="撤回推荐",
            sources=frozenset({State.PROPOSED}),
            target=State.CANDIDATE,
            may=is_its_district,
            guards=(was_proposed_by_its_bureau,),
            notify=(notices.tell_taken_back,),
        ),
        Transition(
            name="decline",
            label="不予列入",
            told="未列入",
            sources=OPEN,
            target=State.DECLINED,
            may=is_its_bureau,
            guards=(is_not_own_enterprise, waits_for_its_district),
            notify=(notices.tell_declined,),
            reason_required=True,
            tone="no",
        ),
        Transition(
            name="drop",
            label="不再符合条件",
            told="不再符合入库条件",
            sources=OPEN,
            target=State.DECLINED,
            may=is_the_portal,
            by_hand=False,
        ),
        Transition(
            name="extend",
            label="延长有效期",
            told="延长有效期",
            sources=LISTED,
            target=None,
            may=is_city,
            guards=(is_not_own_enterprise, runs_out_soon, meets_the_conditions),
            effects=(keep_the_verdicts, set_the_last_day),
            notify=(show_the_banks, notices.tell_extended),
            tone="go",
        ),
        Transition(
            name="remove",
            label="移出名单库",
            told="移出名单库",
            sources=LISTED,
            target=State.LEFT,
            may=is_city,
            guards=(is_not_own_enterprise,),
            effects=(end_the_stay,),
            notify=(show_the_banks, notices.tell_removed),
            reason_kinds=(
                RemovalReason.CREDIT, RemovalReason.CONDITIONS, RemovalReason.CORRECTION,
                RemovalReason.OTHER,
            ),
            reason_required=True,
            tone="no",
        ),
        Transition(
            name="leave",
            label="退出名单库",
            told="企业申请退出",
            sources=LISTED | OPEN,
            target=State.LEFT,
            may=is_the_enterprise,
            effects=(end_the_stay, end_the_consents),
            notify=(show_the_banks, notices.tell_bureau_left),
            tone="no",
        ),
        Transition(
            name="lapse",
            label="自动移出",
            told="自动移出名单库",
            sources=LISTED,
            target=State.LEFT,
            may=is_the_portal,
            effects=(end_the_stay,),
            notify=(show_the_banks, notices.tell_removed),
            reason_kinds=(
                RemovalReason.CERTIFICATE, RemovalReason.CREDIT, RemovalReason.CONDITIONS,
                RemovalReason.EXPIRED,
            ),
            reason_required=True,
            by_hand=False,
        ),
    ),
    first=frozenset({State.CANDIDATE}),
    final=frozenset({State.LEFT, State.DECLINED}),
)  # fmt: skip

TONES = {
    State.CANDIDATE: "calm",
    State.PROPOSED: "wait",
    State.LISTED: "ok",
    State.LEFT: "bad",
    State.DECLINED: "bad",
}
