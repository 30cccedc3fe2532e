"""The pictures of a story: safe, described, in order, and public only with the story."""

import pytest
from django.core.files.storage import storages
from django.urls import reverse

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as, system_scope
from documents.models import Attachment
from pages.stale import StaleRecord
from reports.casebook.actions.keep_pictures import (
    MOST_PICTURES,
    describe_picture,
    move_picture,
    remove_picture,
)
from reports.models import StoryPicture
from tests.documents.drawn import jpeg, noise, opened, photographed, saved
from tests.reports.casebook import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def writing(people):
    world.step(people.staff, people.story, "accept")
    return people


def order(story):
    with system_scope(reason="test"):
        return [row.caption for row in StoryPicture.objects.filter(story=story)]


def test_stored_picture_has_no_text_of_its_camera(writing):
    picture = world.pictured(writing.clerk, writing.story)
    with system_scope(reason="test"):
        file = Attachment.objects.get(pk=picture.file_id)
    with storages["attachments"].open(file.storage_key) as stored:
        assert b"GPS" not in stored.read()
    assert (picture.width, picture.height) == (800, 450)
    assert file.organisation_id == writing.story.organisation_id


def test_city_may_add_one_for_the_enterprise(writing):
    picture = world.pictured(writing.city, writing.story)
    with acting_as(writing.clerk):
        assert StoryPicture.objects.get(pk=picture.pk).file.purpose == "casebook"


@pytest.mark.parametrize("alt", ["", "图片"])
def test_words_for_who_does_not_see_it_are_wanted(writing, alt):
    with pytest.raises(RuleViolation) as refused:
        world.pictured(writing.clerk, writing.story, alt=alt)
    assert "alt" in refused.value.errors


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.png", world.png(300, 200), "宽度至少 600 像素"),
        ("a.png", b"", "空文件"),
        ("a.png", b"%PDF-1.7\n%%EOF\n", "PNG"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "不完整"),
        ("a.png", world.png(packed=b"garbage"), "不完整，打不开"),
        ("a.png", world.png() + b"0" * 20 * 1024 * 1024, "超过 20 MB"),
        ("a.png", saved(noise(1200, 1000), "PNG"), "缩小后仍有 3.4 MB，超过 3 MB，请另存为 JPG"),
        ("a.jpg", jpeg(800, 448)[:-400], "不完整，打不开"),
    ],
)
def test_what_nobody_could_look_at_is_refused(writing, monkeypatch, name, content, why):
    monkeypatch.setattr(world, "upload", lambda: world.SimpleUploadedFile(name, content))
    with pytest.raises(RuleViolation, match=why) as refused:
        world.pictured(writing.clerk, writing.story)
    assert "file" in refused.value.errors


def test_large_photograph_is_taken_upright_and_smaller(writing, monkeypatch):
    content = jpeg(4800, 3200, exif=photographed(6))
    photograph = world.SimpleUploadedFile("a.jpg", content, "image/jpeg")
    monkeypatch.setattr(world, "upload", lambda: photograph)
    picture = world.pictured(writing.clerk, writing.story)
    assert (picture.width, picture.height) == (1600, 2400)
    with system_scope(reason="test"):
        file = Attachment.objects.get(pk=picture.file_id)
    with storages["attachments"].open(file.storage_key) as stored:
        shown = opened(stored.read())
    assert shown.size == (1600, 2400) and not shown.getexif()


def test_form_tells_the_limits_before_anything_is_sent(writing, signed_in):
    page = signed_in(writing.clerk).get(
        reverse("reports:story_pictures", args=[writing.story.pk])
    ).content.decode()  # fmt: skip
    assert "不超过 20 MB；边长超过 2400 像素的自动缩小" in page
    assert 'data-shrink="2400"' in page and "js/pictures.js" in page


def test_pictures_change_places(writing):
    rows = [world.pictured(writing.clerk, writing.story, caption=c) for c in "甲乙丙"]
    with acting_as(writing.clerk):
        move_picture(writing.clerk, rows[2].pk, earlier=True)
        move_picture(writing.clerk, rows[0].pk, earlier=True)  # the first stays
    assert order(writing.story) == ["甲", "丙", "乙"]


def test_removed_picture_is_gone_from_the_story(writing):
    picture = world.pictured(writing.clerk, writing.story)
    with acting_as(writing.city):
        remove_picture(writing.city, picture.pk)
    assert order(writing.story) == []


def test_colleague_who_described_it_meanwhile_is_named(writing):
    picture = world.pictured(writing.clerk, writing.story)
    said = {"alt": "另一句替代文字", "caption": "", "version": picture.version}
    with acting_as(writing.city):
        describe_picture(writing.city, picture.pk, **said)
    with acting_as(writing.clerk), pytest.raises(StaleRecord, match="替代文字"):
        describe_picture(writing.clerk, picture.pk, **said)


def test_a_story_takes_no_more_than_it_can_show(writing):
    for _ in range(MOST_PICTURES):
        world.pictured(writing.clerk, writing.story)
    with pytest.raises(RuleViolation, match="最多 8 张"):
        world.pictured(writing.clerk, writing.story)


def test_story_waits_for_the_scan_of_its_pictures(writing):
    with acting_as(writing.staff):
        from reports.casebook.actions.save_text import save_text

        save_text(writing.staff, writing.story.pk, world.full_text(), version=None)
    picture = world.pictured(writing.clerk, writing.story)
    with system_scope(reason="test"):
        Attachment.objects.filter(pk=picture.file_id).update(scan_state="pending")
    with pytest.raises(RuleViolation, match="还没有通过查毒"):
        world.step(writing.city, writing.story, "submit")


def test_public_sees_it_with_the_story_and_no_longer(people, client):
    world.published(people.city, people.staff, people.story)
    with system_scope(reason="test"):
        file = StoryPicture.objects.get().file_id
    address = reverse("reports:casebook_picture", args=[people.story.pk, file])
    shown = client.get(address)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/png")
    again = client.get(address, headers={"If-None-Match": shown["ETag"]})
    assert again.status_code == 304
    world.step(people.staff, people.story, "withdraw")
    assert client.get(address, headers={"If-None-Match": shown["ETag"]}).status_code == 404


def test_public_sees_no_picture_of_a_draft(people, client):
    world.published(people.city, people.staff, people.story)
    world.step(people.staff, people.story, "revise")
    later = world.pictured(people.staff, people.story)
    address = reverse("reports:casebook_picture", args=[people.story.pk, later.file_id])
    assert client.get(address).status_code == 404
