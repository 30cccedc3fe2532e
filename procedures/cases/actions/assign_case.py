"""Taking cases on one's desk, handing them to a colleague, and giving them back to everybody."""

from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse

from accounts.conflicts import OWN_ENTERPRISE, enterprises_of, own_enterprises
from accounts.errors import NotPermitted, refuse
from accounts.leave_cover import colleagues_of
from accounts.models import User
from accounts.notifications import Kind, notify, with_covers
from accounts.tenancy import Actor
from procedures.cases.assignments import put_on_desk
from procedures.cases.policies import REVIEWERS, has_on_desk
from procedures.models import Application

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Assigned:
    """What became of cases that were to be given to somebody: those that were, and why the others
    were not, a sentence each."""

    cases: list[Application]
    refused: list[str]


def assign_cases(
    actor: Actor, seen: dict[int, int | None], to_user_id: int | None, note: str = ""
) -> Assigned:
    """Give the cases to the actor, to a colleague of the same bureau and duty, or to nobody.

    `seen` maps each case to the reviewer that the page showed; a case that somebody else has
    taken since stays with them. Repeatable: what lies there already is left alone.

    Raises `Application.DoesNotExist` when any case is outside the scope, `NotPermitted`, or
    `RuleViolation` for a stranger or for nothing chosen.
    """
    if actor.duty not in REVIEWERS:
        raise NotPermitted("只有审核部门可以分派申报。")
    with transaction.atomic():
        cases = list(
            Application.objects.visible_to(actor)
            .filter(pk__in=seen)
            .select_for_update(of=("self",))
            .select_related("reviewer")
            .order_by("pk")
        )
        if len(cases) != len(seen):
            raise Application.DoesNotExist
        _check(actor, cases, to_user_id, note)
        reasons = {case.pk: _refusal(actor, case, seen[case.pk], to_user_id) for case in cases}
        taken = _without_conflicts(actor, to_user_id, cases, reasons)
        moved = [case for case in taken if case.reviewer_id != to_user_id]
        put_on_desk(actor, moved, to_user_id, note.strip())
        if moved and to_user_id not in (None, actor.user_id):
            _tell(actor, moved, to_user_id, note.strip())
        return Assigned(taken, [reason for reason in reasons.values() if reason])


def _check(actor: Actor, cases: list[Application], to_user_id: int | None, note: str) -> None:
    errors = {}
    if not cases:
        errors["case"] = "请先选择申报。"
    elif len(cases) > MOST_AT_ONCE:
        errors["case"] = f"一次最多分派 {MOST_AT_ONCE} 件。"
    known = {None, actor.user_id, *(one.user_id for one in colleagues_of(actor))}
    if to_user_id not in known:
        errors["to"] = "请选择本单位职责相同的同事。"
    if len(note.strip()) > 500:
        errors["note"] = "说明最多 500 字。"
    refuse(errors)


def _refusal(actor: Actor, case: Application, seen: int | None, to_user_id: int | None) -> str:
    if not has_on_desk(actor, case):
        return f"“{case}”现在不由您的部门办理。"
    if case.reviewer_id not in (seen, to_user_id):
        now = f"已由{case.reviewer}认领或接手" if case.reviewer else "已放回未分配"
        return f"“{case}”刚才{now}。"
    return ""


def _without_conflicts(
    actor: Actor, to_user_id: int | None, cases: list[Application], reasons: dict[int, str]
) -> list[Application]:
    """The cases without a refusal; whoever works for an enterprise neither gives nor gets its."""
    own = own_enterprises(actor)
    theirs = enterprises_of(to_user_id) if to_user_id is not None else frozenset()
    for case in cases:
        if case.organisation_id in own:
            reasons[case.pk] = f"“{case}”：{OWN_ENTERPRISE}"
        elif case.organisation_id in theirs:
            reasons[case.pk] = f"“{case}”：接手人在这家企业任职或离职不满一年，不能审核。"
    return [case for case in cases if not reasons[case.pk]]


def _tell(actor: Actor, moved: list[Application], to_user_id: int | None, note: str) -> None:
    assert to_user_id is not None, "nobody is told of what is nobody's"
    receiver = User.objects.get(pk=to_user_id)
    last = moved[0].assignments.order_by("-id").values_list("id", flat=True)[0]
    if len(moved) == 1:
        what, link = f"“{moved[0]}”", reverse("procedures:case", args=[moved[0].pk])
    else:
        what, link = f" {len(moved)} 件申报", f"{reverse('procedures:worklist')}?desk=mine"
    notify(
        set(with_covers([to_user_id], actor.duty)) - {actor.user_id},
        title=f"{actor.user_name}把{what}转交给{receiver}",
        body=note,
        link=link,
        dedupe_key=f"assign:{last}",
        kind=Kind.WORK,
    )
