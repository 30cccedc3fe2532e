"""Telling those who asked for it that a batch has opened, and those with a draft that it closes."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.notifications import Kind, notify
from pages.moments import until
from procedures.models import Application, Batch
from procedures.models.application import State
from schemes.models import SchemeWatch

# How long before the end the owners of drafts are told.
AHEAD = (timedelta(days=3), timedelta(hours=24), timedelta(hours=2))


def announce_opened() -> int:
    """Tell the watchers of every batch that has opened since; returns how many batches.

    Needs a system scope. Repeatable: a batch is announced once.
    """
    now = timezone.now()
    opened = list(
        Batch.objects.filter(announced_at=None, opens_at__lte=now, closes_at__gt=now).values_list(
            "pk", flat=True
        )
    )
    return sum(announce(pk) for pk in opened)


def announce(batch_id: int) -> int:
    """Tell the watchers of a batch once that it is open; returns 1 if they had to be told."""
    with transaction.atomic():
        batch = (
            Batch.objects.select_for_update(of=("self",))
            .select_related("version__scheme")
            .get(pk=batch_id)
        )
        if batch.announced_at is not None:
            return 0
        scheme = batch.version.scheme
        watchers = SchemeWatch.objects.filter(scheme=scheme).values_list("user_id", flat=True)
        notify(
            watchers.iterator(1000),
            title=f"“{scheme.name}”开始受理{'申报' if batch.takes_filings else '复核'}",
            body=f"{batch.name}，{until(batch.closes_at)} 截止。",
            link=reverse("procedures:scheme", args=[scheme.code]),
            dedupe_key=f"batch:{batch.pk}:open",
            kind=Kind.OPENINGS,
        )
        batch.announced_at = timezone.now()
        batch.save(update_fields=["announced_at"])
        return 1


def remind_of_closing() -> int:
    """Remind the owners of drafts before a batch closes, and tell them what became of the draft
    after; returns how many drafts were looked at. Needs a system scope. Repeatable."""
    now = timezone.now()
    count = 0
    for batch in Batch.objects.filter(opens_at__lte=now, closes_at__gt=now - timedelta(days=1)):
        left = batch.closes_at - now
        stage = next((str(ahead) for ahead in sorted(AHEAD) if left <= ahead), None)
        if stage is None:
            continue
        count += _tell_owners(batch, "closed" if left <= timedelta() else stage)
    return count


def _tell_owners(batch: Batch, stage: str) -> int:
    if stage == "closed":
        title = f"“{batch.name}”已截止，您的草稿没有提交"
        body = "草稿已保留，下一批次开放后点“开始申报”时自动带入，不用重填。"
    else:
        title = f"“{batch.name}” {until(batch.closes_at)} 截止，草稿还没有提交"
        body = "请尽早提交，以平台收到的时刻为准；截止后草稿保留，下一批次开放后自动带入。"
    drafts = Application.objects.filter(batch=batch, state=State.DRAFT, deleted_at=None)
    count = 0
    for draft in drafts.iterator(500):
        notify(
            [draft.created_by_id],
            title=title,
            body=body,
            link=reverse("procedures:own" if stage == "closed" else "procedures:fill",
                         args=[] if stage == "closed" else [draft.pk]),
            dedupe_key=f"batch:{batch.pk}:{batch.closes_at.isoformat()}:{stage}:{draft.pk}",
            kind=Kind.OPENINGS,
        )  # fmt: skip
        count += 1
    return count
