"""A case that nobody filed: what the portal knows decides it (免申即享); public notice follows."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from pydantic import JsonValue

from accounts.tenancy import Actor
from enterprises.models import Enterprise
from procedures.cases.lifecycle import MACHINE
from procedures.cases.submission import take_snapshot
from procedures.models import Application, Batch
from procedures.models.application import State


def file_without_claim(
    actor: Actor, batch: Batch, organisation_id: int, answers: Mapping[str, JsonValue], title: str,
    declared: Mapping[str, object],
) -> Application:  # fmt: skip
    """A proposed case of the enterprise with these answers, frozen as what was submitted; `actor`
    is who agreed to it. Called by acts that have checked it, in a system scope."""
    with transaction.atomic():
        enterprise = Enterprise.objects.get(pk=organisation_id)
        case = Application.objects.create(
            batch=batch,
            scheme_version_id=batch.version_id,
            organisation_id=enterprise.pk,
            district_id=enterprise.district_id,
            created_by_id=actor.user_id,
            answers=dict(answers),
            title=title[:200],
            state=State.PROPOSED,
            submitted_at=timezone.now(),
            submissions=1,
        )
        MACHINE.begin(None, case, "propose_without_claim")
        take_snapshot(case, declared)
        return case
