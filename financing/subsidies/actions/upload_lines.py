"""Lines of a claim by workbook: checked first, then written, all good rows in one transaction."""

from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.tenancy import Actor
from documents.file_types import content_of
from documents.workbooks.accepted import why_no_table
from enterprises.models import Enterprise
from financing.models import SubsidyClaim, SubsidyKey, SubsidyLine, SubsidyUpload
from financing.subsidies.actions.save_line import MOST_LINES, line_fields, new_line
from financing.subsidies.checks import of_line
from financing.subsidies.claims import window_of
from financing.subsidies.counting import recount
from financing.subsidies.keys import keep_keys, keys_of
from financing.subsidies.line_rules import values_of, write_values
from financing.subsidies.locking import locked_claim, next_number
from financing.subsidies.shape import LineField, read_values
from financing.subsidies.workbook import ReadRow, ReadSheet, kept_text, read_lines

ENDINGS, MOST_BYTES, MOST_FINDINGS = (".xlsx", ".csv"), 10 * 1024 * 1024, 2_000
Signature = tuple[str, ...]


def check_upload(actor: Actor, case_id: int, kind: str, upload: UploadedFile) -> SubsidyUpload:
    """Read and judge a workbook; the claim stays as it is. A row that is doubtful (dated outside
    the window, an amount in another unit, somebody else's invoice) is not written by a workbook:
    by hand it can be, with a word. Raises `NotPermitted`, and `RuleViolation` at "file"."""
    name = (upload.name or "").replace("\\", "/").rsplit("/", 1)[-1][-200:]
    if why := why_no_table(upload, name, ENDINGS, MOST_BYTES):
        raise RuleViolation({"file": why})
    with transaction.atomic():
        claim = locked_claim(actor, case_id)
        new_line(claim, kind)  # refuses a kind that is not asked for
        fields = line_fields(claim, kind)
        try:
            sheet = read_lines(content_of(upload), name, kind, fields)
        except RuleViolation as refusal:
            raise RuleViolation({"file": str(refusal)}) from refusal
        _judge(claim, kind, fields, sheet)
        findings = [
            sheet.finding(row, field, text)
            for row in sheet.rows
            for field, text in row.errors.items()
        ]
        return SubsidyUpload.objects.create(
            **claim.home,
            claim=claim,
            name=name,
            kind=kind,
            rows=[_staged(row) for row in sheet.rows if not row.errors],
            cells=sheet.cells if findings else [],
            findings=findings[:MOST_FINDINGS],
            written={"total": len(sheet.rows)},
            uploaded_by_id=actor.user_id,
        )


def apply_upload(actor: Actor, case_id: int, pk: int) -> SubsidyUpload:
    """Write the good rows: a row whose invoice, receipt or policy stands in the claim already
    mends that line, one that says the same changes nothing. Pressed twice, it writes once."""
    with transaction.atomic():
        claim = locked_claim(actor, case_id)
        upload = SubsidyUpload.objects.select_for_update().get(pk=pk, claim=claim)
        if upload.applied_at is not None:
            return upload
        if not upload.rows:
            raise RuleViolation("没有可以写入的行。")
        counts = _write(claim, upload)
        upload.written = {**upload.written, **counts}
        upload.applied_at = timezone.now()
        upload.save(update_fields=["written", "applied_at"])
        recount(claim)
    return upload


def _judge(claim: SubsidyClaim, kind: str, fields: tuple[LineField, ...], sheet: ReadSheet) -> None:
    """Add to the rows what is doubtful about them, and which repeat a row above."""
    code = Enterprise.objects.filter(pk=claim.organisation_id).values_list("credit_code", flat=True)
    buyer, window = code.first() or "", window_of(claim)
    seen: dict[Signature, int] = {}
    for row in sheet.rows:
        if row.errors:
            continue
        line = SubsidyLine(claim=claim, kind=kind, number=row.row)
        write_values(line, fields, row.values)
        for hit in of_line(line, buyer, window):
            row.errors.setdefault(hit.field, f"{hit.text}确实如此的，请手工添加并写明说明。")
        signature = _signature(line, fields)
        first = seen.setdefault(signature, row.row)
        if first != row.row and not row.errors:
            row.errors[_field_of(signature, fields)] = f"与表中第 {first} 行重复。"


def _field_of(signature: Signature, fields: tuple[LineField, ...]) -> str:
    names = {
        SubsidyKey.Kind.INVOICE: "invoice_number",
        SubsidyKey.Kind.LOAN: "receipt_number",
        SubsidyKey.Kind.POLICY: "policy_number",
        SubsidyKey.Kind.PROOF: "proof_number",
    }
    name = names.get(SubsidyKey.Kind(signature[0])) if len(signature) == 2 else None
    return name or fields[0].key


def _staged(row: ReadRow) -> dict[str, Any]:
    return {
        "row": row.row,
        "values": {name: kept_text(value) for name, value in row.values.items()},
    }


def _signature(line: SubsidyLine, fields: tuple[LineField, ...]) -> Signature:
    """What tells that two rows are the same line: its number, or all that it says."""
    hard = (SubsidyKey.Kind.INVOICE, SubsidyKey.Kind.LOAN, SubsidyKey.Kind.POLICY)
    for kind, key in keys_of(line):
        if kind in hard:
            return (kind, key)
    return tuple(kept_text(value) for value in values_of(line, fields).values())


def _write(claim: SubsidyClaim, upload: SubsidyUpload) -> dict[str, int]:
    fields = line_fields(claim, upload.kind)
    standing: Iterable[SubsidyLine] = claim.lines.filter(withdrawn_at=None, kind=upload.kind)
    known = {_signature(line, fields): line for line in standing}
    number, made, mended, same = next_number(claim), [], [], 0
    for staged in upload.rows:
        values, errors = read_values(fields, staged["values"])
        if errors:
            raise RuleViolation("申报要求已更正，请重新上传这份表格。")
        line = SubsidyLine(**claim.home, claim=claim, kind=upload.kind, number=number)
        write_values(line, fields, values)
        before = known.get(_signature(line, fields))
        if before is None:
            made.append(line)
            number += 1
            continue
        was = {name: kept_text(value) for name, value in values_of(before, fields).items()}
        write_values(before, fields, values)
        now = {name: kept_text(value) for name, value in values_of(before, fields).items()}
        if was == now:
            same += 1
        else:
            before.version += 1
            mended.append(before)
    if len(known) + len(made) > MOST_LINES:
        raise RuleViolation(f"一件申报最多 {MOST_LINES:,} 行，现有 {len(known):,} 行。")
    SubsidyLine.objects.bulk_create(made, batch_size=500)
    changed = [one.key for one in fields if one.in_column]
    SubsidyLine.objects.bulk_update(mended, [*changed, "more", "version"], batch_size=500)
    keep_keys([*made, *mended])
    return {"created": len(made), "updated": len(mended), "unchanged": same}
