"""Saving one answer of a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from procedures.cases.doubts import judged_draft
from procedures.cases.explanations import PREFIX, change_answer, explain, question_named
from procedures.cases.lifecycle import MACHINE
from procedures.cases.parts import tell_answered
from procedures.cases.revisions import (
    ChangedAnswer,
    changed_elsewhere,
    current_revision,
    note_revision,
)
from procedures.models import Application
from schemes.answers import WrongAnswer, kept_as_typed, parse_answer
from schemes.definition.form import FieldKind

SAVED = ("answers", "answer_revisions", "explanations", "title", "updated_at")


@dataclass(frozen=True)
class Saved:
    """What was saved; `problem` is "" or says why the text is kept but will not do yet.
    `elsewhere` are the other answers that the page does not show as they are now."""

    at: datetime
    revision: int
    problem: str
    elsewhere: Sequence[ChangedAnswer] = ()


class ChangedMeanwhile(Exception):
    """The same answer was saved elsewhere since the page was loaded."""

    def __init__(self, theirs: ChangedAnswer, revision: int) -> None:
        super().__init__(theirs.by)
        self.theirs, self.revision = theirs, revision


def save_answer(
    actor: Actor,
    application_id: int,
    key: str,
    values: list[str],
    revision: int,
    page: str = "",
) -> Saved:
    """Save what was typed into the field `key`.

    `revision` is the last one that the page shows, `page` names its window. An answer that was
    saved elsewhere after it raises `ChangedMeanwhile`, unless it is the same one. A text that is
    no valid answer is kept as typed, so that nothing is lost, and its problem is returned.
    """
    with transaction.atomic():
        application = MACHINE.locked(actor, application_id)
        if not actor.is_enterprise:
            raise NotPermitted("只有企业的填报人可以填写。")
        if not application.is_editable:
            raise RuleViolation("这件申报已经提交，不能再修改。")
        field = question_named(application.scheme_version.parsed, key)
        if field is None or field.kind == FieldKind.FILE:
            raise RuleViolation("没有这个填报项。")
        problem = ""
        try:
            answer = parse_answer(field, values)
        except WrongAnswer as wrong:
            problem = str(wrong)
            answer = kept_as_typed(field, values)
        elsewhere = changed_elsewhere(actor, application, revision, page)
        theirs = next((one for one in elsewhere if one.key == key), None)
        if theirs is not None and theirs.value != answer:
            raise ChangedMeanwhile(theirs, current_revision(application))
        if key.startswith(PREFIX):
            _explain(actor, application, key.removeprefix(PREFIX), str(answer or ""))
        else:
            change_answer(application, key, answer)
        new = note_revision(actor, application, key, page)
        if key == application.scheme_version.parsed.title_field:
            application.title = str(answer or "")[:200]
        application.save(update_fields=SAVED)
        tell_answered(actor, application)
        others = [one for one in elsewhere if one.key != key]
        return Saved(timezone.now(), new, problem, others)


def _explain(actor: Actor, application: Application, key: str, reason: str) -> None:
    """Keep the reason beside the doubt that it answers."""
    _, doubts = judged_draft(application)
    explain(application, key, doubts.get(key, ""), reason, actor.user_name)
