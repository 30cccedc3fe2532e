"""Cases for tests. Use them inside `system_scope`."""

from datetime import timedelta

from django.utils import timezone

from accounts.tenancy import Actor
from enterprises.models import Enterprise
from procedures.models import Application, Batch
from schemes.models import SchemeVersion


def open_batch() -> Batch:
    now = timezone.now()
    return Batch.objects.create(
        version=SchemeVersion.objects.order_by("id").first(),
        name="测试批次",
        year=now.year,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=30),
    )


def case(owner: Actor, district_id: int, batch: Batch, **values: object) -> Application:
    """A submitted case of the owner's enterprise, in any state."""
    Enterprise.objects.get_or_create(
        organisation_id=owner.organisation_id,
        defaults={
            "district_id": district_id,
            "name": owner.organisation_name,
            "registration_state": "unclaimed",
        },
    )
    return Application.objects.create(
        batch=batch,
        scheme_version_id=batch.version_id,
        organisation_id=owner.organisation_id,
        district_id=district_id,
        created_by_id=owner.user_id,
        **{"submitted_at": timezone.now(), "title": "减速机", **values},
    )
