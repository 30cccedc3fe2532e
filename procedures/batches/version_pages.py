"""What batches add to the designer's page of a version."""

from django.utils import timezone

from procedures.batches.forms import TakeOverForm
from procedures.batches.validity import why_not_taking_over
from procedures.models import Batch
from schemes.checking.problems import Reading
from schemes.designer.page_parts import PagePart, Place, register_part
from schemes.models import SchemeVersion
from schemes.publishing import register_before_retiring


def running_batch(version: SchemeVersion) -> list[str]:
    """Why the version cannot be retired: a batch of it is open or planned."""
    running = Batch.objects.filter(version=version, closes_at__gt=timezone.now()).first()
    return [f"“{running.name}”还没有截止，截止后才能停用。"] if running is not None else []


def batches_to_take_over(version: SchemeVersion, reading: Reading) -> PagePart:
    """The batches of the scheme that may go on under this version."""
    open_still = Batch.objects.filter(
        version__scheme_id=version.scheme_id, closes_at__gt=timezone.now()
    ).exclude(version=version)
    fitting = [one.pk for one in open_still if not why_not_taking_over(version, one)]
    form = TakeOverForm(Batch.objects.filter(pk__in=fitting)) if fitting else None
    return PagePart("procedures/_version_batches.html", {"form": form})


def register_batches() -> None:
    register_before_retiring(running_batch)
    register_part(Place.PUBLISHED, batches_to_take_over)
