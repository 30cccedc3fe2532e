"""The business licence as the pages of an enterprise tell of it: the scan, since when, by whom."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from accounts.tenancy import Actor
from documents.access import may_download
from documents.models import Attachment
from enterprises.models import (
    Enterprise,
    IdentityChange,
    IdentityChangeEvent,
    RegistrationEvent,
    RegistrationState,
)
from enterprises.policies import identity_is_open, may_edit
from enterprises.views.scans import link_to


def licence_told(actor: Actor, enterprise: Enterprise) -> tuple[str, str]:
    """The licence on file; and when it was uploaded and who confirmed it, with the way to replace
    it for whoever keeps the entry."""
    scan = Attachment.objects.filter(pk=enterprise.licence).first() if enterprise.licence else None
    waiting = IdentityChange.objects.filter(
        organisation_id=enterprise.pk, state=IdentityChange.State.OPEN, licence__isnull=False
    ).first()
    shown: str = "没有"
    if scan is not None:
        shown = link_to(scan) if may_download(actor, scan) else scan.name
    notes = [f"{_day(scan.uploaded_at)} 上传", _confirmed(enterprise)] if scan else []
    if waiting is not None:
        notes.append("已提出更换，等待区市核对")
    said = " · ".join(notes)
    return shown, _with_way(actor, enterprise, said, has_one=scan is not None)


def _with_way(actor: Actor, enterprise: Enterprise, said: str, *, has_one: bool) -> str:
    if not may_edit(actor, enterprise):
        return said
    page = "profile_edit" if identity_is_open(enterprise) else "identity_change_new"
    way = reverse(f"enterprises:{page}")
    what = "更换营业执照" if has_one else "补交营业执照"
    return format_html('{} <a href="{}">{}</a>', said, way, what)


def _confirmed(enterprise: Enterprise) -> str:
    """Who let the licence on file pass: with the change that brought it, or the registration."""
    if enterprise.registration_state != RegistrationState.CONFIRMED:
        return "等待区市确认"
    brought = IdentityChangeEvent.objects.filter(
        change__organisation_id=enterprise.pk,
        change__licence=enterprise.licence,
        transition="accept",
    )
    confirmed = RegistrationEvent.objects.filter(
        enterprise=enterprise, target=RegistrationState.CONFIRMED
    )
    event = brought.order_by("-id").first() or confirmed.order_by("-id").first()
    if event is not None:
        return f"{_day(event.at)} {event.organisation_name}确认"
    on = enterprise.confirmed_at
    return f"{_day(on)} 登记已确认" if on else "登记已确认"


def _day(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d}"
