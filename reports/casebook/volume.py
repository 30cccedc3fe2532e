"""The volume of an edition: one PDF with cover, contents, stories and imprint."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.files.storage import storages
from django.utils import timezone
from typst import TypstError

from accounts.errors import RuleViolation
from documents.file_types import PNG
from documents.models import Attachment
from documents.pdf import not_typeset, render_pdf_with_files
from documents.record_files import attachment_of_row
from reports.casebook.showing import in_words
from reports.models import CasebookEdition, PublishedStory

Advance = Callable[[int, str], None]
TEMPLATE = "casebook.typ"


def typeset(
    edition: CasebookEdition, stories: Sequence[PublishedStory], number: int, advance: Advance
) -> bytes:
    """The volume as PDF; `number` is that of the print. `advance` is told what was taken up.

    Raises `RuleViolation` that names the pictures which cannot be typeset.
    """
    files: dict[str, bytes] = {}
    told: list[dict[str, Any]] = []
    for done, story in enumerate(stories):
        advance(done, f"正在收入：{story.name}")
        figures = [in_words(one) for one in story.content["figures"]]
        told.append({**story.content, "figures": figures, "pictures": _pictures(story, files)})
    advance(len(stories), "正在排版")
    today = timezone.localdate()
    data = {
        "title": edition.title,
        "number": edition.number,
        "year": edition.year,
        "compiler": edition.compiler,
        "foreword": [line for line in edition.foreword.splitlines() if line.strip()],
        "print": number,
        "day": f"{today.year} 年 {today.month} 月 {today.day} 日",
        "stories": told,
    }
    try:
        return render_pdf_with_files(TEMPLATE, data, files)
    except TypstError:
        if broken := set(not_typeset(files)):
            raise RuleViolation(_which(stories, told, broken)) from None
        raise


def _which(
    stories: Sequence[PublishedStory], told: Sequence[Mapping[str, Any]], broken: set[str]
) -> str:
    """The pictures that stop the print, with their stories."""
    named = "；".join(
        f"“{story.name}”的第 {number} 张图片（{one['alt']}）"
        for story, content in zip(stories, told, strict=True)
        for number, one in enumerate(content["pictures"], 1)
        if one["file"] in broken
    )
    return f"没有排印：{named}打不开。请把案例退回修改、更换图片，或先不收录，再重新排印。"[:500]


def _content_of(attachment: Attachment) -> bytes:
    with storages["attachments"].open(attachment.storage_key) as file:
        return bytes(file.read())


def _pictures(story: PublishedStory, files: dict[str, bytes]) -> list[dict[str, object]]:
    """The story's pictures by the names under which `files` holds them."""
    found: list[dict[str, object]] = []
    for one in story.content["pictures"]:
        attachment = attachment_of_row(one["id"])
        if attachment is None or not attachment.may_be_served:
            continue
        name = f"{one['id']}.{'png' if attachment.content_type == PNG else 'jpg'}"
        files[name] = _content_of(attachment)
        found.append({**one, "file": name})
    return found
