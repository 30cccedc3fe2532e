"""Which save of a draft changed which of its answers, so that nobody files what they have not seen.

A draft counts its saves. A page knows the number of the last save that it shows; whatever was
saved after it, by a colleague or in another window of the same person, is told before it counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from django.utils import timezone
from pydantic import JsonValue

from accounts.tenancy import Actor
from procedures.cases.explanations import answer_named, question_named
from procedures.models import Application
from schemes.definition.form import FieldKind, FormField


class Revision(TypedDict, total=False):
    """The last save of an answer, as a draft keeps it; `page` names the window it came from."""

    revision: int
    user_id: int
    by: str
    at: str
    page: str


@dataclass(frozen=True)
class ChangedAnswer:
    """An answer that was saved elsewhere, and by whom as the reader is told. `field` is None for a
    question that the form asks no more."""

    key: str
    field: FormField | None
    value: JsonValue
    by: str
    at: datetime | None
    revision: int

    @property
    def is_file(self) -> bool:
        return self.field is None or self.field.kind == FieldKind.FILE


def _of(application: Application) -> Mapping[str, Revision]:
    revisions: Mapping[str, Revision] = application.answer_revisions
    return revisions


def current_revision(application: Application) -> int:
    """The revision that a freshly loaded page carries."""
    return max((one.get("revision", 0) for one in _of(application).values()), default=0)


def note_revision(actor: Actor, application: Application, key: str, page: str = "") -> int:
    """Count a change of the answer `key`, which the caller saves."""
    new = current_revision(application) + 1
    application.answer_revisions[key] = Revision(
        revision=new,
        user_id=actor.user_id,
        by=actor.user_name,
        at=timezone.now().isoformat(),
        page=page,
    )
    return new


def changed_elsewhere(
    actor: Actor, application: Application, revision: int, page: str = ""
) -> list[ChangedAnswer]:
    """The answers that were saved after `revision` and not by the window `page`, oldest first."""
    changed = [
        ChangedAnswer(
            key=key,
            field=question_named(application.scheme_version.parsed, key),
            value=answer_named(application, key),
            by="您在另一个窗口" if one.get("user_id") == actor.user_id else one.get("by", "同事"),
            at=datetime.fromisoformat(one["at"]) if one.get("at") else None,
            revision=one.get("revision", 0),
        )
        for key, one in _of(application).items()
        if one.get("revision", 0) > revision and not (page and one.get("page") == page)
    ]
    return sorted(changed, key=lambda one: one.revision)
