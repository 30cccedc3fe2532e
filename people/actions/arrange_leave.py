"""Naming who does a person's work while the person is away, and ending that early."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation
from accounts.leave_cover import COVERED_DUTIES
from accounts.models import LeaveCover, Membership
from accounts.notifications import Kind, notify
from accounts.tenancy import Actor
from documents.written.dates import CHECK_YEAR, is_far_after

LONGEST_YEARS = 1


def arrange_leave(
    actor: Actor, absent_id: int, cover_id: int, starts_on: date, ends_on: date
) -> LeaveCover:
    """Let the membership `cover_id` do the work of `absent_id` from `starts_on` to `ends_on`
    (local days, both included). People arrange their own leave, administrators everybody's.

    Raises `Membership.DoesNotExist` for somebody outside the organisation, `NotPermitted`, or
    `RuleViolation` for two different duties, wrong days, and days that are arranged already.
    """
    with transaction.atomic():
        people = _locked(actor, absent_id, cover_id)
        absent, cover = people[absent_id], people[cover_id]
        _check_right(actor, absent)
        if problems := _problems(absent, cover, starts_on, ends_on):
            raise RuleViolation(problems)
        arranged = LeaveCover.objects.create(
            organisation_id=absent.organisation_id,
            district_id=absent.district_id,
            absent=absent,
            cover=cover,
            starts_on=starts_on,
            ends_on=ends_on,
            arranged_by_id=actor.user_id,
        )
        _tell(actor, arranged, f"{absent.user}休假期间由{cover.user}代办", "arranged")
        return arranged


def end_leave(actor: Actor, leave_id: int) -> LeaveCover:
    """End a cover now, before its last day. Repeatable.

    Raises `LeaveCover.DoesNotExist` outside the organisation, or `NotPermitted`.
    """
    with transaction.atomic():
        leave = (
            LeaveCover.objects.select_for_update(of=("self",))
            .filter(organisation_id=actor.organisation_id)
            .select_related("absent__user", "cover__user")
            .get(pk=leave_id)
        )
        _check_right(actor, leave.absent)
        if leave.ended_at is None:
            leave.ended_at = timezone.now()
            leave.save(update_fields=["ended_at"])
            _tell(actor, leave, f"{leave.absent.user}的休假代办已提前结束", "ended")
        return leave


def end_leaves_of(leaver: Membership) -> None:
    """End every cover that a person who leaves the organisation gives or takes."""
    open_ = LeaveCover.objects.filter(ended_at=None)
    open_.filter(absent=leaver).update(ended_at=timezone.now())
    open_.filter(cover=leaver).update(ended_at=timezone.now())


def _locked(actor: Actor, *membership_ids: int) -> dict[int, Membership]:
    """The members, locked in one order, so that two arrangements about a person take turns."""
    found = (
        Membership.objects.select_for_update(of=("self",))
        .working()
        .filter(pk__in=membership_ids, organisation_id=actor.organisation_id)
        .select_related("user")
        .order_by("pk")
    )
    people = {member.pk: member for member in found}
    if people.keys() != set(membership_ids):
        raise Membership.DoesNotExist
    return people


def _check_right(actor: Actor, absent: Membership) -> None:
    if absent.pk != actor.membership_id and not actor.is_administrator:
        raise NotPermitted("只有本人和本机构的管理员可以安排代办。")


def _problems(absent: Membership, cover: Membership, first: date, last: date) -> dict[str, str]:
    problems = {}
    if absent.duty not in COVERED_DUTIES:
        problems["absent"] = "这项职责没有待办，不需要代办。"
    elif absent.pk == cover.pk:
        problems["cover"] = "代办人不能是休假人自己。"
    elif absent.duty != cover.duty:
        problems["cover"] = "代办人须与休假人职责相同。"
    if first < timezone.localdate():
        problems["starts_on"] = "开始日期不能早于今天。"
    if last < first:
        problems["ends_on"] = "结束日期不能早于开始日期。"
    if is_far_after(first, timezone.localdate(), LONGEST_YEARS):
        problems["starts_on"] = f"{CHECK_YEAR}。"
    elif is_far_after(last, first, LONGEST_YEARS):
        problems["ends_on"] = f"{CHECK_YEAR}。"
    return problems or _overlaps(absent, cover, first, last)


def _overlaps(absent: Membership, cover: Membership, first: date, last: date) -> dict[str, str]:
    """One stand-in at a time, and one who is there: no chains of people who are away."""
    there = LeaveCover.objects.on_days(first, last)
    if twice := there.filter(absent=absent).first():
        days = f"{twice.starts_on:%Y-%m-%d} 至 {twice.ends_on:%Y-%m-%d}"
        return {"starts_on": f"{absent.user}在 {days} 已经安排了代办，请先结束那一次。"}
    if there.filter(absent=cover).exists():
        return {"cover": f"{cover.user}这段时间也休假，请另选代办人。"}
    if busy := there.filter(cover=absent).select_related("absent__user").first():
        return {"starts_on": f"{absent.user}这段时间正在代{busy.absent.user}办理，请先改派。"}
    return {}


def _tell(actor: Actor, leave: LeaveCover, title: str, what: str) -> None:
    people = {leave.absent.user_id, leave.cover.user_id} - {actor.user_id}
    notify(
        people,
        title=title,
        body=f"{leave.starts_on:%Y-%m-%d} 至 {leave.ends_on:%Y-%m-%d}，由{actor.user_name}办理。",
        link=reverse("people:cover"),
        dedupe_key=f"leave:{leave.pk}:{what}",
        kind=Kind.ACCOUNT,
    )
