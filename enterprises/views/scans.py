"""A stored scan as a row of a page: its name with the way to it, its size, its scan for viruses."""

from uuid import UUID

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html

from documents.models import Attachment


def scan_link(scan: UUID | None) -> str:
    """The link to a scan; "没有" where none was stored. One query."""
    stored = Attachment.objects.filter(pk=scan).first() if scan else None
    return "没有" if stored is None else link_to(stored)


def link_to(stored: Attachment) -> str:
    """The link to a scan that is there."""
    said = [filesizeformat(stored.size), stored.state_shown]
    return format_html(
        '<a href="{}">{}</a> <small>{}</small>',
        reverse("documents:download", args=[stored.pk]),
        stored.name,
        " · ".join(one for one in said if one),
    )
