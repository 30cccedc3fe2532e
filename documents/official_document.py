"""A document in the official layout (公文格式, GB/T 9704-2012), as Word and as PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from docx.document import Document as WordDocument
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from documents.official_layout import column_widths, title_lines
from documents.pdf import render_pdf
from documents.word import (
    BODY_FACE,
    HEAD_FACE,
    SECOND,
    TABLE,
    THIRD,
    TITLE_FACE,
    WORD,
    in_face,
    mark_row,
    official_pages,
    spaced,
)

__all__ = ["WORD", "OfficialDocument", "as_pdf", "as_word", "in_words"]


@dataclass(frozen=True)
class OfficialDocument:
    """A text with a list on pages of its own. `widths` are the columns' shares of the page's width;
    `day` is the local date under the signature."""

    title: str
    addressee: str
    paragraphs: tuple[str, ...]
    issuer: str
    day: date
    list_title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]

    @property
    def signed_on(self) -> str:
        return in_words(self.day)

    @property
    def widths_mm(self) -> list[float]:
        return column_widths(self.headings, self.rows, self.widths)


def in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def as_pdf(document: OfficialDocument) -> bytes:
    """The document typeset."""
    return render_pdf(
        "official_document.typ",
        {
            "title": title_lines(document.title),
            "addressee": document.addressee,
            "paragraphs": list(document.paragraphs),
            "issuer": document.issuer,
            "day": document.signed_on,
            "list_title": document.list_title,
            "list_title_lines": title_lines(document.list_title),
            "headings": list(document.headings),
            "rows": [list(row) for row in document.rows],
            "widths": document.widths_mm,
        },
    )


def as_word(document: OfficialDocument) -> bytes:
    """The document as a .docx file, to be edited and sealed by the bureau."""
    word = official_pages()
    _centred(word.add_paragraph(), document.title)
    _line(word.add_paragraph())
    if document.addressee:
        _line(word.add_paragraph(), document.addressee)
    for text in document.paragraphs:
        _line(word.add_paragraph(), text, first_indent=True)
    _line(word.add_paragraph())
    _line(word.add_paragraph(), f"附件：{document.list_title}", first_indent=True)
    _line(word.add_paragraph())
    _signature(word.add_paragraph(), document.issuer)
    date_line = word.add_paragraph()
    _signature(date_line, document.signed_on)
    date_line.add_run().add_break(WD_BREAK.PAGE)
    in_face(word.add_paragraph().add_run("附件"), HEAD_FACE, THIRD)
    heading = word.add_paragraph()
    _centred(heading, document.list_title)
    heading.paragraph_format.space_after = Pt(6)
    _table(word, document)
    stored = BytesIO()
    word.save(stored)
    return stored.getvalue()


def _centred(paragraph: Paragraph, text: str) -> None:
    spaced(paragraph)
    paragraph.paragraph_format.line_spacing = Pt(34)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for place, line in enumerate(title_lines(text)):
        run = paragraph.add_run()
        if place:
            run.add_break()
        run.add_text(line)
        in_face(run, TITLE_FACE, SECOND)


def _line(paragraph: Paragraph, text: str = "", *, first_indent: bool = False) -> None:
    spaced(paragraph)
    if first_indent:
        paragraph.paragraph_format.first_line_indent = THIRD * 2
    in_face(paragraph.add_run(text), BODY_FACE, THIRD)


def _signature(paragraph: Paragraph, text: str) -> None:
    spaced(paragraph)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.paragraph_format.right_indent = THIRD * 4
    in_face(paragraph.add_run(text), BODY_FACE, THIRD)


def _table(word: WordDocument, document: OfficialDocument) -> None:
    table = word.add_table(rows=1, cols=len(document.headings))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    widths = [Mm(width) for width in document.widths_mm]
    # The grid, too: LibreOffice goes by it, Word by the cells.
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _fill(table.rows[0].cells, document.headings, widths, HEAD_FACE)
    mark_row(table.rows[0], "w:tblHeader")
    for texts in document.rows:
        row = table.add_row()
        _fill(row.cells, texts, widths, BODY_FACE)
        mark_row(row, "w:cantSplit")


def _fill(cells: Sequence[_Cell], texts: Sequence[str], widths: Sequence[Mm], face: str) -> None:
    for place, (cell, text, width) in enumerate(zip(cells, texts, widths, strict=True)):
        cell.width, cell.vertical_alignment = width, WD_ALIGN_VERTICAL.CENTER
        line = cell.paragraphs[0]
        line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(3)
        if place == 0 or face == HEAD_FACE:
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        in_face(line.add_run(text), face, TABLE)
