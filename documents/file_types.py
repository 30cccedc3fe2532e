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
    JPEG: (".jpg", ".jpeg"),
    DOCX: (".docx",),
    XLSX: (".xlsx",),
}
NAMES = {PDF: "PDF", PNG: "PNG", JPEG: "JPG", DOCX: "Word（docx）", XLSX: "Excel（xlsx）"}
_SIGNATURES = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
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
    head = file.read(1024)
    file.seek(0)
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


def extension_agrees(name: str, content_type: str) -> bool:
    return PurePosixPath(name.lower()).suffix in EXTENSIONS[content_type]
