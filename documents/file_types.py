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


def ending_of(name: str) -> str:
    """The ending of a file's name, with its dot and in small letters; "" for none."""
    return PurePosixPath(name.lower()).suffix


def extension_agrees(name: str, content_type: str) -> bool:
    return ending_of(name) in EXTENSIONS[content_type]
