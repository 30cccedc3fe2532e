"""Saving, retiring and restoring a record: for forms, imports and interfaces alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from accounts.actors import home_of
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from documents.actions.store_attachment import store_attachment
from documents.fields import AttachmentField
from documents.models import Attachment
from pages.models import RecordModel
from pages.stale import refuse_stale

if TYPE_CHECKING:
    from pages.records.record import Record

R = TypeVar("R", bound=RecordModel)
MISSING = "此项必填。"
AT_ONCE = "刚刚有人登记了同样的内容，请刷新后核对。"


class Saved(NamedTuple, Generic[R]):
    """The saved row, whether it is new, and the names of the fields that were changed."""

    row: R
    is_new: bool
    changed: tuple[str, ...]


def save_record(
    actor: Actor,
    record: type[Record[R]],
    values: Mapping[str, object],
    *,
    pk: object = None,
    version: int | None = None,
) -> Saved[R]:
    """Add a row of `record`, or change the one with the key `pk`.

    `values` are by field: related rows or their keys, uploads for files (False takes one away,
    None leaves it). `version` is the one that the page showed; None is no page. A row that stays
    as it is gets no new version.

    Raises `NotPermitted`, `StaleRecord`, the model's `DoesNotExist`, and `RuleViolation` by field:
    for a rule of the model, a retired row, and a field that the form does not have.
    """
    kept = record(actor)
    with transaction.atomic():
        row = _new(kept) if pk is None else _locked(kept, pk, version)
        if pk is not None and row.is_retired:
            raise RuleViolation(f"这项{record.noun}已经停用，请先恢复再修改。")
        unknown = values.keys() - set(kept.form_fields(None if pk is None else row))
        if unknown:
            raise RuleViolation(dict.fromkeys(sorted(unknown), "这一项不能修改。"))
        before = _columns(row)
        uploads = _assign(row, values)
        check(row)
        for name, upload in uploads.items():
            setattr(row, name, _stored(actor, row, name, upload))
        changed = tuple(name for name, value in _columns(row).items() if value != before[name])
        if pk is None or changed:
            row.version += pk is not None
            _save(row)
            kept.changed = changed
            kept.saved(row, is_new=pk is None)
    return Saved(row, pk is None, changed)


def retire_record(
    actor: Actor, record: type[Record[R]], pk: object, reason: str, version: int | None = None
) -> R:
    """Take a row out of use and return it; its data and history stay. Raises like `save_record`."""
    return _set_retired(actor, record, pk, reason, version, retire=True)


def restore_record(
    actor: Actor, record: type[Record[R]], pk: object, reason: str, version: int | None = None
) -> R:
    """Bring a retired row back into use and return it. Raises like `save_record`."""
    return _set_retired(actor, record, pk, reason, version, retire=False)


def _set_retired(
    actor: Actor, record: type[Record[R]], pk: object, reason: str, version: int | None,
    *, retire: bool,
) -> R:  # fmt: skip
    kept = record(actor)
    with transaction.atomic():
        row = _locked(kept, pk, version)
        if row.is_retired == retire:
            done = "已经停用" if retire else "没有停用"
            raise RuleViolation(f"这项{record.noun}{done}，无需再办。")
        row.retired_at = timezone.now() if retire else None
        row.retirement_reason = reason.strip()
        row.version += 1
        if not row.retirement_reason:
            raise RuleViolation({"reason": "请写明原因。"})
        check(row)
        _save(row)
        kept.saved(row, is_new=False)
    return row


def check(row: models.Model) -> None:
    """Raise `RuleViolation`, by field, for what the model's own rules forbid of `row`."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise RuleViolation(
            {
                "" if name == NON_FIELD_ERRORS else name: " ".join(map(_words, reasons))
                for name, reasons in error.error_dict.items()
            }
        ) from None


def _words(reason: ValidationError) -> str:
    return MISSING if reason.code in ("null", "blank") else " ".join(reason.messages)


def _new(kept: Record[R]) -> R:
    if not kept.may_add():
        raise NotPermitted
    return kept.new_row()


def _locked(kept: Record[R], pk: object, version: int | None) -> R:
    """The row, locked until the transaction ends, in the version that the page showed."""
    row = kept.rows().select_for_update(of=("self",)).get(pk=pk)
    if not kept.may_edit(row):
        raise NotPermitted
    refuse_stale(row, version)
    return row


def _columns(row: models.Model) -> dict[str, object]:
    return {str(field.name): getattr(row, field.attname) for field in row._meta.concrete_fields}


def _assign(row: models.Model, values: Mapping[str, object]) -> dict[str, UploadedFile]:
    """Give `row` its values; the uploads, which are stored later, are returned."""
    uploads: dict[str, UploadedFile] = {}
    for name, value in values.items():
        field = row._meta.get_field(name)
        if isinstance(field, AttachmentField):
            if isinstance(value, UploadedFile):
                uploads[name] = value
            else:
                field.save_form_data(row, value)
        elif isinstance(field, models.ForeignKey) and not isinstance(value, models.Model):
            setattr(row, field.attname, value)
        else:
            setattr(row, name, value)
    return uploads


def _stored(actor: Actor, row: models.Model, name: str, upload: UploadedFile) -> Attachment:
    field = row._meta.get_field(name)
    assert isinstance(field, AttachmentField)
    try:
        return store_attachment(
            actor, upload, purpose=field.purpose, allowed=field.allowed, **home_of(actor)
        )
    except RuleViolation as refusal:
        raise RuleViolation({name: str(refusal)}) from None


def _save(row: models.Model) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        check(row)  # says which rule it is, now that the other's row can be seen
        raise RuleViolation(AT_ONCE) from error
