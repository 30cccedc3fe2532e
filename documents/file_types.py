"""Telling what a file is from its content, not from its name."""

import zipfile
from pathlib import PurePosixPath
from typing import IO

from django.core.files.base import File

from documents.archives import directory_is_small

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXTENSIONS = {
    PDF: (".pdf",),
    PNG: (".png",),
    JPEG: (".jpg", ".jpeg", ".jfif", ".jpe"),
    DOCX: (".docx",),
    XLSX: (".xlsx",),
}
NAMES = {PDF: "PDF", PNG: "PNG", JPEG: "JPG", DOCX: "Word（docx）", XLSX: "Excel（xlsx）"}
_SIGNATURES = ((b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
_PDF_WITHIN = 1024  # where readers look for its beginning. Source: ISO 32000-1, annex H, note 13
# What people have instead, by its beginning or its name, and how they get what is taken.
_SAVE_PDF = "请另存为 PDF 后上传"
_ADVICE_BY_START = (
    (bytes.fromhex("d0cf11e0a1b11ae1"), "这是旧版 Office 文件或加了密码的文件，请去掉密码，"
     "另存为 docx、xlsx 或 PDF 后上传"),
    (b"Rar!", "请解压后逐个上传其中的文件"),
    (b"7z\xbc\xaf\x27\x1c", "请解压后逐个上传其中的文件"),
    (b"{\\rtf", _SAVE_PDF),
    (b"BM", "请另存为 JPG 或 PNG 后上传"),
    (b"GIF8", "请另存为 JPG 或 PNG 后上传"),
    (b"II*\x00", "请另存为 PDF 或 JPG 后上传"),
    (b"MM\x00*", "请另存为 PDF 或 JPG 后上传"),
)  # fmt: skip
_ADVICE_BY_ENDING = {
    ".ofd": "请在 OFD 阅读器中另存为 PDF 后上传",
    ".wps": _SAVE_PDF, ".et": "请另存为 xlsx 或 PDF 后上传", ".dps": _SAVE_PDF,
    ".odt": _SAVE_PDF, ".ods": "请另存为 xlsx 或 PDF 后上传", ".caj": _SAVE_PDF,
    ".pages": _SAVE_PDF, ".ceb": _SAVE_PDF, ".zip": "请解压后逐个上传其中的文件",
    ".docm": "请另存为不带宏的 docx 后上传", ".xlsm": "请另存为不带宏的 xlsx 后上传",
    ".xlsb": "请另存为 xlsx 后上传",
    ".webp": "请另存为 JPG 或 PNG 后上传",
    ".heic": "请在手机相册中转为 JPG 后上传（设置“相机—格式—兼容性最佳”）",
    ".heif": "请在手机相册中转为 JPG 后上传（设置“相机—格式—兼容性最佳”）",
}  # fmt: skip
_OFFICE = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}


def content_of(upload: File) -> IO[bytes]:
    """The open content of an upload, or of a file that was opened in a storage."""
    if upload.file is None:
        raise ValueError("the file is not open")
    return upload.file


def sniff(file: IO[bytes]) -> str | None:
    """The content type of `file`, None when it is none of those that the portal takes.

    Leaves the file at its beginning.
    """
    file.seek(0)
    head = file.read(_PDF_WITHIN)
    file.seek(0)
    if _is_pdf(head):
        return PDF
    for signature, content_type in _SIGNATURES:
        if head.startswith(signature):
            return content_type
    if head.startswith(b"PK\x03\x04") and directory_is_small(file):
        try:
            names = set(zipfile.ZipFile(file).namelist())
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            names = set()
        finally:
            file.seek(0)
        macro = any(name.endswith("vbaProject.bin") for name in names)
        for part, content_type in _OFFICE.items():
            if part in names and not macro:
                return content_type
    return None


def _is_pdf(head: bytes) -> bool:
    """Whether a PDF begins here, after a mark of encoding, white space or other remains of its way
    at most. What is a page of markup to a browser is none."""
    before, begins, _ = head.partition(b"%PDF-")
    return bool(begins) and b"<" not in before and not before.startswith((b"PK", b"MZ"))


def advice_about(file: IO[bytes], name: str) -> str:
    """How the owner of a file that is not taken gets one that is; "" where that is not known.

    Leaves the file at its beginning.
    """
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    by_start = next((said for start, said in _ADVICE_BY_START if head.startswith(start)), "")
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"heif"):
        by_start = _ADVICE_BY_ENDING[".heic"]
    return _ADVICE_BY_ENDING.get(PurePosixPath(name.lower()).suffix, by_start)


def extension_agrees(name: str, content_type: str) -> bool:
    return PurePosixPath(name.lower()).suffix in EXTENSIONS[content_type]
