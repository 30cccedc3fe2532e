"""The places of a case's form as pages and messages name them."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.urls import reverse

from procedures.models import Application, ReturnItem
from schemes.definition.form import FieldKind, FormField

NAMED = 3


def anchor_of(field: FormField) -> str:
    """Where the form of the filing has the field: files are in a sheet of their own."""
    return f"{'files' if field.kind == FieldKind.FILE else 'field'}-{field.key}"


def marked_fields(
    case: Application, items: Iterable[ReturnItem]
) -> list[tuple[FormField, ReturnItem]]:
    """The fields that `items` mark, in the order of the form."""
    by_key = {one.field: one for one in items}
    fields = case.scheme_version.parsed.fields()
    return [(field, by_key[field.key]) for field in fields if field.key in by_key]


def listed(labels: Sequence[str]) -> str:
    """The first of the labels: 甲、乙、丙等."""
    return "、".join(labels[:NAMED]) + ("等" if len(labels) > NAMED else "")


def lines_of(case: Application, marked: Iterable[tuple[FormField, ReturnItem]]) -> str:
    """A numbered line for each place: what it is, what is wrong with it, and its address."""
    form = f"{settings.PUBLIC_URL}{reverse('procedures:fill', args=[case.pk])}"
    return "\n".join(
        f"{number}. {field.label}（{item.get_kind_display()}）：{item.text} "
        f"{form}#{anchor_of(field)}"
        for number, (field, item) in enumerate(marked, 1)
    )
