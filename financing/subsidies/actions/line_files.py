"""Files that prove a line."""

import re
from collections.abc import Sequence
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.tenancy import Actor
from documents.access import register
from documents.actions.store_attachment import store_attachment, too_much
from documents.models import Attachment
from financing.models import SubsidyFile, SubsidyLine
from financing.subsidies.locking import line_of, locked_claim
from financing.subsidies.policies import FILE_READERS

FILES = "subsidy-line"
MOST_OF_A_LINE = 10
_NUMBER = re.compile(r"\D{0,3}(\d{1,5})(?!\d)")


def add_files(
    actor: Actor, case_id: int, number: int, role: str, uploads: Sequence[UploadedFile]
) -> int:
    """Tie files to a line, all or none; how many."""
    if not uploads:
        raise RuleViolation({"uploads": "请先选择文件。"})
    if why := too_much(uploads):
        raise RuleViolation({"uploads": why})
    with transaction.atomic():
        claim = locked_claim(actor, case_id)
        line = line_of(claim, number)
        for upload in uploads:
            _add(actor, line, role, upload)
    return len(uploads)


def add_by_name(actor: Actor, case_id: int, role: str, uploads: Sequence[UploadedFile]) -> int:
    """Tie each file to the line whose number its name begins with ("6 试验台.jpg"), all or none."""
    if not uploads:
        raise RuleViolation({"uploads": "请先选择文件。"})
    if why := too_much(uploads):
        raise RuleViolation({"uploads": why})
    with transaction.atomic():
        claim = locked_claim(actor, case_id)
        lines = {line.number: line for line in claim.lines.filter(withdrawn_at=None)}
        named = [(upload, _number_in(upload)) for upload in uploads]
        if wrong := [_why_not(*one) for one in named if one[1] not in lines]:
            raise RuleViolation({"uploads": f"{'；'.join(wrong)}。请改名后把文件重新选上。"})
        for upload, number in named:
            line = lines[number]
            line.claim = claim
            _add(actor, line, role, upload)
    return len(uploads)


def _number_in(upload: UploadedFile) -> int:
    """The line that the file's name begins with; 0 for none."""
    found = _NUMBER.match(upload.name or "")
    return int(found[1]) if found else 0


def _why_not(upload: UploadedFile, number: int) -> str:
    if not number:
        return f"“{upload.name}”不是以行号开头"
    return f"“{upload.name}”：没有第 {number} 行"


def remove_file(actor: Actor, case_id: int, number: int, attachment: UUID) -> None:
    """Take a file from a line; what was sent earlier keeps it."""
    with transaction.atomic():
        claim = locked_claim(actor, case_id)
        row = line_of(claim, number).files.filter(attachment_id=attachment, removed_at=None).first()
        if row is None:
            raise RuleViolation("这个文件已经删除。")
        row.removed_at = timezone.now()
        row.save(update_fields=["removed_at"])


def _add(actor: Actor, line: SubsidyLine, role: str, upload: UploadedFile) -> None:
    if role not in SubsidyFile.Role.values:
        raise RuleViolation({"role": "请选择文件是什么。"})
    if line.files.filter(removed_at=None).count() >= MOST_OF_A_LINE:
        raise RuleViolation({"uploads": f"第 {line.number} 行已有 {MOST_OF_A_LINE} 个文件。"})
    try:
        kept = store_attachment(
            actor,
            upload,
            purpose=FILES,
            organisation_id=line.organisation_id,
            district_id=line.district_id,
        )
    except RuleViolation as refusal:
        raise RuleViolation({"uploads": str(refusal)}) from refusal
    SubsidyFile.objects.create(
        **line.home, claim_id=line.claim_id, line=line, role=role, attachment=kept
    )


def _may_read(actor: Actor, attachment: Attachment) -> bool:
    """Who reads claims reads the files of their lines; the wall has let the actor see them."""
    if actor.duty not in FILE_READERS:
        return False
    return SubsidyFile.objects.visible_to(actor).filter(attachment=attachment).exists()


def register_files() -> None:
    register(FILES, _may_read)
