"""Public notices over the demo city's claims that are to be paid."""

from datetime import timedelta
from itertools import groupby

from django.utils import timezone

from enterprises.models import Enterprise
from financing.models import SubsidyClaim
from procedures.batches.working_days import add_working_days
from procedures.demo.batches import NOTICE_CONTACT
from procedures.models import NoticeEntry, PublicNotice
from procedures.models.application import State

STARTED_BEFORE = timedelta(days=1)
BODY = (
    "经企业申报、区市初审、市级审核，现将拟支持名单和金额予以公示。公示期内如有异议，"
    "请以真实姓名或单位名称提出，并附依据和联系方式。"
)


def put_on_notice(user_id: int) -> None:
    """One notice for each batch with claims in 公示中, published by the user. Needs a system
    scope."""
    claims = SubsidyClaim.objects.filter(
        application__state=State.PUBLIC_NOTICE, application__notice_entry=None
    ).select_related("application__batch__version", "district")
    in_order = claims.order_by("application__batch_id", "district__sort", "pk")
    starts_on = timezone.localdate() - STARTED_BEFORE
    for batch, rows in groupby(in_order, key=lambda one: one.application.batch):
        days = batch.version.parsed.timetable.notice_days
        notice = PublicNotice.objects.create(
            batch=batch,
            title=f"关于 {batch.name}拟支持名单的公示",
            body=BODY,
            objection_contact=NOTICE_CONTACT,
            starts_on=starts_on,
            ends_on=add_working_days(starts_on, days),
            working_days=days,
            published_by_id=user_id,
        )
        listed = list(rows)
        names = Enterprise.objects.in_bulk([one.organisation_id for one in listed])
        NoticeEntry.objects.bulk_create(
            NoticeEntry(
                notice=notice,
                application=one.application,
                position=position,
                enterprise_name=names[one.organisation_id].name,
                title=one.application.title,
                district_name=one.district.short_name,
                amount=one.approved_amount,
            )
            for position, one in enumerate(listed, 1)
        )
