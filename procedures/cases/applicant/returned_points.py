"""What was handed back, as a list of things to do for the enterprise."""

from dataclasses import dataclass

from procedures.cases.applicant.places import anchor_of
from procedures.cases.difference import shown_answer
from procedures.cases.material import open_returns, present_files, snapshots_of
from procedures.cases.submission import untouched_keys
from procedures.models import Application
from schemes.definition.form import FieldKind, FormField


@dataclass(frozen=True)
class ReturnedPoint:
    """A field that came back: why, what was filed, and what stands there now if it changed."""

    key: str
    label: str
    section: str
    kind: str
    reason: str
    filed: str
    now: str
    anchor: str
    is_changed: bool


def returned_points(application: Application) -> list[ReturnedPoint]:
    """The points in the order of the form; none while the case is not handed back."""
    items = {one.field: one for one in open_returns(application) if one.returned_at is not None}
    if not items:
        return []
    untouched = untouched_keys(application)
    return [
        ReturnedPoint(
            key=field.key,
            label=field.label,
            section=section.title,
            kind=items[field.key].get_kind_display(),
            reason=items[field.key].text,
            filed=_filed(application, field),
            now=_now(application, field),
            anchor=anchor_of(field),
            is_changed=field.key not in untouched,
        )
        for section in application.scheme_version.parsed.sections
        for field in section.fields
        if field.key in items
    ]


def _filed(application: Application, field: FormField) -> str:
    last = next(iter(snapshots_of(application)), None)
    if last is None:
        return ""
    if field.kind == FieldKind.FILE:
        return "、".join(one["name"] for one in last.files if one["field"] == field.key)
    return shown_answer(field, last.answers.get(field.key))


def _now(application: Application, field: FormField) -> str:
    if field.kind == FieldKind.FILE:
        files = present_files(application)
        return "、".join(one.attachment.name for one in files if one.field == field.key)
    return shown_answer(field, application.answers.get(field.key))
