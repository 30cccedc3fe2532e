"""The batches and public notices of the demo city."""

from datetime import timedelta

from django.utils import timezone

from procedures.batches.working_days import add_working_days
from procedures.models import Batch, PublicNotice
from schemes.models import SchemeVersion

NOTICE_CONTACT = "示例市局某某处，电话 0532-55500000，示例路 1 号"
NOTICE_BODY = (
    "经企业申报、区市推荐、市级审核，现将拟认定名单予以公示。公示期内如有异议，"
    "请以真实姓名或单位名称提出，并附依据和联系方式。"
)


def make_batches(version: SchemeVersion) -> tuple[Batch, Batch]:
    """A batch of the year before, closed, and one that is open now."""
    now = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    past, _ = Batch.objects.get_or_create(
        version=version,
        year=now.year - 1,
        defaults={
            "name": f"{now.year - 1} 年专精特新产品（技术）认定",
            "announced_at": now,
            "opens_at": now - timedelta(days=420),
            "closes_at": now - timedelta(days=330),
        },
    )
    present, _ = Batch.objects.get_or_create(
        version=version,
        year=now.year,
        defaults={
            "name": f"{now.year} 年专精特新产品（技术）认定",
            "announced_at": now,
            "opens_at": now - timedelta(days=60),
            "closes_at": now + timedelta(days=45),
        },
    )
    return past, present


def make_coming_batch() -> Batch:
    """A batch of the second rung that opens soon, so that it can be waited for."""
    now = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
    version = SchemeVersion.objects.in_force().get(scheme__code="demonstration-enterprise")
    coming, _ = Batch.objects.get_or_create(
        version=version,
        year=now.year,
        defaults={
            "name": f"{now.year} 年第二批专精特新示范企业认定",
            "opens_at": now + timedelta(days=10),
            "closes_at": now + timedelta(days=50),
        },
    )
    return coming


def make_notices(batch: Batch, user_id: int) -> dict[str, PublicNotice]:
    """One notice that runs and one whose days are over."""
    today = timezone.localdate()
    days = batch.version.parsed.timetable.notice_days
    notices = {}
    for key, name, starts_on in (
        ("over", "第一批", today - timedelta(20)),
        ("running", "第二批", today),
    ):
        notices[key], _ = PublicNotice.objects.get_or_create(
            batch=batch,
            title=f"关于{batch.name}{name}拟认定名单的公示",
            defaults={
                "body": NOTICE_BODY,
                "objection_contact": NOTICE_CONTACT,
                "starts_on": starts_on,
                "ends_on": add_working_days(starts_on, days),
                "working_days": days,
                "published_by_id": user_id,
            },
        )
    return notices
