"""The pool of experts and the cases before them, as drawing by lot wants them."""

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.conflicts import COOLING_OFF
from accounts.duties import Duty, OrganisationKind
from accounts.models import Membership, User
from enterprises.models import Enterprise
from procedures.experts.panels.conflicts import Candidate, Subject, Tie, conflict
from procedures.models import Application, Expert, ExpertTie


def experts_on_duty() -> list[User]:
    """The people with the duty of an expert, in the pool or not."""
    members = Membership.objects.filter(duty=Duty.EXPERT, is_active=True, user__is_active=True)
    return list(User.objects.filter(pk__in=members.values("user_id")).order_by("name", "pk"))


def not_in_the_pool() -> list[User]:
    """The people with the duty of an expert whom nobody has taken into the pool yet."""
    known = set(Expert.objects.values_list("user_id", flat=True))
    return [person for person in experts_on_duty() if person.pk not in known]


def candidates(user_ids: Collection[int]) -> list[Candidate]:
    """These experts as far as they may be drawn: active in the pool and with the duty still."""
    serving = Membership.objects.filter(
        duty=Duty.EXPERT, is_active=True, user__is_active=True, user_id__in=user_ids
    ).values("user_id")
    return _as_candidates(Expert.objects.filter(user_id__in=serving, is_active=True))


def _as_candidates(experts: QuerySet[Expert]) -> list[Candidate]:
    rows = list(experts.select_related("user").order_by("user_id"))
    ids = [row.user_id for row in rows]
    ties = _ties(ids)
    works = _employers(ids)
    heads = _heads(rows)
    return [
        Candidate(
            user_id=row.user_id,
            name=str(row.user),
            employer=row.employer,
            employer_code=row.employer_code,
            employer_head=heads.get(row.employer_code) or heads.get(row.employer, ""),
            works_for=frozenset(works.get(row.user_id, ())),
            ties=tuple(ties.get(row.user_id, ())),
            industries=frozenset(row.industries),
        )
        for row in rows
    ]


def conflict_now(user_id: int, application: Application) -> str:
    """Why the expert must not judge the case as things stand today, in Chinese; "" for nothing.

    Needs a scope that sees the expert's memberships in every organisation.
    """
    (subject,) = subjects([application])
    found = _as_candidates(Expert.objects.filter(user_id=user_id))
    return next((conflict(one, subject) for one in found), "")


def _ties(user_ids: list[int]) -> dict[int, list[Tie]]:
    found: dict[int, list[Tie]] = {}
    for tie in ExpertTie.objects.filter(user_id__in=user_ids, ended_at=None):
        found.setdefault(tie.user_id, []).append(Tie(tie.credit_code, tie.name))
    return found


def _employers(user_ids: list[int]) -> dict[int, list[int]]:
    lately = Q(is_active=True) | Q(left_at__gt=timezone.now() - COOLING_OFF)
    found: dict[int, list[int]] = {}
    rows = Membership.objects.filter(
        lately, user_id__in=user_ids, organisation__kind=OrganisationKind.ENTERPRISE
    ).values_list("user_id", "organisation_id")
    for user_id, organisation_id in rows:
        found.setdefault(user_id, []).append(organisation_id)
    return found


def _heads(rows: list[Expert]) -> dict[str, str]:
    """Credit code, and name, of the employers in the registry -> legal representative."""
    wanted = Q(credit_code__in=[row.employer_code for row in rows if row.employer_code])
    wanted |= Q(name__in=[row.employer for row in rows])
    heads: dict[str, str] = {}
    for code, name, head in Enterprise.objects.filter(wanted).values_list(
        "credit_code", "name", "legal_representative"
    ):
        heads[name] = head
        if code:
            heads[code] = head
    return heads


def subjects(applications: Collection[Application]) -> list[Subject]:
    """The cases as conflicts of interest are looked for: by what their holders are."""
    holders = Enterprise.objects.in_bulk({case.organisation_id for case in applications})
    made = []
    for case in applications:
        holder = holders[case.organisation_id]
        made.append(
            Subject(
                application_id=case.pk,
                organisation_id=case.organisation_id,
                name=holder.name,
                credit_code=holder.credit_code or "",
                head=holder.legal_representative,
                industry=holder.industry_code[:2],
            )
        )
    return made
