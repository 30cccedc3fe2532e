"""Typesetting an edition: in a job, with progress, archived for ever."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.urls import reverse

from accounts.errors import NotPermitted, RuleViolation
from accounts.jobs import JobHandle, job_runner, start_job
from accounts.models import Job
from accounts.tenancy import Actor, acting_as
from reports.casebook.editions import (
    fingerprint_of,
    last_print,
    may_keep,
    printed_stories,
)
from reports.casebook.volume import typeset
from reports.models import CasebookEdition, EditionPrint, EditionStory

KIND = "reports.casebook_print"
State = CasebookEdition.State
NOTHING = "没有可以排印的案例，请先选择已发布的案例。"


def start_print(actor: Actor, pk: int) -> Job:
    """Start the job that makes a volume of what the edition holds now.

    Raises `NotPermitted`, `CasebookEdition.DoesNotExist`, and `RuleViolation` where there is
    nothing to print, or where the last volume is what would come out.
    """
    if not may_keep(actor):
        raise NotPermitted
    with transaction.atomic():
        edition = CasebookEdition.objects.select_for_update(of=("self",)).get(pk=pk)
        if edition.state == State.RECALLED or edition.is_retired:
            raise RuleViolation("这一辑已停止发行或停用，不能排印。")
        stories = printed_stories(edition)
        if not stories:
            raise RuleViolation(NOTHING)
        printed = last_print(edition)
        if printed and printed.fingerprint == fingerprint_of(edition, stories):
            raise RuleViolation(f"内容没有变化，第 {printed.number} 次排印仍是最新的。")
        return start_job(
            actor, kind=KIND, label=f"排印案例集：{edition}", payload={"edition_id": edition.pk}
        )


@job_runner(KIND)
def print_edition(job: JobHandle) -> None:
    """Make the volume. Run again it finds the same content printed, and makes nothing twice."""
    with acting_as(job.actor):
        edition = CasebookEdition.objects.get(pk=job.payload["edition_id"])
        stories = printed_stories(edition)
        fingerprint = fingerprint_of(edition, stories)
        known = last_print(edition)
        number = known.number + 1 if known else 1
    if known is None or known.fingerprint != fingerprint:
        total = len(stories) + 2

        def advance(done: int, what: str) -> None:
            job.advance(done, total, what)

        if not stories:
            job.fail(NOTHING)
            return
        content = typeset(edition, stories, number, advance)
        job.advance(total - 1, total, "正在存档")
        key = storages["attachments"].save(
            f"casebook/{edition.pk}-{number}.pdf", ContentFile(content)
        )
        with acting_as(job.actor):
            EditionPrint.objects.create(
                edition=edition,
                number=number,
                stories=[[one.pk, one.approval_id, one.name, one.title] for one in stories],
                fingerprint=fingerprint,
                pdf_key=key,
                pdf_sha256=hashlib.sha256(content).hexdigest(),
                size=len(content),
                made_by_id=job.actor.user_id,
            )
            _drop_withdrawn(edition, [one.pk for one in stories])
    job.finish(
        {"link": reverse("reports:edition", args=[edition.pk]), "link_label": "查看这一辑"},
        f"第 {number} 次排印完成，请打开 PDF 逐页核对。",
    )


def _drop_withdrawn(edition: CasebookEdition, printed: list[int]) -> None:
    """An issued edition that is set anew ends with what it holds; a draft keeps the places of
    stories that may come back."""
    if edition.state == State.ISSUED:
        EditionStory.objects.filter(edition=edition).exclude(story_id__in=printed).delete()
