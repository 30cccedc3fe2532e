"""The volume of an edition: one PDF with cover, contents, stories and imprint."""

from collections.abc import Callable, Sequence

from django.core.files.storage import storages
from django.utils import timezone

from documents.file_types import PNG
from documents.pdf import render_pdf_with_files
from documents.record_files import attachment_of_row
from reports.models import CasebookEdition, PublishedStory

Advance = Callable[[int, str], None]
TEMPLATE = "casebook.typ"


def typeset(
    edition: CasebookEdition, stories: Sequence[PublishedStory], number: int, advance: Advance
) -> bytes:
    """The volume as PDF; `number` is that of the print. `advance` is told what was taken up."""
    files: dict[str, bytes] = {}
    told = []
    for done, story in enumerate(stories):
        advance(done, f"正在收入：{story.name}")
        told.append({**story.content, "pictures": _pictures(story, files)})
    advance(len(stories), "正在排版")
    today = timezone.localdate()
    return render_pdf_with_files(
        TEMPLATE,
        {
            "title": edition.title,
            "number": edition.number,
            "year": edition.year,
            "compiler": edition.compiler,
            "foreword": [line for line in edition.foreword.splitlines() if line.strip()],
            "print": number,
            "day": f"{today.year} 年 {today.month} 月 {today.day} 日",
            "stories": told,
        },
        files,
    )


def _pictures(story: PublishedStory, files: dict[str, bytes]) -> list[dict[str, object]]:
    """The story's pictures by the names under which `files` holds them."""
    found: list[dict[str, object]] = []
    for one in story.content["pictures"]:
        attachment = attachment_of_row(one["id"])
        if attachment is None or not attachment.may_be_served:
            continue
        name = f"{one['id']}.{'png' if attachment.content_type == PNG else 'jpg'}"
        with storages["attachments"].open(attachment.storage_key) as file:
            files[name] = file.read()
        found.append({**one, "file": name})
    return found
