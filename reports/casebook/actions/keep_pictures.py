"""The pictures of a story: added, described, put in order, taken away."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from accounts.errors import RuleViolation
from accounts.tenancy import Actor
from documents.actions.store_attachment import MOST_BYTES as STORED_MOST_BYTES
from documents.actions.store_attachment import (
    PICTURES,
    checked_type,
    drawn,
    named,
    store_attachment,
)
from documents.models import Attachment
from documents.pictures import KeptPicture
from pages.records.actions import check
from pages.stale import refuse_stale
from reports.casebook.actions.save_text import locked_to_edit
from reports.models import Story, StoryPicture
from reports.models.casebook import PICTURE_PURPOSE

MOST_PICTURES = 8
MOST_BYTES = 3 * 1024 * 1024  # of a picture as it is kept, for everybody loads it
LEAST_WIDTH = 600


def add_picture(
    actor: Actor, story_id: int, upload: UploadedFile, *, alt: str, caption: str = ""
) -> StoryPicture:
    """Add a picture at the end. What a photograph tells on the side (place, device) is not kept.

    Raises `Story.DoesNotExist`, `NotPermitted`, and `RuleViolation` by field.
    """
    with transaction.atomic():
        story = locked_to_edit(actor, story_id)
        if story.pictures.count() >= MOST_PICTURES:
            raise RuleViolation(f"一篇案例最多 {MOST_PICTURES} 张图片，请先删除一张。")
        shown = _drawn(upload)
        last = story.pictures.aggregate(last=Max("position"))["last"]
        picture = StoryPicture(
            **story.home,
            story=story,
            alt=alt.strip(),
            caption=caption.strip(),
            position=0 if last is None else last + 1,
            width=shown.width,
            height=shown.height,
        )
        picture.file = _stored(actor, story, upload)
        check(picture)
        picture.save()
        return picture


def describe_picture(
    actor: Actor, pk: int, *, alt: str, caption: str, version: int | None
) -> StoryPicture:
    """Change what is said of a picture. Raises `StoryPicture.DoesNotExist`, `NotPermitted`,
    `RuleViolation` by field, and `StaleRecord`."""
    with transaction.atomic():
        picture = _locked(actor, pk)
        refuse_stale(picture, version)
        picture.alt, picture.caption = alt.strip(), caption.strip()
        picture.version += 1
        check(picture)
        picture.save()
        return picture


def move_picture(actor: Actor, pk: int, *, earlier: bool) -> StoryPicture:
    """Let a picture change places with the one before it, or the one behind it; at the end it
    stays. Raises `StoryPicture.DoesNotExist`, `NotPermitted`, and `RuleViolation`."""
    with transaction.atomic():
        picture = _locked(actor, pk)
        rows = list(StoryPicture.objects.filter(story_id=picture.story_id))
        place = [row.pk for row in rows].index(pk)
        other = place - 1 if earlier else place + 1
        if 0 <= other < len(rows):
            rows[place], rows[other] = rows[other], rows[place]
        for position, row in enumerate(rows):
            row.position = position
        StoryPicture.objects.bulk_update(rows, ["position"])
        return picture


def remove_picture(actor: Actor, pk: int) -> StoryPicture:
    """Take a picture away; its file is kept, for an approval may name it. Raises as
    `move_picture`."""
    with transaction.atomic():
        picture = _locked(actor, pk)
        StoryPicture.objects.filter(pk=pk).delete()
        return picture


def _locked(actor: Actor, pk: int) -> StoryPicture:
    story_id = StoryPicture.objects.visible_to(actor).values_list("story_id", flat=True).get(pk=pk)
    locked_to_edit(actor, story_id)
    picture: StoryPicture = StoryPicture.objects.get(pk=pk)
    return picture


def _drawn(upload: UploadedFile) -> KeptPicture:
    """The upload as it is kept and shown to everybody. Raises `RuleViolation` at "file"."""
    name = named(upload)
    try:
        checked_type(upload, PICTURES, STORED_MOST_BYTES)
        picture = drawn(upload)
    except RuleViolation as refusal:
        raise RuleViolation({"file": str(refusal)}) from refusal
    if picture.width < LEAST_WIDTH:
        told = f"{picture.width}×{picture.height} 像素"
        raise RuleViolation({"file": f"“{name}”是 {told}，宽度至少 {LEAST_WIDTH} 像素。"})
    if len(picture.content) > MOST_BYTES:
        has = len(picture.content) / 1024 / 1024
        told = f"缩小后仍有 {has:.1f} MB，超过 3 MB，请另存为 JPG 后再上传。"
        raise RuleViolation({"file": f"“{name}”{told}"})
    return picture


def _stored(actor: Actor, story: Story, upload: UploadedFile) -> Attachment:
    try:
        return store_attachment(
            actor, upload, purpose=PICTURE_PURPOSE, allowed=PICTURES, **story.home
        )
    except RuleViolation as refusal:
        raise RuleViolation({"file": str(refusal)}) from refusal
