"""Files that people upload: good ones are taken, unreadable ones refused with what to do."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.tenancy import acting_as
from documents.actions.store_attachment import store_attachment
from documents.file_types import JPEG, PDF, sniff
from documents.pdf_locks import needs_password

FILES = Path(__file__).parent / "files"


@pytest.fixture
def upload(as_actor, district, own_media):
    actor = as_actor(Duty.ENTERPRISE_STAFF, district=district)

    def store(name, content=None):
        content = (FILES / name).read_bytes() if content is None else content
        with acting_as(actor):
            return store_attachment(
                actor,
                SimpleUploadedFile(
                    name, (FILES / name).read_bytes() if content is None else content
                ),
                purpose="application",
                organisation_id=actor.organisation_id,
                district_id=district.pk,
            )

    return store


@pytest.mark.parametrize("name", ["u01_bom.pdf", "u02_newline.pdf"])
def test_case_25_pdf_that_begins_a_little_later_is_one(upload, name):
    assert upload(name).content_type == PDF


def test_case_25_page_of_markup_is_no_pdf():
    assert sniff(io.BytesIO(b"<html>%PDF-1.4")) is None


@pytest.mark.parametrize("name", ["u04.jfif", "u05.jpe"])
def test_case_27_other_endings_of_jpg_are_taken(upload, name):
    assert upload(name).content_type == JPEG


def test_case_28_ofd_says_how_to_make_a_pdf(upload):
    with pytest.raises(RuleViolation, match="OFD 阅读器中另存为 PDF"):
        upload("u08_营业执照.ofd")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("说明.doc", bytes.fromhex("d0cf11e0a1b11ae1") + b"0" * 600, "另存为 docx"),
        ("照片.heic", b"\x00\x00\x00\x18ftypheic", "转为 JPG"),
        ("材料.rar", b"Rar!\x1a\x07", "解压"),
        ("照片.jpg", b"II*\x00", "另存为 PDF 或 JPG"),
    ],
)
def test_other_files_say_how_to_make_one_that_is_taken(upload, name, content, said):
    with pytest.raises(RuleViolation, match=said):
        upload(name, content)


def test_case_23_pdf_with_a_password_is_refused(upload):
    with pytest.raises(RuleViolation, match="请去掉密码"):
        upload("u25_userpw.pdf")


def test_pdf_that_was_cut_off_is_refused(upload):
    with pytest.raises(RuleViolation, match="不完整"):
        upload("报告.pdf", b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n")


@pytest.mark.parametrize("way", ["rc4-40", "rc4-128", "aes-128", "aes-256"])
def test_pdf_that_only_its_author_may_change_opens_and_is_taken(way):
    assert not needs_password((FILES / f"open_{way}.pdf").read_bytes())
    assert needs_password((FILES / f"locked_{way}.pdf").read_bytes())
