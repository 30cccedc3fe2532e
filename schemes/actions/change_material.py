"""The files that the city offers for a material: an empty form, an example filled in."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.actors import home_of
from accounts.errors import RuleViolation
from accounts.tenancy import Actor
from documents.actions.store_attachment import store_attachment
from documents.file_types import DOCX, PDF, XLSX
from schemes.actions.design_scheme import change_content
from schemes.definition.form import FieldKind
from schemes.definition.stored import Stored, fields_in
from schemes.materials import KINDS, PURPOSE
from schemes.models import SchemeVersion


def change_material(
    actor: Actor, version_id: int, shown: int, key: str, kind: str, upload: UploadedFile | None
) -> SchemeVersion:
    """Offer `upload` as the `kind` of file for the question `key` of a draft; None takes away what
    is offered. What is published offers its files for ever. Raises as `change_content`."""
    if kind not in KINDS:
        raise RuleViolation("只能上传空白模板或填写样例。")

    def change(content: Stored) -> Stored:
        field = next((one for one in fields_in(content) if one.get("key") == key), None)
        if field is None or field.get("kind") != FieldKind.FILE:
            raise RuleViolation("没有这个附件项。")
        field.pop(KINDS[kind], None)
        if upload is not None:
            stored = store_attachment(
                actor, upload, purpose=PURPOSE, allowed=(PDF, DOCX, XLSX), **home_of(actor)
            )
            field[KINDS[kind]] = str(stored.pk)
        return content

    with transaction.atomic():
        return change_content(actor, version_id, shown, change)
