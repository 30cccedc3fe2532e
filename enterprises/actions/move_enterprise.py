"""Moving an enterprise, with all that belongs to it, to another district."""

from collections.abc import Callable

from django.db.models import F
from django.urls import reverse

from accounts.models import District, Invitation, Job, Membership, Organisation
from accounts.notifications import Kind, notify
from documents.models import Attachment
from enterprises.actions.telling import reviewers_of
from enterprises.models import Enterprise, EnterpriseClaim

# Rows of the enterprise that no composite key takes along.
FOLLOWERS = (Membership, Invitation, Job, Attachment, EnterpriseClaim)


_companions: list[Callable[[Enterprise], None]] = []


def register_move(companion: Callable[[Enterprise], None]) -> None:
    """Add what else is to be done once an enterprise stands in another district, which its row
    names by then; apps above the registry do so in their `apps.py`."""
    _companions.append(companion)


def move_enterprise(
    enterprise: Enterprise, district: District, *, decided: EnterpriseClaim | None = None
) -> None:
    """Place `enterprise` in `district`, and put its open claims before the bureau there, but for
    the one that is being `decided`.

    The new district may be outside of the actor's own scope: call it in one that sees both. Rows
    that hang on the entry or its cases follow by their keys.
    """
    pk = enterprise.pk
    Organisation.objects.filter(pk=pk).update(name=enterprise.name, district=district)
    Enterprise.objects.filter(pk=pk).update(district=district, version=F("version") + 1)
    for model in FOLLOWERS:
        model.objects.filter(organisation_id=pk).update(district=district)
    if enterprise.district_id == district.pk:
        return
    enterprise.district = district
    waiting = EnterpriseClaim.objects.filter(organisation_id=pk, state=EnterpriseClaim.State.OPEN)
    for claim in waiting.exclude(pk=decided.pk if decided else 0).select_related("claimant"):
        notify(
            reviewers_of(district),
            title=f"企业认领待审核：{enterprise.name}",
            body=f"{enterprise.name} 转到本区市，{claim.claimant}的申请由贵单位审核。",
            link=reverse("enterprises:claim_review", args=[claim.pk]),
            dedupe_key=f"claim-moved:{claim.pk}:{district.pk}",
            kind=Kind.WORK,
        )
    for companion in _companions:
        companion(enterprise)
