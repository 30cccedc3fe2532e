"""Batches: their windows, more time, who is told, and what becomes of a draft left unsent."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from procedures.batches.actions.open_batch import change_batch, extend_batch, plan_batch
from procedures.cases.actions.start_application import start_application
from procedures.cases.lifecycle import MACHINE
from procedures.models import Application, Batch
from procedures.tasks import announce_batches
from schemes.actions.watch_scheme import unwatch_scheme, watch_scheme
from schemes.models import SchemeVersion
from tests.procedures import filings, notices

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def version(db):
    with system_scope(reason="test"):
        return SchemeVersion.objects.get(scheme__code="demonstration-enterprise")


@pytest.fixture
def now():
    return timezone.now()


def planned(city, version, opens_at, closes_at, name="新批次"):
    with acting_as(city):
        return plan_batch(city, version.pk, name, opens_at, closes_at)


def moved(batch, **changes):
    with system_scope(reason="test"):
        Batch.objects.filter(pk=batch.pk).update(**changes)


def test_city_plans_a_batch(people, version, now):
    batch = planned(people.city, version, now + DAY, now + 30 * DAY)
    assert (batch.version, batch.is_open) == (version, False)


@pytest.mark.parametrize("duty", [Duty.DISTRICT_REVIEWER, Duty.ENTERPRISE_STAFF, Duty.LEADER])
def test_nobody_else_plans_a_batch(as_actor, version, now, duty):
    with pytest.raises(NotPermitted):
        planned(as_actor(duty), version, now, now + DAY)


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [
        (2 * DAY, DAY, "晚于开放"),
        (DAY, DAY, "晚于开放"),
        (-2 * DAY, -DAY, "已经过去"),
        (DAY, 3000 * DAY, "请核对年份"),
        (3000 * DAY, 3010 * DAY, "请核对年份"),
    ],
)
def test_impossible_window_is_refused(people, version, now, opens, closes, words):
    with pytest.raises(RuleViolation, match=words):
        planned(people.city, version, now + opens, now + closes)


def test_draft_version_opens_no_batch(people, version, now):
    with system_scope(reason="test"):
        draft = SchemeVersion.objects.create(
            scheme=version.scheme, label="草稿", definition={}, valid_from=now.date()
        )
    with pytest.raises(RuleViolation, match="已发布的版本"):
        planned(people.city, draft, now, now + DAY)


def test_two_batches_of_a_scheme_do_not_overlap(people, version, now):
    planned(people.city, version, now, now + 10 * DAY)
    with pytest.raises(RuleViolation, match="重叠"):
        planned(people.city, version, now + 9 * DAY, now + 20 * DAY)
    planned(people.city, version, now + 10 * DAY, now + 20 * DAY)


def test_batch_is_changed_until_it_opens(people, version, now):
    batch = planned(people.city, version, now + DAY, now + 10 * DAY)
    with acting_as(people.city):
        change_batch(people.city, batch.pk, "改名", now + 2 * DAY, now + 9 * DAY)
        moved(batch, opens_at=now - HOUR)
        with pytest.raises(RuleViolation, match="已经开放"):
            change_batch(people.city, batch.pk, "再改", now, now + DAY)


@pytest.mark.parametrize(("late", "accepted"), [(-1, True), (0, False), (1, False)])
def test_submission_is_taken_until_the_very_end(people, late, accepted, monkeypatch):
    batch = filings.open_batch()
    case = filings.draft(people.staff, batch)
    with acting_as(people.staff):
        case = filings.fresh(case)
        monkeypatch.setattr(timezone, "now", lambda: batch.closes_at + timedelta(seconds=late))
        if accepted:
            MACHINE.execute(people.staff, case.pk, "submit", filings.DECLARED)
        else:
            with pytest.raises(RuleViolation, match="已经截止"):
                MACHINE.execute(people.staff, case.pk, "submit", filings.DECLARED)


def test_more_time_needs_a_reason_and_a_later_end(people, now):
    batch = filings.open_batch()
    with acting_as(people.city):
        with pytest.raises(RuleViolation, match="延期原因"):
            extend_batch(people.city, batch.pk, batch.closes_at + DAY, " ")
        with pytest.raises(RuleViolation, match="应晚于现在的"):
            extend_batch(people.city, batch.pk, batch.closes_at, "系统维护")
        with pytest.raises(RuleViolation, match="请核对年份"):
            extend_batch(people.city, batch.pk, now + 3000 * DAY, "系统维护")


def test_closed_batch_reopens_and_those_with_a_draft_are_told(people, now):
    batch = filings.open_batch()
    filings.draft(people.staff, batch)
    filings.close(batch)
    before = filings.told(people.staff.user_id)
    with acting_as(people.city):
        extended = extend_batch(people.city, batch.pk, now + DAY, "系统维护")
    assert extended.is_open
    assert [words for words in filings.told(people.staff.user_id) if words not in before] == [
        f"“{batch.name}”延期到 {timezone.localtime(now + DAY):%Y-%m-%d %H:%M}"
    ]


def test_closed_batch_with_a_public_notice_is_not_extended(people, now, signed_in):
    batch = filings.open_batch()
    case = filings.submitted(people.staff, batch)
    filings.done(people.reviewer, case, "recommend")
    filings.approved_by_city(people, case)
    notices.published(people, [case])
    filings.close(batch)
    with acting_as(people.city), pytest.raises(RuleViolation, match="已经截止并公示"):
        extend_batch(people.city, batch.pk, now + DAY, "系统维护")
    page = signed_in(people.city).get(reverse("procedures:batches")).content.decode()
    assert reverse("procedures:extend_batch", args=[batch.pk]) not in page


def test_more_time_does_not_run_into_the_next_batch(people, version, now):
    first = planned(people.city, version, now, now + 10 * DAY)
    planned(people.city, version, now + 12 * DAY, now + 20 * DAY)
    with acting_as(people.city), pytest.raises(RuleViolation, match="重叠"):
        extend_batch(people.city, first.pk, now + 13 * DAY, "系统维护")


def test_watchers_are_told_once_when_the_batch_opens(people, version, now):
    with acting_as(people.staff):
        watch_scheme(people.staff, version.scheme_id)
        watch_scheme(people.staff, version.scheme_id)
    batch = planned(people.city, version, now + HOUR, now + DAY)
    announce_batches()
    assert filings.told(people.staff.user_id) == []
    moved(batch, opens_at=now - HOUR)
    announce_batches()
    announce_batches()
    assert filings.told(people.staff.user_id) == [f"“{version.scheme.name}”开始受理申报"]


def test_who_watches_no_more_is_not_told(people, version, now):
    with acting_as(people.staff):
        watch_scheme(people.staff, version.scheme_id)
        unwatch_scheme(people.staff, version.scheme_id)
    planned(people.city, version, now - HOUR, now + DAY)
    announce_batches()
    assert filings.told(people.staff.user_id) == []


@pytest.mark.parametrize(
    ("left", "words"),
    [(timedelta(days=4), []), (timedelta(days=2), ["草稿还没有提交"]),
     (HOUR, ["草稿还没有提交"]), (-HOUR, ["已截止，您的草稿没有提交"])],
)  # fmt: skip
def test_owner_of_a_draft_is_told_of_the_end(people, now, left, words):
    batch = filings.open_batch()
    filings.draft(people.staff, batch)
    before = filings.told(people.staff.user_id)
    moved(batch, closes_at=now + left, announced_at=now)
    announce_batches()
    announce_batches()
    new = [text for text in filings.told(people.staff.user_id) if text not in before]
    assert len(new) == len(words)
    assert all(part in text for part, text in zip(words, new, strict=True))


def next_batch(batch):
    filings.close(batch)
    return filings.open_batch()


def test_draft_that_missed_the_end_goes_into_the_next_batch(people):
    batch = filings.open_batch()
    missed = filings.draft(people.staff, batch, revenue="1")
    following = next_batch(batch)
    with acting_as(people.staff):
        files = {row.attachment_id for row in missed.files.all()}
        case, is_new = start_application(people.staff, following.pk)
        assert is_new
        assert case.answers["segment"] == missed.answers["segment"]
        assert {row.attachment_id for row in case.files.all()} == files
        assert case.title == missed.answers["product_name"]
        assert Application.objects.get(pk=missed.pk).deleted_at is not None


def test_files_of_a_draft_that_was_carried_over_are_read_by_the_reviewer(people, signed_in):
    batch = filings.open_batch()
    filings.draft(people.staff, batch)
    following = next_batch(batch)
    with acting_as(people.staff):
        case, _ = start_application(people.staff, following.pk)
        MACHINE.execute(people.staff, case.pk, "submit", filings.DECLARED)
        attachment = case.files.first().attachment
    address = reverse("documents:download", args=[attachment.pk])
    page = signed_in(people.reviewer).get(reverse("procedures:case", args=[case.pk]))
    assert address in page.content.decode()


def test_submitted_case_is_not_carried_over(people):
    batch = filings.open_batch()
    filings.submitted(people.staff, batch)
    following = next_batch(batch)
    with acting_as(people.staff):
        case, _ = start_application(people.staff, following.pk)
        assert "segment" not in case.answers


def test_form_of_a_batch_tells_what_is_wrong_beside_the_field(people, version, signed_in):
    client = signed_in(people.city)
    answer = client.post(
        reverse("procedures:plan_batch"),
        {"version": version.pk, "name": "批次", "opens_at": "2027-03-01T09:00",
         "closes_at": "2027-02-01T09:00"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert answer.context["form"].errors["closes_at"] == ["截止时间应晚于开放时间。"]


def test_city_opens_and_extends_a_batch_in_the_browser(people, version, signed_in):
    client = signed_in(people.city)
    client.post(
        reverse("procedures:plan_batch"),
        {"version": version.pk, "name": "批次", "opens_at": "2027-03-01T09:00",
         "closes_at": "2027-04-01T17:30"},
    )  # fmt: skip
    batch = Batch.objects.get(name="批次")
    assert timezone.localtime(batch.closes_at).strftime("%Y-%m-%d %H:%M") == "2027-04-01 17:30"
    client.post(
        reverse("procedures:extend_batch", args=[batch.pk]),
        {"closes_at": "2027-04-08T17:30", "reason": "系统维护"},
    )
    page = client.get(reverse("procedures:batches")).content.decode()
    assert "2027-04-08 17:30" in page
    assert "系统维护" in page
