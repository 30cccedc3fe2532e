"""Saving one answer of a draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from django.db import transaction
from django.utils import timezone
from pydantic import JsonValue

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from procedures.cases.lifecycle import MACHINE
from procedures.models import Application
from schemes.answers import WrongAnswer, kept_as_typed, parse_answer
from schemes.definition.form import FieldKind


@dataclass(frozen=True)
class Saved:
    """What was saved; `problem` is "" or says why the text is kept but will not do yet."""

    at: datetime
    revision: int
    problem: str


class Revision(TypedDict, total=False):
    """Who saved an answer last, as a draft keeps it."""

    revision: int
    user_id: int
    by: str
    at: str


class ColleagueChanged(Exception):
    """Somebody else saved the same field since the page was loaded."""

    def __init__(self, value: JsonValue, by: str, revision: int) -> None:
        super().__init__(by)
        self.value, self.by, self.revision = value, by, revision


def save_answer(
    actor: Actor, application_id: int, key: str, values: list[str], revision: int
) -> Saved:
    """Save what was typed into the field `key`.

    `revision` is the page's revision of the whole draft; a field that a colleague changed
    after it raises `ColleagueChanged`. A text that is no valid answer is kept as typed, so that
    nothing is lost, and its problem is returned.
    """
    with transaction.atomic():
        application = MACHINE.locked(actor, application_id)
        if not actor.is_enterprise:
            raise NotPermitted("只有企业的填报人可以填写。")
        if not application.is_editable:
            raise RuleViolation("这件申报已经提交，不能再修改。")
        field = application.scheme_version.parsed.field(key)
        if field is None or field.kind == FieldKind.FILE:
            raise RuleViolation("没有这个填报项。")
        revisions = application.answer_revisions
        last = revisions.get(key, {})
        if last.get("revision", 0) > revision and last.get("user_id") != actor.user_id:
            raise ColleagueChanged(
                application.answers.get(key), last.get("by", ""), _highest(revisions)
            )
        problem = ""
        try:
            answer = parse_answer(field, values)
        except WrongAnswer as wrong:
            problem = str(wrong)
            answer = kept_as_typed(field, values)
        now = timezone.now()
        new = _highest(revisions) + 1
        application.answers[key] = answer
        revisions[key] = {
            "revision": new,
            "user_id": actor.user_id,
            "by": actor.user_name,
            "at": now.isoformat(),
        }
        if key == application.scheme_version.parsed.title_field:
            application.title = str(answer or "")[:200]
        application.save(update_fields=["answers", "answer_revisions", "title", "updated_at"])
        return Saved(now, new, problem)


def _highest(revisions: Mapping[str, Revision]) -> int:
    return max((entry.get("revision", 0) for entry in revisions.values()), default=0)


def current_revision(application: Application) -> int:
    """The revision that a freshly loaded page carries."""
    return _highest(application.answer_revisions)
