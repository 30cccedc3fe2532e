"""The one protocol for pages that are out of date.

The form of a row sends the `version` that the page showed; the act locks the row and calls
`refuse_stale`. A form that was refused comes back over what stands now (`keep_typed`, which
`pages.acts.attempt` calls): what the person changed stays in it, what only somebody else changed
is taken over, and the page says who changed what and when. Sending it again saves.
"""

from __future__ import annotations

from typing import cast

from django import forms
from django.db import models
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from accounts.errors import StaleVersion
from documents.fields import AttachmentField
from pages.history import Revision, history_of
from pages.request_values import shown_version
from pages.words import EMPTY, from_json, pair, value_word


def version_of(row: models.Model) -> int:
    """The number of the row's version; every model with this protocol has a column `version`."""
    return int(getattr(row, "version"))  # noqa: B009 - models share the column, not a base


class StaleRecord(StaleVersion):
    """`row` was changed after the version that the page showed, by `revisions` (newest first)."""

    def __init__(self, row: models.Model, revisions: list[Revision]) -> None:
        self.row, self.revisions = row, revisions
        self.told = _words(revisions)
        super().__init__(f"{self.told}请核对后再操作。")

    @property
    def before(self) -> dict[str, object]:
        """Column -> what it held on the page, for those that were changed since."""
        found: dict[str, object] = {}
        for one in self.revisions:
            found.update(one.before)
        return found


def refuse_stale(row: models.Model, version: int | None) -> None:
    """Raise `StaleRecord` unless `version` is that of the locked `row`; None is no page."""
    if version is not None and version != version_of(row):
        raise StaleRecord(row, history_of(row, since=version))


def version_to_show(
    request: HttpRequest, row: models.Model | None, form: BaseForm | None = None
) -> int:
    """The version that the form of a page sends back, 0 where there is no row yet. A form that
    came back for another reason keeps the one that it was opened with: its reader has not seen a
    later one."""
    stale: StaleRecord | None = getattr(form, "stale", None)
    if stale is not None:
        return version_of(stale.row)
    if request.method == "POST":
        return shown_version(request.POST)
    return version_of(row) if row is not None else 0


def keep_typed(form: BaseForm, stale: StaleRecord) -> None:
    """Let a valid `form` come back with what was typed, and say at each field that both changed
    what stands there now."""
    setattr(form, "stale", stale)  # noqa: B010 - the page's template shows it
    form.add_error(None, f"{stale.told}您填写的内容还在，没有保存，请核对后再保存。")
    if not isinstance(form, forms.ModelForm) or not isinstance(stale.row, form._meta.model):
        return
    changed = _changed_fields(form, stale)
    now_held = {name: field.value_from_object(stale.row) for name, field in changed}
    theirs = type(form)(instance=stale.row, initial=now_held)
    data = cast(QueryDict, form.data).copy()  # the form is bound
    for name, field in changed:
        was, now = from_json(field, stale.before[str(field.column)]), now_held[name]
        typed = _plain(form.cleaned_data.get(name))
        if isinstance(field, AttachmentField):
            continue
        if _alike(typed, was):
            _put(data, theirs[name])
        elif not _alike(typed, now):
            shown = pair("", value_word(field, getattr(stale.row, name)) or EMPTY)[1]
            form.add_error(name, f"现在保存的是“{shown}”。以您填写的为准请再次保存，否则请改回。")
    form.data = data


def _changed_fields(form: forms.ModelForm, stale: StaleRecord) -> list[tuple[str, models.Field]]:
    """The form's fields that somebody else changed, by name with those of the model."""
    fields = {str(one.name): one for one in stale.row._meta.concrete_fields}
    return [
        (name, fields[name])
        for name in form.fields
        if name in fields and fields[name].column in stale.before
    ]


def _plain(value: object) -> object:
    return value.pk if isinstance(value, models.Model) else value


def _alike(one: object, other: object) -> bool:
    nothing: tuple[object, ...] = (None, "", [])
    return one == other or (one in nothing and other in nothing)


def _put(data: QueryDict, theirs: forms.BoundField) -> None:
    """Let the form's data hold what stands in the other's field."""
    value = theirs.value()
    if isinstance(theirs.field.widget, forms.CheckboxInput):
        data.setlist(theirs.html_name, ["on"] if value else [])
        return
    formatted = theirs.field.widget.format_value(value)
    several = formatted if isinstance(formatted, list | tuple) else [formatted]
    data.setlist(theirs.html_name, [str(one) for one in several if one is not None])


def _words(revisions: list[Revision]) -> str:
    if not revisions:
        return "您打开页面之后，内容被修改过。"
    parts = []
    for one in reversed(revisions[:3]):
        fields = "、".join(change.label for change in one.changes)
        when = f"{timezone.localtime(one.at):%m月%d日 %H:%M}"
        parts.append(f"{one.who} 于 {when} {one.what}了{fields or '这一项'}")
    return f"您打开页面之后，{'；'.join(parts)}。"


__all__ = ["StaleRecord", "keep_typed", "refuse_stale", "version_to_show"]
