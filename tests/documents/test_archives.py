"""Archives that are too much to open are refused by their last bytes alone."""

import io
import tracemalloc
import zipfile

import pytest

from accounts.errors import RuleViolation
from documents.archives import directory_is_small
from documents.file_types import DOCX, sniff
from documents.workbooks.reading import read_workbook


def archive(entries: int, *, comment: bytes = b"") -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as made:
        made.writestr("word/document.xml", "<w/>")
        for number in range(entries):
            made.writestr(f"part{number:08d}.xml", "")
        made.comment = comment
    return file


def test_office_file_is_small():
    assert sniff(archive(50)) == DOCX


def test_comment_at_the_end_does_not_hide_the_directory():
    assert directory_is_small(archive(3, comment=b"x" * 5000))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x03\x04" + b"x" * 100_000])
def test_what_is_no_archive_is_not_opened(content):
    assert not directory_is_small(io.BytesIO(content))


def test_directory_of_very_many_entries_is_never_read():
    file = archive(30_000)
    tracemalloc.start()
    assert sniff(file) is None
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


def test_workbook_of_very_many_entries_is_refused():
    with pytest.raises(RuleViolation):
        read_workbook(archive(30_000), "")
