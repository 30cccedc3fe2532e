"""Making a paper's files: to memory, opened and looked at, and only then stored."""

import hashlib
import zipfile
from collections.abc import Callable
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from docx import Document
from python_calamine import CalamineWorkbook

from documents.pdf import render_pdf
from documents.word import WORD
from documents.workbooks.export import XLSX
from reports.models import Paper, PaperForm
from reports.papers.document import PaperDocument, document_of
from reports.papers.files.data import document_data
from reports.papers.files.excel import as_excel
from reports.papers.files.word import as_word

CONTENT_TYPES = {PaperForm.PDF: "application/pdf", PaperForm.WORD: WORD, PaperForm.EXCEL: XLSX}


class Unusable(Exception):
    """A file that nobody could open."""


def as_pdf(document: PaperDocument) -> bytes:
    return render_pdf("paper.typ", document_data(document))


def content_of(paper: Paper, form: str) -> bytes:
    """The file of a paper, made now and opened once. Raises `Unusable` where it cannot be read."""
    document = document_of(paper)
    make: dict[str, Callable[[], bytes]] = {
        PaperForm.PDF: lambda: as_pdf(document),
        PaperForm.WORD: lambda: as_word(document),
        PaperForm.EXCEL: lambda: as_excel(document, paper.data),
    }
    content = make[form]()
    if why := why_unusable(content, form):
        raise Unusable(why)
    return content


def why_unusable(content: bytes, form: str) -> str:
    """What is wrong with a file; "" where it opens."""
    if form == PaperForm.PDF:
        whole = content.startswith(b"%PDF-") and b"%%EOF" in content[-64:]
        return "" if whole and b"/Page" in content else "PDF 不完整"
    try:
        if form == PaperForm.WORD:
            return "" if Document(BytesIO(content)).paragraphs else "Word 文件里没有文字"
        sheets = CalamineWorkbook.from_filelike(BytesIO(content)).sheet_names
        return "" if sheets else "工作簿里没有工作表"
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        return f"打不开：{error}"[:200]


def stored(paper: Paper, form: str, content: bytes) -> tuple[str, str]:
    """Keep the content; its key and its hash. The same content is kept once."""
    digest = hashlib.sha256(content).hexdigest()
    storage = storages["attachments"]
    key = f"papers/{paper.pk}/{digest[:32]}.{form}"
    if not storage.exists(key):
        key = storage.save(key, ContentFile(content))
    return key, digest
