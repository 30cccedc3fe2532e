"""Drafts of scheme versions: made from the last one, changed, taken from a file, put away."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.db import transaction
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from documents.written.dates import CHECK_YEAR, is_far_after
from pages.stale import refuse_stale
from schemes.definition.stored import Stored
from schemes.models import Scheme, SchemeVersion

State = SchemeVersion.State
Change: TypeAlias = Callable[[Stored], Stored]
LONGEST_YEARS = 10


@dataclass(frozen=True)
class Details:
    """What a version says of itself. Both dates are local and inclusive."""

    label: str
    source_document: str
    valid_from: date
    valid_to: date | None
    change_note: str

    def problems(self) -> dict[str, str]:
        problems = {}
        if not self.label.strip():
            problems["label"] = "请填写版本名称，如“2027 版”。"
        if not self.source_document.strip():
            problems["source_document"] = "请填写依据文件的名称和文号。"
        if self.valid_to is not None and self.valid_to < self.valid_from:
            problems["valid_to"] = "适用期的结束不能早于开始。"
        if is_far_after(self.valid_from, timezone.localdate(), LONGEST_YEARS):
            problems["valid_from"] = f"{CHECK_YEAR}。"
        return problems


def clone_version(actor: Actor, version_id: int, label: str) -> SchemeVersion:
    """A draft with the content of another version, to be changed into the next one.

    Raises `NotPermitted`, or `RuleViolation` for a label that the scheme has already.
    """
    _city_only(actor)
    with transaction.atomic():
        source = SchemeVersion.objects.select_related("scheme").get(pk=version_id)
        _free_label(source.scheme, label)
        now = timezone.now()
        version: SchemeVersion = SchemeVersion.objects.create(
            scheme=source.scheme,
            label=label.strip()[:40],
            definition=copy.deepcopy(source.definition),
            source_document=source.source_document,
            valid_from=timezone.localdate(),
            based_on=source,
            created_by_id=actor.user_id,
            edited_by_id=actor.user_id,
            edited_at=now,
        )
        return version


def new_scheme(
    actor: Actor, code: str, name: str, details: Details, definition: Stored
) -> SchemeVersion:
    """The first draft of a scheme that is not there yet.

    Raises `NotPermitted`, or `RuleViolation` by form field.
    """
    _city_only(actor)
    problems = details.problems()
    if not name.strip():
        problems["name"] = "请填写认定项目的名称。"
    if Scheme.objects.filter(code=code).exists():
        problems["code"] = "已有这个代码的认定项目。"
    if problems:
        raise RuleViolation(problems)
    with transaction.atomic():
        last = Scheme.objects.order_by("-sort").values_list("sort", flat=True).first()
        scheme = Scheme.objects.create(
            code=code, name=name.strip()[:80], sort=0 if last is None else last + 1
        )
        version: SchemeVersion = SchemeVersion.objects.create(
            scheme=scheme,
            label=details.label.strip()[:40],
            definition=definition,
            source_document=details.source_document.strip(),
            valid_from=details.valid_from,
            valid_to=details.valid_to,
            change_note=details.change_note.strip(),
            created_by_id=actor.user_id,
            edited_by_id=actor.user_id,
            edited_at=timezone.now(),
        )
        return version


def change_details(actor: Actor, version_id: int, shown: int, details: Details) -> SchemeVersion:
    """Change what a draft says of itself. Raises as `change_content`, and by form field."""
    problems = details.problems()
    if problems:
        raise RuleViolation(problems)
    with transaction.atomic():
        version = _draft(actor, version_id, shown)
        if details.label.strip() != version.label:
            _free_label(version.scheme, details.label)
        version.label = details.label.strip()[:40]
        version.source_document = details.source_document.strip()[:300]
        version.valid_from, version.valid_to = details.valid_from, details.valid_to
        version.change_note = details.change_note.strip()[:500]
        return _saved(actor, version)


def change_content(
    actor: Actor,
    version_id: int,
    shown: int,
    change: Change,
) -> SchemeVersion:
    """Put `change(definition)` in the place of a draft's definition.

    `shown` is the draft's own version that the page showed. Raises `NotPermitted`, `RuleViolation`
    for one that is no draft, and `StaleRecord` when somebody else changed it meanwhile.
    """
    with transaction.atomic():
        version = _draft(actor, version_id, shown)
        version.definition = change(copy.deepcopy(version.definition))
        return _saved(actor, version)


def delete_draft_version(actor: Actor, version_id: int, shown: int) -> SchemeVersion:
    """Delete a draft that was never published. Raises as `change_content`."""
    with transaction.atomic():
        version = _draft(actor, version_id, shown)
        scheme = version.scheme
        version.delete()
        if not scheme.versions.exists():
            scheme.delete()
        return version


def _draft(actor: Actor, version_id: int, shown: int) -> SchemeVersion:
    _city_only(actor)
    drafts = SchemeVersion.objects.select_for_update(of=("self",)).select_related("scheme")
    version: SchemeVersion = drafts.get(pk=version_id)
    if version.state != State.DRAFT:
        raise RuleViolation(f"这一版现在是“{version.get_state_display()}”，不能修改。")
    refuse_stale(version, shown)
    return version


def _saved(actor: Actor, version: SchemeVersion) -> SchemeVersion:
    version.version += 1
    version.edited_by_id = actor.user_id
    version.edited_at = timezone.now()
    version.save()
    return version


def _free_label(scheme: Scheme, label: str) -> None:
    if not label.strip():
        raise RuleViolation({"label": "请填写版本名称，如“2027 版”。"})
    if scheme.versions.filter(label=label.strip()).exists():
        raise RuleViolation({"label": f"“{scheme.name}”已有“{label.strip()}”。"})


def _city_only(actor: Actor) -> None:
    if not actor.is_city:
        raise NotPermitted("只有市级主管部门可以修改认定项目。")
