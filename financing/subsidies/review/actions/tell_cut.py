"""Telling an enterprise what is cut, line by line; it answers once."""

from collections.abc import Mapping, Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.errors import RuleViolation, refuse
from accounts.tenancy import Actor
from documents.actions.store_attachment import too_much
from financing.models import CutFile, CutNotice
from financing.subsidies.review.access import stage_of
from financing.subsidies.review.actions.decide_line import (
    claim_under_review,
    undecided,
    work_out_again,
)
from financing.subsidies.review.cut_machine import MACHINE, CutInput
from financing.subsidies.review.cuts import (
    cut_lines,
    frozen_lines,
    is_told,
    notices_of,
    open_notice,
)
from financing.subsidies.review.files import CUT, stored_for
from financing.subsidies.review.lines import line_rows
from financing.subsidies.review.standing import amount_before, amount_now


def tell_cut(actor: Actor, claim_id: int, opinion: str = "") -> CutNotice:
    """Tell the enterprise of every cut that stands now, with its sum.

    Raises as `claim_under_review`, and `RuleViolation` while lines are undecided, where nothing is
    cut or all was told, and while an earlier notice is open.
    """
    with transaction.atomic():
        claim = claim_under_review(actor, claim_id)
        stage = stage_of(actor, claim)
        rows = line_rows(claim, stage)
        earlier = notices_of(claim, stage)
        if left := undecided(rows):
            raise RuleViolation(f"还有 {left} 行没有决定，全部看完再告知企业。")
        if not cut_lines(rows):
            raise RuleViolation("没有核减，不用告知。")
        if open_notice(earlier):
            raise RuleViolation("上一次告知还没有处理完。")
        if is_told(rows, earlier):
            raise RuleViolation("现在的核减企业都已知道，不用再告知。")
        work_out_again(claim, stage)
        notice = CutNotice.objects.create(
            **claim.home,
            claim=claim,
            stage=stage,
            lines=frozen_lines(rows),
            amount_before=amount_before(claim, stage),
            amount_now=amount_now(claim, stage),
            opinion=opinion.strip()[:1000],
        )
        return MACHINE.begin(actor, notice, "tell")


def answer_cut(
    actor: Actor,
    notice_id: int,
    *,
    position: str,
    text: str,
    line_answers: Mapping[str, str],
    files: Sequence[UploadedFile] = (),
    expected_version: int | None = None,
) -> CutNotice:
    """Answer for the enterprise, with files. Raises as `Machine.execute`, and `RuleViolation` for a
    file that cannot be taken: then nothing is answered."""
    if why := too_much(files):
        refuse({"files": why})
    with transaction.atomic():
        given = CutInput(text, position=position, line_answers=dict(line_answers))
        notice = MACHINE.execute(
            actor, notice_id, "answer", given, expected_version=expected_version
        )
        CutFile.objects.bulk_create(
            CutFile(
                **notice.home,
                notice=notice,
                attachment=stored_for(notice, upload, CUT, "files", actor),
            )
            for upload in files
        )
        return notice
