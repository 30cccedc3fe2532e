"""Champions of tests, and what they and the city do with their stories."""

import struct
import zlib
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.tenancy import acting_as, system_scope
from certification.models import Certificate, CertificateEvent
from documents.models import Attachment
from enterprises.models import Product, YearlyReport
from reports.casebook.actions.approve_story import approve_story
from reports.casebook.actions.invite_champions import invite_champions
from reports.casebook.actions.keep_pictures import add_picture
from reports.casebook.actions.save_text import save_text
from reports.casebook.content import content_of, fingerprint
from reports.casebook.inputs import StoryInput
from reports.casebook.lifecycle import MACHINE
from reports.casebook.sections import PARTS
from reports.models import Story
from tests.enterprises.entries import entry

TEXT = "示例企业二十年只做一件产品，从配套件做到主机厂的标准件。"


def champion(number=1, *, district="370212", days=365, state="valid", kind="hidden_champion"):
    """A certificate that holds for `days` from today, of a new enterprise with three years of
    figures and a product."""
    holder = entry(number, district=district)
    today = timezone.localdate()
    home = {"organisation_id": holder.pk, "district_id": holder.district_id}
    with system_scope(reason="test"):
        for year, revenue, staff in ((2023, 10_000, 80), (2024, 12_500, 90), (2025, 15_000, 99)):
            YearlyReport.objects.create(
                **home, year=year, revenue=revenue, staff=staff, state="submitted"
            )
        Product.objects.create(**home, name="高压密封圈", segment="液压密封", market_share="18.50")
        row = Certificate.objects.create(
            **home, kind=kind, number=f"QDYXGJ-2026-{number:06d}", holder_name=holder.name,
            credit_code=holder.credit_code, title="高压密封圈", issued_on=today, valid_from=today,
            valid_to=today + timedelta(days=days), state=state,
        )  # fmt: skip
        CertificateEvent.objects.create(
            **home, certificate=row, transition="issue", target="valid", at=timezone.now(), xid=0
        )
    return row


def png(width=800, height=450, packed=None):
    """A picture of one colour, or with the image data `packed`."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = packed or zlib.compress((b"\0" + b"\x0c\x5a\x6e" * width) * height)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"tEXt", b"Comment\0GPS 36.07")
        + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )  # fmt: skip


def upload(name="车间.png", content=None):
    return SimpleUploadedFile(name, content or png(), "image/png")


def invited(city, certificate=None, **changes):
    certificate = certificate or champion()
    due = timezone.localdate() + timedelta(days=30)
    with acting_as(city):
        return invite_champions(city, [certificate.pk], due, **changes).stories[0]


def step(actor, story, name, **said):
    given = StoryInput(**{"reason": "示例原因。", **said})
    if actor is None:
        with system_scope(reason="test"):
            return MACHINE.execute(None, story.pk, name, given)
    with acting_as(actor):
        return MACHINE.execute(actor, story.pk, name, given)


def full_text():
    return {"title": "把一只密封圈做到全国前三", **{part.name: TEXT * 5 for part in PARTS}}


def written(city, staff, story):
    """Accepted, and written in full by the enterprise."""
    step(staff, story, "accept")
    with acting_as(staff):
        return save_text(staff, story.pk, full_text(), version=None)


def pictured(actor, story, **changes):
    with acting_as(actor):
        row = add_picture(
            actor,
            story.pk,
            upload(),
            **{"alt": "车间里的密封圈生产线", "caption": "示例", **changes},
        )
    with system_scope(reason="test"):
        Attachment.objects.filter(pk=row.file_id).update(scan_state="clean")
    return row


def seen(actor, story):
    """The fingerprint of what the page of approval shows."""
    with acting_as(actor):
        row = Story.objects.select_related("certificate", "district").get(pk=story.pk)
        return fingerprint(content_of(row))


def approved(city, staff, story):
    step(city, story, "submit")
    fingerprint_seen = seen(staff, story)
    with acting_as(staff):
        return approve_story(staff, story.pk, name="周示例", declares=True, seen=fingerprint_seen)


def published(city, staff, story):
    written(city, staff, story)
    pictured(staff, story)
    approved(city, staff, story)
    return step(city, story, "publish")


def fresh(story):
    with system_scope(reason="test"):
        return Story.objects.select_related("certificate").get(pk=story.pk)
