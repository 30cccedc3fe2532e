"""What is offered for the papers that a scheme asks for: an empty form, an example filled in."""

from dataclasses import dataclass

from django.urls import reverse

from documents.pdf import render_pdf
from schemes.definition.form import FieldKind, FormField
from schemes.definition.stored import Stored, text_in

PURPOSE = "scheme_material"
# What a file is for -> the property of the question that names it.
KINDS = {"template": "template_file", "sample": "sample_file"}


@dataclass(frozen=True)
class Offer:
    """A link to what is offered."""

    label: str
    url: str


def offers_for(version_id: int, field: FormField) -> list[Offer]:
    """What the version offers for the material that `field` asks for."""
    if field.kind != FieldKind.FILE:
        return []
    found = []
    if field.template_file:
        found.append(("下载模板", "template"))
    if field.sample_file or field.sample:
        found.append(("看样例", "sample"))
    return [
        Offer(label, reverse("schemes:material", args=[version_id, field.key, kind]))
        for label, kind in found
    ]


def sample_pdf(field: Stored) -> bytes:
    """The example that the question `field`, as it is stored, holds in words."""
    lines = [line.strip() for line in text_in(field, "sample").splitlines() if line.strip()]
    parts = [line.replace(":", "：", 1).partition("：") for line in lines]
    rows = [[name, content] for name, _, content in parts]
    return render_pdf("material_sample.typ", {"title": text_in(field, "label"), "rows": rows})
