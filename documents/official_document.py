"""A document in the official layout (公文格式, GB/T 9704-2012), as Word and as PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from documents.pdf import render_pdf

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Sizes of type: 二号, 三号, 四号, 小四. Typefaces as the standard names them; a machine without one
# shows its own instead.
SECOND, THIRD, FOURTH, TABLE = Pt(22), Pt(16), Pt(14), Pt(12)
TITLE_FACE, BODY_FACE, HEAD_FACE, FIGURES_FACE = "方正小标宋简体", "仿宋_GB2312", "黑体", "宋体"
LINE = Pt(28.9)  # 22 lines of a page
TEXT_WIDTH_MM = 210 - 28 - 26


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


def in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def as_pdf(document: OfficialDocument) -> bytes:
    """The document typeset."""
    return render_pdf(
        "official_document.typ",
        {
            "title": document.title,
            "addressee": document.addressee,
            "paragraphs": list(document.paragraphs),
            "issuer": document.issuer,
            "day": document.signed_on,
            "list_title": document.list_title,
            "headings": list(document.headings),
            "rows": [list(row) for row in document.rows],
            "widths": list(document.widths),
        },
    )


def as_word(document: OfficialDocument) -> bytes:
    """The document as a .docx file, to be edited and sealed by the bureau."""
    word = Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    _page_number(section.footer.paragraphs[0])
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
    _in_face(word.add_paragraph().add_run("附件"), HEAD_FACE, THIRD)
    _centred(word.add_paragraph(), document.list_title)
    _table(word, document)
    stored = BytesIO()
    word.save(stored)
    return stored.getvalue()


def _in_face(run: Run, face: str, size: Pt) -> None:
    run.font.name, run.font.size = "Times New Roman", size
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), face)


def _spaced(paragraph: Paragraph) -> None:
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, LINE


def _centred(paragraph: Paragraph, text: str) -> None:
    _spaced(paragraph)
    paragraph.paragraph_format.line_spacing = Pt(34)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _in_face(paragraph.add_run(text), TITLE_FACE, SECOND)


def _line(paragraph: Paragraph, text: str = "", *, first_indent: bool = False) -> None:
    _spaced(paragraph)
    if first_indent:
        paragraph.paragraph_format.first_line_indent = THIRD * 2
    _in_face(paragraph.add_run(text), BODY_FACE, THIRD)


def _signature(paragraph: Paragraph, text: str) -> None:
    _spaced(paragraph)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.paragraph_format.right_indent = THIRD * 4
    _in_face(paragraph.add_run(text), BODY_FACE, THIRD)


def _page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _in_face(paragraph.add_run("— "), FIGURES_FACE, FOURTH)
    run = paragraph.add_run()
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        if text is None:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), str(kind))
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._element.append(mark)
    _in_face(run, FIGURES_FACE, FOURTH)
    _in_face(paragraph.add_run(" —"), FIGURES_FACE, FOURTH)


def _table(word: WordDocument, document: OfficialDocument) -> None:
    table = word.add_table(rows=1, cols=len(document.headings))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    shares = sum(document.widths)
    widths = [Mm(TEXT_WIDTH_MM * share / shares) for share in document.widths]
    _fill(table.rows[0].cells, document.headings, widths, HEAD_FACE)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in document.rows:
        _fill(table.add_row().cells, row, widths, BODY_FACE)


def _fill(cells: Sequence[_Cell], texts: Sequence[str], widths: Sequence[Mm], face: str) -> None:
    for cell, text, width in zip(cells, texts, widths, strict=True):
        cell.width = width
        _in_face(cell.paragraphs[0].add_run(text), face, TABLE)
