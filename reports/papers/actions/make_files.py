"""The files of a paper, made from what it holds; what cannot be made is said in its log."""

import logging
import time
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted
from accounts.tenancy import Actor, system_scope
from reports.models import Paper, PaperFile, PaperForm, PaperLogLine
from reports.papers.files.making import content_of, stored
from reports.papers.lifecycle import MACHINE

logger = logging.getLogger(__name__)


def make_files(
    paper_id: int, forms: Iterable[str] = tuple(PaperForm), *, anew: bool = False
) -> int:
    """Make the files of the `forms` that are not there, or all of them `anew`; how many failed.

    A file is made in memory and opened before anybody can have it. One that fails leaves the
    others alone, and a line in the log.
    """
    failed = 0
    for form in forms:
        with system_scope(reason="make the files of a paper"):
            paper = Paper.objects.select_for_update().get(pk=paper_id)
            if not anew and paper.files.filter(form=form).exists():
                continue
            failed += not _made(paper, PaperForm(form))
    return failed


def _made(paper: Paper, form: PaperForm) -> bool:
    begun = time.monotonic()
    try:
        with transaction.atomic():
            content = content_of(paper, form)
            key, digest = stored(paper, form, content)
            PaperFile.objects.update_or_create(
                paper=paper,
                form=form,
                defaults={
                    "storage_key": key, "sha256": digest, "size": len(content),
                    "made_at": timezone.now(),
                },
            )  # fmt: skip
    except Exception as error:
        logger.exception("%s of paper %s failed", form, paper.pk)
        PaperFile.objects.filter(paper=paper, form=form).delete()
        _log(paper, form, f"{type(error).__name__}: {error}", failed=True)
        return False
    took = time.monotonic() - begun
    _log(
        paper, form, f"已生成并核对能打开，{len(content):,} 字节，用时 {took:.1f} 秒；{digest[:16]}"
    )
    return True


def _log(paper: Paper, form: PaperForm, text: str, *, failed: bool = False) -> None:
    PaperLogLine.objects.create(
        paper=paper, at=timezone.now(), step=f"{form.label} 文件", text=text[:500], failed=failed
    )


def remake_files(actor: Actor, paper_id: int) -> int:
    """Make all files of a draft or checked paper again; how many failed.

    Raises `NotPermitted`; what was issued stays as it was issued.
    """
    if actor.duty != Duty.CITY_OFFICER:
        raise NotPermitted("报告文件由市级主管部门生成。")
    with transaction.atomic():
        paper = MACHINE.locked(actor, paper_id)
        if paper.is_issued or paper.state == Paper.State.WITHDRAWN:
            raise NotPermitted("已印发或已撤回的报告，文件不再改动。")
        failed = make_files(paper_id, anew=True)
        MACHINE.record(actor, paper, "remake")
    return failed
