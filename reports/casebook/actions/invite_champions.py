"""Inviting champions to write their story (约稿)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.errors import NotPermitted, RuleViolation, refuse
from accounts.tenancy import Actor
from certification.models import Certificate
from enterprises.figures import facts_of
from reports.casebook.content import known_of
from reports.casebook.drafting import overview
from reports.casebook.inputs import StoryInput, due_day_is_ahead
from reports.casebook.lifecycle import MACHINE
from reports.models import Story

MOST = 200
KIND = Certificate.Kind.CHAMPION


@dataclass(frozen=True)
class Invited:
    """What came of an invitation of many: the stories that began, and reasons by holder's name."""

    stories: tuple[Story, ...]
    refused: dict[str, str]


def invite_champions(
    actor: Actor, certificate_ids: Collection[int], due_on: date | None, message: str = ""
) -> Invited:
    """Begin the story of each champion and tell them; its first part is drafted from what the
    registry knows. Whoever cannot be invited is named with the reason, the others are.

    Raises `NotPermitted`, and `RuleViolation` by the form's field ("due_on", or "" for the choice).
    """
    if not actor.is_city:
        raise NotPermitted("只有市级经办人可以约稿。")
    given = StoryInput(due_on=due_on, reason=message.strip())
    refuse(due_day_is_ahead(given))
    if not certificate_ids:
        raise RuleViolation("请至少选择一家企业。")
    if len(set(certificate_ids)) > MOST:
        raise RuleViolation(f"一次最多约稿 {MOST} 家，请分批选择。")
    made, refused = [], {}
    with transaction.atomic():
        rows = Certificate.objects.filter(pk__in=certificate_ids).select_related("district")
        for certificate in rows.select_for_update(of=("self",)).order_by("pk"):
            if why := why_not(certificate):
                refused[certificate.holder_name] = why
            else:
                made.append(_begin(actor, certificate, given))
    return Invited(tuple(made), refused)


def why_not(certificate: Certificate) -> str:
    """Why the holder of a certificate cannot be invited, or ""."""
    if certificate.kind != KIND:
        return "不是隐形冠军证书。"
    if not certificate.is_valid_today:
        return f"证书现在是“{certificate.state_word}”。"
    if Story.objects.filter(certificate=certificate).exists():
        return "已经约过稿，请到这家企业的案例里办理。"
    return ""


def _begin(actor: Actor, certificate: Certificate, given: StoryInput) -> Story:
    assert given.due_on is not None, "checked before"
    facts = facts_of(certificate.organisation_id)
    story = Story(
        organisation_id=certificate.organisation_id,
        district=certificate.district,
        certificate=certificate,
        enterprise_name=facts.enterprise["name"],
        due_on=given.due_on,
    )
    story.overview = overview(known_of(story, facts))
    story.save()
    return MACHINE.begin(actor, story, "invite", given)
