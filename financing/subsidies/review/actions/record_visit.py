"""Writing down a visit to where the equipment stands."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.errors import RuleViolation, refuse
from accounts.tenancy import Actor
from documents.actions.store_attachment import too_much
from documents.file_types import JPEG, PNG
from financing.models import SiteVisit, SubsidyLine, VisitPhoto
from financing.subsidies.review.actions.decide_line import claim_under_review
from financing.subsidies.review.files import VISIT, stored_for

FEWEST = 2
BETWEEN_NAMES = re.compile(r"[、，,；;/\s]+|和|与")


@dataclass(frozen=True)
class VisitTerms:
    """`lines`: line number -> whether it was found; those that were not looked at are left out.
    `notes`: line number -> what was seen."""

    visited_on: date
    visitors: str
    place: str
    summary: str
    lines: Mapping[int, bool]
    notes: Mapping[int, str]


def record_visit(
    actor: Actor, claim_id: int, terms: VisitTerms, photos: Sequence[UploadedFile] = ()
) -> SiteVisit:
    """Keep a visit with its photos. Raises as `claim_under_review`, and `RuleViolation` by
    field."""
    if why := too_much(photos):
        refuse({"photos": why})
    with transaction.atomic():
        claim = claim_under_review(actor, claim_id)
        numbers = set(SubsidyLine.objects.filter(claim=claim).values_list("number", flat=True))
        if len({one for one in BETWEEN_NAMES.split(terms.visitors) if one}) < FEWEST:
            refuse({"visitors": "现场核查须两人以上，请写明每个人的姓名，用顿号分开。"})
        if terms.visited_on > timezone.localdate():
            refuse({"visited_on": "核查日期不能在今天以后。"})
        if unknown := sorted(set(terms.lines) - numbers):
            raise RuleViolation(f"没有第 {unknown[0]} 行。")
        missing = [
            number
            for number, found in terms.lines.items()
            if not found and not terms.notes.get(number, "").strip()
        ]
        if missing:
            refuse({f"note_{number}": "没有见到实物的，请写明情况。" for number in missing})
        visit = SiteVisit.objects.create(
            **claim.home,
            claim=claim,
            visited_on=terms.visited_on,
            visitors=terms.visitors.strip(),
            place=terms.place.strip(),
            summary=terms.summary.strip(),
            lines={
                str(number): {"found": found, "note": terms.notes.get(number, "").strip()[:300]}
                for number, found in sorted(terms.lines.items())
            },
            recorded_by_id=actor.user_id,
        )
        _keep(actor, visit, photos, None)
        return visit


def add_photos(
    actor: Actor, visit_id: int, photos: Sequence[UploadedFile], number: int | None = None
) -> SiteVisit:
    """Add photos to a visit, of one line or of the whole. Raises as `record_visit`."""
    if why := too_much(photos):
        refuse({"photos": why})
    with transaction.atomic():
        visit = SiteVisit.objects.get(pk=visit_id)
        claim = claim_under_review(actor, visit.claim_id)
        line = None
        if number is not None:
            line = SubsidyLine.objects.filter(claim=claim, number=number).first()
            if line is None:
                refuse({"line": f"没有第 {number} 行。"})
        _keep(actor, visit, photos, line)
        return visit


def _keep(
    actor: Actor, visit: SiteVisit, photos: Sequence[UploadedFile], line: SubsidyLine | None
) -> None:
    for upload in photos:
        stored = stored_for(visit, upload, VISIT, "photos", actor, (JPEG, PNG))
        VisitPhoto.objects.create(**visit.home, visit=visit, line=line, attachment=stored)
