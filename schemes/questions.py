"""A scheme's form ready to be drawn: for filling in, and for the preview of the designer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from django.forms import BoundField

from schemes.answer_forms import SectionForm
from schemes.definition.form import FieldKind, FormField, Section
from schemes.materials import Offer, offers_for
from schemes.models import SchemeVersion


class AnswerFile(Protocol):
    """A file uploaded in answer to the question with the key `field`."""

    @property
    def field(self) -> str: ...


@dataclass(frozen=True)
class Doubt:
    """What is asked about an answer ("" while nothing is), the reason that was given for it, and
    what is wrong with that."""

    text: str = ""
    reason: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Question:
    """One question; `bound` is None for a file, which is uploaded by itself. `doubt` is None where
    nothing will ever be asked about the answer."""

    field: FormField
    bound: BoundField | None
    files: Sequence[AnswerFile] = ()
    mark: str = ""
    problem: str = ""
    doubt: Doubt | None = None
    visible_if: str = ""
    offers: Sequence[Offer] = ()


@dataclass(frozen=True)
class Part:
    section: Section
    questions: list[Question] = field(default_factory=list)


def parts_of(
    version: SchemeVersion,
    answers: Mapping[str, object],
    *,
    problems: Mapping[str, str] | None = None,
    marks: Mapping[str, str] | None = None,
    doubts: Mapping[str, Doubt] | None = None,
    files: Sequence[AnswerFile] = (),
) -> list[Part]:
    """The sections with their questions. `problems` and `marks` are texts by field
    key."""
    shown, marked = problems or {}, marks or {}
    parts = []
    for section in version.parsed.sections:
        form = SectionForm(section, answers, shown)
        questions = [
            Question(
                field=one,
                bound=None if one.kind == FieldKind.FILE else form[one.key],
                files=[row for row in files if row.field == one.key],
                mark=marked.get(one.key, ""),
                problem=shown.get(one.key, ""),
                doubt=(doubts or {}).get(one.key),
                visible_if=_visible_if(one),
                offers=offers_for(version.pk, one),
            )
            for one in section.fields
        ]
        parts.append(Part(section, questions))
    return parts


def _visible_if(question: FormField) -> str:
    """As static/js/forms.js reads it: "field=value|value"."""
    condition = question.visible_if
    return f"{condition.field}={'|'.join(condition.values)}" if condition else ""
