"""A paper as a Word file in the official layout, to be edited further by hand."""

from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document as WordDocument
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from documents.pdf import render_png
from documents.word import (
    BODY_FACE,
    HEAD_FACE,
    SECOND,
    TABLE,
    THIRD,
    TITLE_FACE,
    in_face,
    mark_row,
    official_pages,
    spaced,
)
from reports.papers.document import PaperDocument, PrintedBars, PrintedTable
from reports.papers.files.data import bars_data

RED = RGBColor(0xC8, 0x10, 0x2E)
TEXT_WIDTH = Mm(156)
SMALL, CELL = Pt(10.5), Pt(10)
# A table of so many rows is not cut at the foot of a page.
UNCUT = 14
# No zip of earlier years can be; the files of one paper are the same whenever they are made.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def as_word(document: PaperDocument) -> bytes:
    """The paper as a .docx file; the same document gives the same bytes."""
    word = official_pages()
    day = document.dated
    word.core_properties.title = document.name
    word.core_properties.author = document.issuer
    word.core_properties.created = word.core_properties.modified = datetime(
        day.year, day.month, day.day
    )
    _masthead(word, document)
    for heading in document.headings:
        _heading(word.add_paragraph(), heading.title)
        for text in heading.paragraphs:
            _body(word.add_paragraph(), text)
        for item in heading.items:
            _picture(word, item) if isinstance(item, PrintedBars) else _table(word, item)
        if heading.remark:
            _body(word.add_paragraph(), heading.remark)
    stored = BytesIO()
    word.save(stored)
    return _without_time(stored.getvalue())


def _without_time(content: bytes) -> bytes:
    """The same archive with no word of when it was written."""
    steady = BytesIO()
    with ZipFile(BytesIO(content)) as made, ZipFile(steady, "w", ZIP_DEFLATED) as kept:
        for one in made.infolist():
            part = ZipInfo(one.filename, _NO_TIME)
            part.compress_type = ZIP_DEFLATED
            kept.writestr(part, made.read(one.filename))
    return steady.getvalue()


def _masthead(word: WordDocument, document: PaperDocument) -> None:
    head = word.add_paragraph()
    spaced(head)
    size = Pt(min(48, 425 // max(1, len(document.masthead))))
    head.paragraph_format.line_spacing = Pt(size.pt * 1.3)
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(document.masthead)
    in_face(run, TITLE_FACE, size)
    run.font.color.rgb = RED
    issue = word.add_paragraph()
    _line(issue, document.issue)
    issue.alignment = WD_ALIGN_PARAGRAPH.CENTER
    who = word.add_paragraph()
    _line(who, f"{document.issuer}\t{document.dated_in_words}")
    who.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    _red_rule(who)
    _line(word.add_paragraph())
    title = word.add_paragraph()
    spaced(title)
    title.paragraph_format.line_spacing = Pt(34)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for place, text in enumerate(document.title):
        run = title.add_run()
        if place:
            run.add_break()
        run.add_text(text)
        in_face(run, TITLE_FACE, SECOND)
    _line(word.add_paragraph())


def _red_rule(paragraph: Paragraph) -> None:
    """A red rule below the paragraph, as wide as the text."""
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "6"), ("color", "C8102E")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _line(paragraph: Paragraph, text: str = "") -> None:
    spaced(paragraph)
    in_face(paragraph.add_run(text), BODY_FACE, THIRD)


def _body(paragraph: Paragraph, text: str) -> None:
    _line(paragraph, text)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = THIRD * 2


def _heading(paragraph: Paragraph, text: str) -> None:
    spaced(paragraph)
    paragraph.paragraph_format.first_line_indent = THIRD * 2
    paragraph.paragraph_format.keep_with_next = True
    in_face(paragraph.add_run(text), HEAD_FACE, THIRD)


def _caption(word: WordDocument, text: str, *, with_next: bool) -> None:
    caption = word.add_paragraph()
    spaced(caption)
    caption.paragraph_format.line_spacing = Pt(20)
    caption.paragraph_format.space_before = Pt(6)
    caption.paragraph_format.keep_with_next = with_next
    caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
    in_face(caption.add_run(text), HEAD_FACE, TABLE)


def _source(word: WordDocument, text: str) -> None:
    source = word.add_paragraph()
    spaced(source)
    source.paragraph_format.line_spacing = Pt(16)
    source.paragraph_format.space_after = Pt(6)
    in_face(source.add_run(text), BODY_FACE, SMALL)


def _picture(word: WordDocument, item: PrintedBars) -> None:
    place = word.add_paragraph()
    place.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    place.paragraph_format.keep_with_next = True
    place.alignment = WD_ALIGN_PARAGRAPH.CENTER
    picture = render_png("paper_picture.typ", bars_data(item))
    shape = place.add_run().add_picture(BytesIO(picture), width=Mm(152))
    # What a reader hears who does not see it.
    said = "；".join(f"{label} {text}" for label, _, text, _ in item.bars)
    shape._inline.docPr.set("descr", f"{item.caption}：{said}")
    _caption(word, item.caption, with_next=True)
    _source(word, item.source)


def _table(word: WordDocument, item: PrintedTable) -> None:
    _caption(word, item.caption, with_next=True)
    table = word.add_table(rows=0, cols=len(item.headings))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    whole = sum(item.shares)
    widths = [Mm(156 * share / whole) for share in item.shares]
    lines = [(item.headings, HEAD_FACE), *((row, BODY_FACE) for row in item.rows)]
    for number, (texts, face) in enumerate(lines):
        row = table.add_row()
        mark_row(row, "w:cantSplit")
        if number == 0:
            mark_row(row, "w:tblHeader")
        closes = item.total and number == len(lines) - 1
        for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width, cell.vertical_alignment = widths[place], WD_ALIGN_VERTICAL.CENTER
            line = cell.paragraphs[0]
            line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(2)
            if item.numeric[place]:
                line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            line.paragraph_format.keep_with_next = len(item.rows) <= UNCUT
            in_face(line.add_run(text), HEAD_FACE if closes else face, CELL)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _rules(table._tbl)
    _source(word, item.source)


def _rules(table: CT_Tbl) -> None:
    """Rules above, below and between the rows, none at the sides; cells with narrow margins."""
    borders = OxmlElement("w:tblBorders")
    for side, size in (("top", "8"), ("bottom", "8"), ("insideH", "4")):
        rule = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", "000000")):
            rule.set(qn(f"w:{name}"), value)
        borders.append(rule)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "45")  # twentieths of a point: 0.8 mm
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table.tblPr.extend((borders, margins))
