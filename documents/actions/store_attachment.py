"""Storing an upload."""

import hashlib
import uuid
from collections.abc import Sequence
from typing import Protocol

from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.errors import RuleViolation
from accounts.outbox import post
from documents.file_types import (
    DOCX,
    JPEG,
    NAMES,
    PDF,
    PNG,
    XLSX,
    advice_about,
    content_of,
    extension_agrees,
    sniff,
)
from documents.models import Attachment
from documents.pdf_locks import needs_password

MOST_BYTES = 20 * 1024 * 1024
# Of what one form sends at once; a request takes some more, for the words that go with it.
MOST_FILES, MOST_TOGETHER = 5, 20 * 1024 * 1024
ALL_TYPES = (PDF, PNG, JPEG, DOCX, XLSX)


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


def _refuse_unreadable(upload: UploadedFile, name: str) -> None:
    """Raise `RuleViolation` for a PDF that nobody could open. Leaves it at its beginning."""
    data = upload.read()
    upload.seek(0)
    if needs_password(data):
        raise RuleViolation(f"“{name}”要输入密码才能打开，请去掉密码后再上传。")
    if b"%%EOF" not in data and b"startxref" not in data:
        raise RuleViolation(f"“{name}”不完整，打不开，请重新导出或扫描后再上传。")


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
    """Store `upload` for an organisation and owe its scan; `actor` None is the public.

    Raises `RuleViolation` for an empty or too large file and for content that is not of an
    allowed type or does not fit the name's ending.
    """
    name = (upload.name or "未命名").replace("\\", "/").rsplit("/", 1)[-1][-200:]
    size = upload.size or 0
    if size == 0:
        raise RuleViolation(f"“{name}”是空文件，请重新选择。")
    if size > most_bytes:
        raise RuleViolation(f"“{name}”超过 {most_bytes // 1024 // 1024} MB，请压缩后再上传。")
    content_type = sniff(content_of(upload))
    if content_type not in allowed:
        kinds = "、".join(NAMES[kind] for kind in allowed)
        if advice := advice_about(content_of(upload), name):
            raise RuleViolation(f"“{name}”的内容不是可接受的类型。{advice}。")
        raise RuleViolation(f"“{name}”的内容不是可接受的类型。请上传 {kinds} 文件。")
    if not extension_agrees(name, content_type):
        raise RuleViolation(
            f"“{name}”的扩展名与内容（{NAMES[content_type]}）不一致，请改正后上传。"
        )
    if content_type == PDF:
        _refuse_unreadable(upload, name)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    identity = uuid.uuid4()
    key = storages["attachments"].save(f"{identity.hex[:2]}/{identity.hex}", upload)
    with transaction.atomic():
        attachment = Attachment.objects.create(
            id=identity,
            name=name,
            content_type=content_type,
            size=size,
            sha256=digest.hexdigest(),
            storage_key=key,
            purpose=purpose,
            organisation_id=organisation_id,
            district_id=district_id,
            uploaded_by_id=actor.user_id if actor else None,
        )
        post("documents.scan", {"attachment_id": str(identity)}, f"scan:{identity}")
    return attachment
