"""A document in the official layout (公文格式, GB/T 9704-2012), as Word and as PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import serialize_for_reading
from docx.shared import Mm, Pt
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from documents.official_layout import column_widths, title_lines
from documents.pdf import render_pdf

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Sizes of type: 二号, 三号, 四号, 小四. Typefaces as the standard names them; a machine without one
# shows its own instead.
SECOND, THIRD, FOURTH, TABLE = Pt(22), Pt(16), Pt(14), Pt(12)
TITLE_FACE, BODY_FACE, HEAD_FACE, FIGURES_FACE = "方正小标宋简体", "仿宋_GB2312", "黑体", "宋体"
# What a machine without a face shows instead: first those of common systems, then free ones.
INSTEAD = {
    TITLE_FACE: "方正小标宋_GBK,小标宋体,华文中宋,Noto Serif CJK SC,思源宋体",
    BODY_FACE: "仿宋,FangSong,华文仿宋,朱雀仿宋,Noto Serif CJK SC",
    HEAD_FACE: "SimHei,Noto Sans CJK SC,思源黑体",
    FIGURES_FACE: "SimSun,Noto Serif CJK SC,思源宋体",
}
LINE = Pt(28.95)  # 22 lines of a page


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
    word = Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    word.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _page_number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)
    _name_other_faces(word)
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
    heading = word.add_paragraph()
    _centred(heading, document.list_title)
    heading.paragraph_format.space_after = Pt(6)
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
    for place, line in enumerate(title_lines(text)):
        run = paragraph.add_run()
        if place:
            run.add_break()
        run.add_text(line)
        _in_face(run, TITLE_FACE, SECOND)


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


def _name_other_faces(word: WordDocument) -> None:
    """List for each face those that stand in for it (w:altName of the font table)."""
    part = next(one for one in word.part.package.parts if one.partname == "/word/fontTable.xml")
    table = parse_xml(part.blob)
    for face, others in INSTEAD.items():
        font = OxmlElement("w:font")
        font.set(qn("w:name"), face)
        instead = OxmlElement("w:altName")
        instead.set(qn("w:val"), others)
        font.append(instead)
        table.append(font)
    part._blob = serialize_for_reading(table).encode()


def _page_number(paragraph: Paragraph, side: WD_ALIGN_PARAGRAPH) -> None:
    """A number on the outer side, one character in from the text's edge."""
    paragraph.alignment = side
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = FOURTH
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
    widths = [Mm(width) for width in document.widths_mm]
    # The grid, too: LibreOffice goes by it, Word by the cells.
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _fill(table.rows[0].cells, document.headings, widths, HEAD_FACE)
    _mark(table.rows[0], "w:tblHeader")
    for texts in document.rows:
        row = table.add_row()
        _fill(row.cells, texts, widths, BODY_FACE)
        _mark(row, "w:cantSplit")


def _mark(row: _Row, name: str) -> None:
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _fill(cells: Sequence[_Cell], texts: Sequence[str], widths: Sequence[Mm], face: str) -> None:
    for place, (cell, text, width) in enumerate(zip(cells, texts, widths, strict=True)):
        cell.width, cell.vertical_alignment = width, WD_ALIGN_VERTICAL.CENTER
        line = cell.paragraphs[0]
        line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(3)
        if place == 0 or face == HEAD_FACE:
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _in_face(line.add_run(text), face, TABLE)
