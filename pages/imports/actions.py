"""Bringing a file in: check it, then apply it or give it up."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from uuid import UUID

from clamd import ClamdError
from django.core.exceptions import ObjectDoesNotExist
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.actors import home_of
from accounts.errors import NotPermitted, RuleViolation, StaleVersion
from accounts.tenancy import Actor
from documents.file_types import content_of
from documents.scanning import ScanResult, configured_scanner
from documents.workbooks.accepted import why_no_table
from documents.workbooks.source import read_source
from pages.imports.check import check_source
from pages.imports.models import StagedImport, StagedRow
from pages.records.actions import save_record
from pages.words import field_named, from_json

if TYPE_CHECKING:
    from pages.imports.declaration import RecordImport

MOST_BYTES = 10 * 1024 * 1024
ENDINGS = (".xlsx", ".csv")
MOST_PROBLEMS = 500
State = StagedImport.State


def check_file(actor: Actor, kind: type[RecordImport], upload: UploadedFile) -> StagedImport:
    """Read and judge a file, and stage its good rows; the catalogue stays untouched.

    Raises `NotPermitted`, and `RuleViolation` (key "file") for one that cannot be read.
    """
    bringing = kind(actor)
    if not bringing.kept.may_add():
        raise NotPermitted
    name = (upload.name or "").replace("\\", "/").rsplit("/", 1)[-1][-200:]
    try:
        digest = _accepted(upload, name)
        source = read_source(content_of(upload), name, kind.record.title, bringing.columns())
        found = check_source(bringing, source)
    except RuleViolation as refusal:
        raise RuleViolation({"file": str(refusal)}) from None
    return StagedImport.objects.create(
        catalogue=kind.name,
        file_name=name,
        sha256=digest,
        uploaded_by_id=actor.user_id,
        rows_unchanged=found.unchanged,
        rows_wrong=found.wrong,
        problems_total=len(found.problems),
        problems=found.problems[:MOST_PROBLEMS],
        rows=found.rows,
        **home_of(actor),
    )


def _accepted(upload: UploadedFile, name: str) -> str:
    """The hash of a file that may be read. Leaves it at its beginning."""
    if why := why_no_table(upload, name, ENDINGS, MOST_BYTES):
        raise RuleViolation(why)
    try:
        verdict = configured_scanner().scan(content_of(upload))
    except (OSError, ClamdError) as error:
        raise RuleViolation("查毒服务暂时不可用，请过几分钟再上传。") from error
    if verdict == ScanResult.INFECTED:
        raise RuleViolation("查毒发现这个文件带有病毒，已拒绝。")
    upload.seek(0)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def apply_import(actor: Actor, kind: type[RecordImport], pk: UUID) -> StagedImport:
    """Write the good rows, all in one transaction, each by `save_record`.

    Pressed twice, it writes once. Raises `RuleViolation` for a file that was given up, has nothing
    to write, or whose rows were changed by somebody since the check; then nothing is written.
    """
    with transaction.atomic():
        staged = _own(actor, kind, pk)
        if staged.state == State.APPLIED:
            return staged
        if staged.state != State.CHECKED or not staged.rows:
            raise RuleViolation("没有需要写入的行。")
        for row in staged.rows:
            _write(actor, kind, row)
        _decide(staged, actor, State.APPLIED)
    return staged


def discard_import(actor: Actor, kind: type[RecordImport], pk: UUID) -> StagedImport:
    """Give a checked file up; nothing of it is written. Raises `RuleViolation` once applied."""
    with transaction.atomic():
        staged = _own(actor, kind, pk)
        if staged.state == State.APPLIED:
            raise RuleViolation("这个文件已经导入，不能放弃。")
        _decide(staged, actor, State.DISCARDED)
    return staged


def _own(actor: Actor, kind: type[RecordImport], pk: UUID) -> StagedImport:
    if not kind(actor).kept.may_add():
        raise NotPermitted
    own = StagedImport.objects.filter(organisation_id=actor.organisation_id, catalogue=kind.name)
    return own.select_for_update().get(pk=pk)


def _decide(staged: StagedImport, actor: Actor, state: State) -> None:
    staged.state, staged.decided_by_id, staged.decided_at = state, actor.user_id, timezone.now()
    staged.save(update_fields=["state", "decided_by", "decided_at"])


def _write(actor: Actor, kind: type[RecordImport], row: StagedRow) -> None:
    model = kind.record.model
    values = {name: from_json(field_named(model, name), raw) for name, raw in row["values"].items()}
    try:
        save_record(actor, kind.record, values, pk=row["pk"], version=row["version"])
    except (StaleVersion, RuleViolation, ObjectDoesNotExist) as error:
        why = str(error).rstrip("。") if isinstance(error, RuleViolation) else "核对之后有人改过"
        raise RuleViolation(
            f"第 {row['number']} 行“{row['title']}”不能写入：{why}。"
            "全部没有写入，请重新上传文件核对。"
        ) from error
