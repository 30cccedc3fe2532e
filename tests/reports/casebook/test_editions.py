"""Editions: chosen, printed in a job, issued, and set anew after a withdrawal."""

from itertools import count

import pytest
from django.urls import reverse

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.jobs import run
from accounts.models import Job, Organisation
from accounts.tenancy import acting_as, system_scope
from lifecycle.transitions import TransitionInput
from pages.records.actions import save_record
from pages.stale import StaleRecord
from reports.casebook import volume as volume_rooms
from reports.casebook.actions.choose_stories import choose_stories
from reports.casebook.actions.print_edition import start_print
from reports.casebook.edition_lifecycle import MACHINE
from reports.casebook.records import EditionRecord
from reports.casebook.todo import to_print_anew
from reports.models import EditionDownloads, EditionPrint, PublishedStory
from tests.reports.casebook import world

pytestmark = pytest.mark.django_db(transaction=True)
PLACES = (f"10.8.0.{number}" for number in count(1))  # none asks too often
VALUES = {
    "number": 1, "year": 2026, "title": "青岛市工业中小企业隐形冠军案例集",
    "foreword": "示例前言。", "compiler": "示例主管部门",
}  # fmt: skip


@pytest.fixture
def edition(people):
    world.published(people.city, people.staff, people.story)
    with acting_as(people.city):
        row = save_record(people.city, EditionRecord, VALUES).row
        choose_stories(people.city, row.pk, [people.story.pk], version=None)
    return row


def printed(city, edition):
    with acting_as(city):
        job = start_print(city, edition.pk)
    run(str(job.pk))
    with system_scope(reason="test"):
        assert Job.objects.get(pk=job.pk).state == "done"
        return EditionPrint.objects.filter(edition=edition).first()


def issued(city, edition):
    made = printed(city, edition)
    with acting_as(city):
        MACHINE.execute(city, edition.pk, "issue", TransitionInput())
    return made


def volume(client, edition):
    address = reverse("reports:casebook_volume", args=[edition.pk])
    return client.get(address, REMOTE_ADDR=next(PLACES))


def test_only_what_is_public_is_chosen(people, edition):
    draft = world.invited(people.city, world.champion(2))
    with acting_as(people.city), pytest.raises(RuleViolation, match="只能收录已发布的案例"):
        choose_stories(people.city, edition.pk, [draft.pk], version=None)


def test_two_officers_do_not_undo_each_other(people, edition):
    with acting_as(people.city), pytest.raises(StaleRecord):
        choose_stories(people.city, edition.pk, [], version=1)


def test_enterprise_makes_no_edition(people, edition):
    with acting_as(people.staff):
        with pytest.raises(NotPermitted):
            choose_stories(people.staff, edition.pk, [], version=None)
        with pytest.raises(NotPermitted):
            start_print(people.staff, edition.pk)


def test_print_is_archived_with_what_it_was_made_from_and_not_made_twice(people, edition):
    made = printed(people.city, edition)
    assert made.number == 1 and made.stories[0][0] == people.story.pk
    with acting_as(people.city), pytest.raises(RuleViolation, match="内容没有变化"):
        start_print(people.city, edition.pk)


def test_picture_that_cannot_be_typeset_is_named_with_its_story(people, edition, monkeypatch):
    broken = world.png(packed=b"garbage")
    monkeypatch.setattr(volume_rooms, "_content_of", lambda attachment: broken)
    with acting_as(people.city):
        job = start_print(people.city, edition.pk)
    run(str(job.pk))
    with system_scope(reason="test"):
        job.refresh_from_db()
        name = PublishedStory.objects.get().name
    assert (job.state, job.message[:5]) == ("failed", "没有排印：")
    assert f"“{name}”的第 1 张图片（车间里的密封圈生产线）" in job.message


def test_what_was_changed_after_its_print_is_not_issued(people, edition):
    with acting_as(people.city), pytest.raises(RuleViolation, match="还没有排印"):
        MACHINE.execute(people.city, edition.pk, "issue", TransitionInput())
    printed(people.city, edition)
    with acting_as(people.city):
        save_record(people.city, EditionRecord, {"foreword": "改过的前言。"}, pk=edition.pk)
        with pytest.raises(RuleViolation, match="排印之后内容有变化"):
            MACHINE.execute(people.city, edition.pk, "issue", TransitionInput())


def test_issued_edition_is_taken_by_everybody_and_counted(people, edition, client):
    assert volume(client, edition).status_code == 404
    issued(people.city, edition)
    for _ in range(2):
        answer = volume(client, edition)
        assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    with system_scope(reason="test"):
        assert EditionDownloads.objects.get().number == 2


def test_issued_edition_keeps_its_stories(people, edition):
    issued(people.city, edition)
    with acting_as(people.city), pytest.raises(RuleViolation, match="只有编辑中的一辑"):
        choose_stories(people.city, edition.pk, [], version=None)


def test_withdrawn_story_stops_the_volume_until_it_is_set_anew_without_it(
    people, edition, client, as_actor
):
    other = world.invited(people.city, world.champion(2))
    with system_scope(reason="test"):
        own = Organisation.objects.get(pk=other.organisation_id)
    staff = as_actor(Duty.ENTERPRISE_STAFF, organisation=own, is_administrator=True)
    world.published(people.city, staff, other)
    with acting_as(people.city):
        choose_stories(people.city, edition.pk, [other.pk, people.story.pk], version=None)
    issued(people.city, edition)
    world.step(people.staff, people.story, "withdraw")
    assert volume(client, edition).status_code == 409
    with acting_as(people.city):
        assert to_print_anew(people.city).count() == 1
    made = printed(people.city, edition)
    assert [row[0] for row in made.stories] == [other.pk]
    assert volume(client, edition).status_code == 200
    with acting_as(people.city):
        assert to_print_anew(people.city).count() == 0


def test_nothing_is_printed_where_every_story_was_withdrawn(people, edition):
    world.step(people.staff, people.story, "withdraw")
    with acting_as(people.city), pytest.raises(RuleViolation, match="没有可以排印的案例"):
        start_print(people.city, edition.pk)


def test_recalled_edition_is_not_given_out(people, edition, client):
    issued(people.city, edition)
    with acting_as(people.city):
        MACHINE.execute(people.city, edition.pk, "recall", TransitionInput("版权有争议"))
    assert volume(client, edition).status_code == 404
