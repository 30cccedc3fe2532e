"""A workbook of feedback: checked first, and its good rows applied when the officer says so."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypedDict

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.actors import home_of
from accounts.errors import RuleViolation
from accounts.tenancy import Actor
from documents.file_types import content_of
from documents.workbooks.accepted import why_no_table
from financing.feedback.actions.report_credit import REJECTED, LineResult, report_credits
from financing.feedback.shape import FIELDS
from financing.feedback.workbook import ReadLine, cells_of_line, read_feedback
from financing.feedback.written import plain_text
from financing.models import FeedbackUpload

MOST_BYTES = 10 * 1024 * 1024


class Finding(TypedDict):
    """A wrong cell: the number of its row, the row's reference, its column and what it holds, and
    why it is wrong. Row 0 is the file as a whole."""

    row: int
    reference: str
    column: str
    cell: str
    text: str


def check_upload(actor: Actor, file: UploadedFile) -> FeedbackUpload:
    """Read a workbook and say what would become of each row; nothing is reported yet.

    Raises `NotPermitted`, and `RuleViolation` at the field `file` for what cannot be read at all.
    """
    if why := why_no_table(file, file.name or "未命名", (".xlsx",), MOST_BYTES):
        raise RuleViolation({"file": why})
    with transaction.atomic():
        try:
            read, unread = read_feedback(content_of(file))
        except RuleViolation as refused:
            raise RuleViolation({"file": str(refused)}) from refused
        repeated = _repeated(read)
        results = _checked(actor, read, repeated)
        good, wrong = [], []
        findings = [
            Finding(row=0, reference="", column="", cell="", text=f"{one}。") for one in unread
        ]
        for one, result in zip(read, results, strict=True):
            # What a cell could not say is told by the cell, and not as missing besides.
            errors = {**result.errors, **one.errors, **repeated.get(one.row, {})}
            if one.is_no_row:
                errors = one.errors
            if not errors:
                good.append({"row": one.row, "line": one.line, "status": result.status})
                continue
            findings += _findings(one.row, one.cells, errors)
            wrong.append({"row": one.row, "cells": one.cells})
        upload: FeedbackUpload = FeedbackUpload.objects.create(
            **home_of(actor),
            name=(file.name or "未命名")[-200:],
            rows=good,
            findings=findings,
            wrong_rows=wrong,
            uploaded_by_id=actor.user_id,
        )
    return upload


def _repeated(read: Sequence[ReadLine]) -> dict[int, dict[str, str]]:
    """What is wrong with the rows of a number that stands more than once, by their own numbers:
    which of them is right is the bank's to say, and none is taken before it did."""
    rows: dict[str, list[int]] = {}
    for one in read:
        if one.is_no_row:
            continue
        if number := plain_text(str(one.line.get("reference", ""))):
            rows.setdefault(number, []).append(one.row)
    told: dict[int, dict[str, str]] = {}
    for found in rows.values():
        if len(found) > 1:
            named = "、".join(str(row) for row in found[:10])
            text = f"表中第 {named} 行编号相同，请只保留正确的一行，其余删除。"
            told |= {row: {"reference": text} for row in found}
    return told


def _checked(
    actor: Actor, read: Sequence[ReadLine], repeated: Mapping[int, object]
) -> list[LineResult]:
    """What would become of each row. The others are checked without the `repeated` ones, which they
    cannot rely upon."""
    results = report_credits(actor, [one.line for one in read], "", check_only=True)
    others = [one for one in read if one.row not in repeated and not one.is_no_row]
    if len(others) == len(read):
        return results
    alone = dict(
        zip(
            (one.row for one in others),
            report_credits(actor, [one.line for one in others], "", check_only=True),
            strict=True,
        )
    )
    return [alone.get(one.row, result) for one, result in zip(read, results, strict=True)]


def counts_of(upload: FeedbackUpload) -> dict[str, int]:
    """How many of the good rows are new, change an existing credit, or change nothing."""
    return dict(Counter(one["status"] for one in upload.rows))


def apply_upload(actor: Actor, upload_id: int) -> list[LineResult]:
    """Report the good rows of a checked workbook; returns what became of each.

    Raises `FeedbackUpload.DoesNotExist`, `NotPermitted`, or `RuleViolation` when it was applied
    before.
    """
    with transaction.atomic():
        rows = FeedbackUpload.objects.visible_to(actor).select_for_update(of=("self",))
        upload = rows.get(pk=upload_id)
        if upload.applied_at is not None:
            raise RuleViolation("这份表格已经导入。")
        lines = [one["line"] for one in upload.rows]
        results = report_credits(actor, lines, f"{actor.user_name}（表格）")
        upload.applied_at = timezone.now()
        for one, result in zip(upload.rows, results, strict=True):
            if result.status == REJECTED:
                cells = cells_of_line(one["line"])
                upload.findings += _findings(one["row"], cells, result.errors)
                upload.wrong_rows.append({"row": one["row"], "cells": cells})
        upload.save(update_fields=["applied_at", "findings", "wrong_rows"])
    return results


def _findings(row: int, cells: dict[str, str], errors: dict[str, str]) -> list[Finding]:
    """What is wrong with a row, cell by cell, for the officer to find it again."""
    return [
        Finding(
            row=row,
            reference=cells.get("reference", ""),
            column=FIELDS.get(name, ""),
            cell=cells.get(name, ""),
            text=text,
        )
        for name, text in errors.items()
    ]
