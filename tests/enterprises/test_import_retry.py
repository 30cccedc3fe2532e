"""An import whose job broke off is gone on with, or given up."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.jobs import start_job
from accounts.models import Job
from accounts.tenancy import Actor, acting_as, system_scope
from enterprises.imports import decide_batch, registry_apply, steps
from enterprises.models import Enterprise, ImportBatch
from tests.enterprises.imports import check, csv_bytes, line, new_batch, scope_of

pytestmark = pytest.mark.django_db
State = ImportBatch.State


@pytest.fixture
def reviewer(as_actor: Callable[..., Actor], district: object) -> Actor:
    return as_actor(Duty.DISTRICT_REVIEWER, district=district)


@pytest.fixture
def applying(reviewer: Actor, own_media: None) -> ImportBatch:
    """A checked file of three good rows whose writing has been started."""
    batch = check(reviewer, csv_bytes([line(1), line(2), line(3)]))
    with acting_as(reviewer):
        return decide_batch.start_applying(reviewer, batch.pk)


def fail(job_id: object) -> None:
    with system_scope(reason="test"):
        Job.objects.filter(pk=job_id).update(state=Job.State.FAILED, message="多次中断")


def present(batch: ImportBatch) -> ImportBatch:
    with system_scope(reason="test"):
        return ImportBatch.objects.get(pk=batch.pk)


def names() -> int:
    with system_scope(reason="test"):
        return Enterprise.objects.count()


def write_one(batch: ImportBatch, reviewer: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the first row and break off."""
    with monkeypatch.context() as small:
        small.setattr(registry_apply, "CHUNK", 1)
        registry_apply.apply_registry_chunk(present(batch), scope_of(reviewer))


def test_failed_writing_goes_on_with_a_job_of_whoever_presses(
    applying: ImportBatch, reviewer: Actor, as_actor: Callable[..., Actor]
) -> None:
    fail(applying.apply_job)
    with acting_as(reviewer):
        again = decide_batch.start_applying(reviewer, applying.pk)
    assert again.apply_job != applying.apply_job
    steps.apply_batch(applying.pk, scope_of(reviewer))
    assert present(applying).state == State.APPLIED and names() == 3


def test_writing_that_goes_on_is_not_started_twice(applying: ImportBatch, reviewer: Actor) -> None:
    with acting_as(reviewer):
        assert decide_batch.start_applying(reviewer, applying.pk).apply_job == applying.apply_job


def test_failed_writing_is_given_up(applying: ImportBatch, reviewer: Actor) -> None:
    fail(applying.apply_job)
    with acting_as(reviewer):
        assert decide_batch.discard(reviewer, applying.pk).state == State.DISCARDED
    assert names() == 0


def test_writing_that_goes_on_cannot_be_given_up(applying: ImportBatch, reviewer: Actor) -> None:
    with acting_as(reviewer), pytest.raises(RuleViolation, match="不能放弃"):
        decide_batch.discard(reviewer, applying.pk)


def test_what_was_written_before_the_failure_stays_and_the_rest_is_named(
    applying: ImportBatch, reviewer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_one(applying, reviewer, monkeypatch)
    fail(applying.apply_job)
    with acting_as(reviewer):
        assert decide_batch.discard(reviewer, applying.pk).state == State.APPLIED
    with system_scope(reason="test"):
        left = list(applying.rows.exclude(skipped="").values_list("skipped", flat=True))
    assert left == ["导入中断，没有写入"] * 2 and names() == 1


def test_check_whose_starter_left_can_be_given_up(reviewer: Actor, own_media: None) -> None:
    batch, _ = new_batch(reviewer, csv_bytes([line(1)]))
    with acting_as(reviewer):
        job = start_job(
            reviewer,
            kind="enterprises.check_import",
            label="核对",
            payload={"batch": str(batch.pk)},
        )
        ImportBatch.objects.filter(pk=batch.pk).update(check_job=job.pk)
    fail(job.pk)
    with acting_as(reviewer):
        assert decide_batch.discard(reviewer, batch.pk).state == State.DISCARDED


def test_page_of_a_failed_import_offers_both_ways(
    applying: ImportBatch, reviewer: Actor, signed_in: Callable[[Actor], Client]
) -> None:
    fail(applying.apply_job)
    page = signed_in(reviewer).get(reverse("enterprises:import", args=[applying.pk]))
    text = page.content.decode()
    assert "写入中断了" in text and "继续导入" in text and "放弃还没有写入的行" in text
