"""Storing an upload."""

import hashlib
import uuid
from collections.abc import Sequence
from typing import Protocol

from django.core.files.base import File
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.errors import RuleViolation
from accounts.outbox import post
from documents.file_types import DOCX, JPEG, PDF, PNG, XLSX, content_of, sniff
from documents.models import Attachment
from documents.pictures import KeptPicture, NoPicture, is_head_alone, picture_to_keep
from documents.unusable_files import why_not, why_not_drawn

MOST_BYTES = 20 * 1024 * 1024
# Of what one form sends at once; a request takes some more, for the words that go with it.
MOST_FILES, MOST_TOGETHER = 5, 20 * 1024 * 1024
ALL_TYPES = (PDF, PNG, JPEG, DOCX, XLSX)
PICTURES = (PNG, JPEG)


class Uploader(Protocol):
    """Who stores a file: an actor, or somebody who has no duty yet."""

    @property
    def user_id(self) -> int: ...


def too_much(uploads: Sequence[UploadedFile]) -> str:
    """Why so many files cannot be taken at once, or ""."""
    if len(uploads) > MOST_FILES:
        return f"最多 {MOST_FILES} 个文件，现在选了 {len(uploads)} 个。"
    if sum(one.size or 0 for one in uploads) > MOST_TOGETHER:
        return f"文件合计超过 {MOST_TOGETHER // 1024 // 1024} MB，请压缩后再上传。"
    return ""


def named(upload: UploadedFile) -> str:
    """The name of an upload without a path."""
    return (upload.name or "未命名").replace("\\", "/").rsplit("/", 1)[-1][-200:]


def checked_type(upload: UploadedFile, allowed: tuple[str, ...], most_bytes: int) -> str:
    """The content type of an upload that is taken as far as its beginning, ending and size tell.
    Raises `RuleViolation`."""
    name, size = named(upload), upload.size or 0
    if size == 0:
        raise RuleViolation(f"“{name}”是空文件，请重新选择。")
    if size > most_bytes:
        most, has = most_bytes / 1024 / 1024, size / 1024 / 1024
        raise RuleViolation(f"“{name}”有 {has:.1f} MB，超过 {most:.0f} MB，请压缩后再上传。")
    content = content_of(upload)
    if why := why_not(content, name, allowed):
        raise RuleViolation(why)
    return sniff(content) or ""


def drawn(upload: UploadedFile) -> KeptPicture:
    """An upload that begins as a picture, as it is kept. Raises `RuleViolation`."""
    kind = sniff(content_of(upload)) or ""
    content = content_of(upload).read()
    try:
        return picture_to_keep(content, kind)
    except NoPicture as refusal:
        raise RuleViolation(why_not_drawn(named(upload), content, kind, refusal)) from refusal


def store_attachment(
    actor: Uploader | None,
    upload: UploadedFile,
    *,
    purpose: str,
    organisation_id: int,
    district_id: int,
    allowed: tuple[str, ...] = ALL_TYPES,
    most_bytes: int = MOST_BYTES,
) -> Attachment:
    """Store `upload` for an organisation and owe its scan; `actor` None is the public. A picture is
    kept as `picture_to_keep` makes it.

    Raises `RuleViolation` for an empty or too large file, for content that is not of an allowed
    type or does not fit the name's ending, and for a file that nobody could open.
    """
    name = named(upload)
    kind = checked_type(upload, allowed, most_bytes)
    kept: File = upload
    if kind in PICTURES and not (kind == JPEG and is_head_alone(content_of(upload).read())):
        kept = drawn(upload).as_file()
    digest = hashlib.sha256()
    for chunk in kept.chunks():
        digest.update(chunk)
    kept.seek(0)
    identity = uuid.uuid4()
    key = storages["attachments"].save(f"{identity.hex[:2]}/{identity.hex}", kept)
    with transaction.atomic():
        attachment = Attachment.objects.create(
            id=identity,
            name=name,
            content_type=kind,
            size=kept.size,
            sha256=digest.hexdigest(),
            storage_key=key,
            purpose=purpose,
            organisation_id=organisation_id,
            district_id=district_id,
            uploaded_by_id=actor.user_id if actor else None,
        )
        post("documents.scan", {"attachment_id": str(identity)}, f"scan:{identity}")
    return attachment
