"""The pictures of a story: added, described, put in order, taken away."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.db.models import Max

from accounts.errors import RuleViolation
from accounts.tenancy import Actor
from documents.actions.store_attachment import store_attachment
from documents.file_types import JPEG, PNG, content_of, sniff
from documents.models import Attachment
from documents.pdf import not_typeset
from documents.pictures import CleanPicture, NoPicture, clean_picture
from documents.unusable_files import why_not
from pages.records.actions import check
from pages.stale import refuse_stale
from reports.casebook.actions.save_text import locked_to_edit
from reports.models import Story, StoryPicture
from reports.models.casebook import PICTURE_PURPOSE

MOST_PICTURES = 8
MOST_BYTES = 3 * 1024 * 1024
LEAST_WIDTH, MOST_SIDE = 600, 4000
# What browsers make of larger ones before they send them: twice what a page shows.
SHRUNK_SIDE = 2400
TYPES = (JPEG, PNG)


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
        clean = _clean(upload)
        last = story.pictures.aggregate(last=Max("position"))["last"]
        picture = StoryPicture(
            **story.home,
            story=story,
            alt=alt.strip(),
            caption=caption.strip(),
            position=0 if last is None else last + 1,
            width=clean.width,
            height=clean.height,
        )
        picture.file = _stored(actor, story, upload.name or "图片", clean)
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


def _clean(upload: UploadedFile) -> CleanPicture:
    """The upload as it is shown to everybody. Raises `RuleViolation` at "file"."""
    name, size = upload.name or "图片", upload.size or 0
    if size > MOST_BYTES:
        raise RuleViolation(
            {"file": f"“{name}”有 {size / 1024 / 1024:.1f} MB，超过 3 MB，请压缩后再上传。"}
        )
    content = content_of(upload)
    if size == 0 or (why := why_not(content, name, TYPES)):
        raise RuleViolation({"file": why if size else f"“{name}”是空文件，请重新选择。"})
    kind = sniff(content) or ""
    content.seek(0)
    try:
        clean = clean_picture(content.read(), kind)
    except NoPicture:
        raise RuleViolation({"file": _unreadable(name)}) from None
    if clean.width < LEAST_WIDTH or max(clean.width, clean.height) > MOST_SIDE:
        raise RuleViolation(
            {
                "file": f"“{name}”是 {clean.width}×{clean.height} 像素，"
                f"宽度至少 {LEAST_WIDTH} 像素，边长不超过 {MOST_SIDE} 像素。"
            }
        )
    # The data of a PNG were unpacked above; those of a JPEG are read by what prints it later.
    if kind == JPEG and not_typeset({"picture.jpg": clean.content}):
        raise RuleViolation({"file": _unreadable(name)})
    return clean


def _unreadable(name: str) -> str:
    return f"“{name}”打不开，请另存后重新上传。"


def _stored(actor: Actor, story: Story, name: str, clean: CleanPicture) -> Attachment:
    kind = sniff(BytesIO(clean.content)) or ""
    try:
        return store_attachment(
            actor,
            SimpleUploadedFile(name, clean.content, kind),
            purpose=PICTURE_PURPOSE,
            allowed=TYPES,
            most_bytes=MOST_BYTES,
            **story.home,
        )
    except RuleViolation as refusal:
        raise RuleViolation({"file": str(refusal)}) from None
