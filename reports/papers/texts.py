"""The texts of each kind, by version: the shipped ones until the city writes its own."""

from django.utils import timezone

from reports.models import PaperTemplate
from reports.papers.shipped_texts import ISSUER, SHIPPED


def current_template(kind: str) -> PaperTemplate:
    """The version of a kind's texts that holds now; the shipped one is written down as version 1
    when it is first used. Needs a scope that writes."""
    newest = PaperTemplate.objects.filter(kind=kind).order_by("-number").first()
    return newest or _first(kind)


def shown_template(kind: str) -> PaperTemplate:
    """The same to be read, written or not."""
    newest = PaperTemplate.objects.filter(kind=kind).order_by("-number").first()
    return newest or shipped_template(kind)


def shipped_template(kind: str) -> PaperTemplate:
    shipped = SHIPPED[kind]
    return PaperTemplate(
        kind=kind,
        number=1,
        masthead=shipped.masthead,
        issuer=ISSUER,
        title=shipped.title,
        headings=shipped.rows,
        note="随平台提供",
        edited_at=timezone.now(),
    )


def _first(kind: str) -> PaperTemplate:
    template = shipped_template(kind)
    PaperTemplate.objects.bulk_create([template], ignore_conflicts=True)
    return PaperTemplate.objects.filter(kind=kind).order_by("-number")[0]
