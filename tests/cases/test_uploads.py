"""Files that people upload: good ones are taken, unreadable ones refused with what to do."""

import hashlib
import io
from pathlib import Path
from zlib import crc32

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.tenancy import acting_as
from documents.actions.store_attachment import store_attachment
from documents.file_types import JPEG, PDF, PNG, sniff
from documents.pdf_locks import needs_password
from documents.unusable_files import why_not
from tests.documents.drawn import jpeg, opened, photographed, png

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
    assert upload(name, jpeg()).content_type == JPEG
    # As it was reported: a head with nothing behind it.
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


@pytest.mark.parametrize(
    ("allowed", "name", "content", "advice"),
    [
        ((JPEG, PNG), "照片.jpg", b"<!DOCTYPE html><p>", "请上传 JPG、PNG 文件。"),
        ((JPEG, PNG), "照片.jpg", b"II*\x00", "请另存为 PDF 或 JPG 后上传。"),
        ((PDF,), "凭证.png", b"GIF89a", "请上传 PDF 文件。"),
    ],
)
def test_advice_leads_to_a_file_that_is_taken(allowed, name, content, advice):
    assert why_not(io.BytesIO(content), name, allowed).endswith(advice)


WHOLE_PNG, WHOLE_JPEG = png(), jpeg()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("照片.png", WHOLE_PNG),
        ("照片.jpg", WHOLE_JPEG),
        ("照片.jpg", jpeg(exif=photographed(6)) + b"what cameras append"),
        ("执照.jpg", jpeg(mode="CMYK")),
    ],
)
def test_whole_image_is_taken(upload, name, content):
    assert upload(name, content).is_viewable


def test_large_photograph_is_kept_smaller_upright_and_without_its_place(upload):
    kept = upload("照片.jpg", jpeg(3000, 2000, exif=photographed(6)))
    with storages["attachments"].open(kept.storage_key) as file:
        content = file.read()
    shown = opened(content)
    assert shown.size == (1600, 2400) and not shown.getexif()
    assert (kept.size, kept.sha256) == (len(content), hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("照片.png", WHOLE_PNG[:-12]),
        ("照片.png", WHOLE_PNG[:50]),
        ("照片.png", WHOLE_PNG.replace(b"IDAT", b"IDAX")),
        ("照片.jpg", WHOLE_JPEG[:-100]),
        ("照片.jpg", WHOLE_JPEG[:20]),
        ("照片.jpg", b"\xff\xd8\xff\xe0"),
    ],
)
def test_image_that_was_cut_off_is_refused(upload, name, content):
    with pytest.raises(RuleViolation, match=f"“{name}”不完整，打不开，请重新导出"):
        upload(name, content)


def test_image_of_too_many_points_is_refused(upload):
    bomb = WHOLE_PNG[:16] + (30_000).to_bytes(4, "big") * 2 + WHOLE_PNG[24:29]
    bomb += crc32(bomb[12:29]).to_bytes(4, "big") + WHOLE_PNG[33:]
    with pytest.raises(RuleViolation, match="“图.png”超过 6,500 万像素，请用相机的普通模式重拍"):
        upload("图.png", bomb)


def test_jpg_that_no_browser_shows_is_refused(upload):
    hierarchical = WHOLE_JPEG.replace(b"\xff\xc0", b"\xff\xc5")
    with pytest.raises(RuleViolation, match="浏览器显示不了的 JPG"):
        upload("照片.jpg", hierarchical)


RENAME = "请把扩展名改为 {} 后上传，或重新选择文件。"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("执照.jpg", b"%PDF-1.7\n%%EOF",
         "不是图片：扩展名是 .jpg，内容是 PDF。" + RENAME.format(".pdf")),
        ("照片.png", WHOLE_JPEG,
         "的扩展名与内容（JPG）不一致：扩展名是 .png，内容是 JPG。" + RENAME.format(".jpg")),
        ("IMG_1.jpg", b"\0\0\0\x18ftypheic",
         "不是图片：扩展名是 .jpg，内容是 HEIC 图片（苹果手机等的照片格式）。"
         "请在手机的“设置—相机—格式”中选“兼容性最佳”后重拍，"
         "或在手机相册、电脑看图软件中把它转为 JPG 后上传。"),
        ("照片.jpeg", b"RIFF\0\0\0\0WEBPVP8 ",
         "不是图片：扩展名是 .jpeg，内容是 WebP 图片。请另存为 JPG 或 PNG 后上传。"),
        ("照片.png", b"GIF89a",
         "不是图片：扩展名是 .png，内容是 GIF 图片。请另存为 JPG 或 PNG 后上传。"),
        ("报告.pdf", b"<!DOCTYPE html><p>",
         "的内容不是可接受的类型：扩展名是 .pdf，内容是网页。请另存为 PDF 后上传。"),
        ("照片.jpg", b"\0" * 40,
         "不是图片：扩展名是 .jpg，内容是无法识别的数据，可能已损坏。"
         "请上传 PDF、PNG、JPG、Word（docx）、Excel（xlsx） 文件。"),
        ("报告", b"%PDF-1.7\n%%EOF",
         "的扩展名与内容（PDF）不一致：没有扩展名，内容是 PDF。" + RENAME.format(".pdf")),
    ],
)  # fmt: skip
def test_renamed_file_is_told_what_it_says_it_is_and_what_it_is(upload, name, content, told):
    with pytest.raises(RuleViolation) as refusal:
        upload(name, content)
    assert str(refusal.value) == f"“{name}”{told}"


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
