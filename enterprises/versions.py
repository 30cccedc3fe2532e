"""Which version of an entry a page showed, and refusing to act on an older one."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import TypeVar

from django.db import models
from django.forms import ModelForm
from django.utils import timezone

from accounts.errors import RuleViolation, StaleVersion
from enterprises.models import Enterprise

T = TypeVar("T")
_NEVER = datetime.min.replace(tzinfo=UTC)


def version_of(enterprise: Enterprise) -> str:
    """What a page's form sends back as `seen_at`."""
    return enterprise.updated_at.isoformat()


def seen_version(text: str | None) -> datetime:
    """The version that a form sent; missing or damaged text is a version that never was."""
    try:
        return datetime.fromisoformat(text or "")
    except ValueError:
        return _NEVER


def refuse_stale(enterprise: Enterprise, seen_at: datetime | None) -> None:
    """Raise `StaleVersion` when the (locked) entry was changed after `seen_at`; None is no page."""
    if seen_at is None or seen_at == enterprise.updated_at:
        return
    changed = timezone.localtime(enterprise.updated_at)
    raise StaleVersion(
        f"您打开页面之后，企业资料在 {changed:%Y-%m-%d %H:%M:%S} 被修改过。请核对新内容后再操作。"
    )


def content_version(row: models.Model | None) -> str:
    """What stands in a row, as a page's form sends it back; "" for none yet."""
    if row is None or row.pk is None:
        return ""
    content = [str(getattr(row, field.attname)) for field in row._meta.concrete_fields]
    return hashlib.sha256("\x1f".join(content).encode()).hexdigest()[:32]


def refuse_changed(row: models.Model | None, seen: str | None) -> None:
    """Raise `StaleVersion` when the (locked) row is not what the page showed; None is no page."""
    if seen is not None and seen != content_version(row):
        raise StaleVersion("您打开页面之后，同事改过这些内容。请核对后再保存。")


def or_show_theirs(
    act: Callable[[], T], form: ModelForm, saved: Callable[[], models.Model]
) -> Callable[[], T]:
    """`act` for `pages.acts.attempt`: a stale form comes back with what stands at its fields in
    the row that `saved` reads."""

    def carry_out() -> T:
        try:
            return act()
        except StaleVersion as stale:
            form.add_error(None, stale.message)
            show_theirs(form, saved())
            raise RuleViolation({}) from stale

    return carry_out


def shown_content(form: ModelForm, seen: str) -> str:
    """The version that the page of `form` shows: a stale form's own, else `seen`."""
    return str(getattr(form, "theirs", seen))


def show_theirs(form: ModelForm, saved: models.Model) -> None:
    """Say beside each field of a stale form what stands there now: saving again replaces it."""
    setattr(form, "theirs", content_version(saved))  # noqa: B010 - `shown_content` reads it
    theirs = type(form)(instance=saved)
    for name in list(form.cleaned_data):
        now = getattr(saved, name, None)
        if (form.cleaned_data[name] or None) == (now or None):
            continue
        field = theirs.fields[name]
        choices = dict(getattr(field, "choices", None) or {})
        shown = choices.get(now, now) if isinstance(now, str) else now
        if isinstance(now, bool):
            shown = "是" if now else "否"
        elif isinstance(now, Decimal):
            shown = f"{now.normalize():f}"
        form.add_error(
            name,
            f"现在保存的是“{shown if shown not in (None, '') else '（空）'}”。"
            "如以您填写的为准，请再次保存；否则请改回。",
        )
