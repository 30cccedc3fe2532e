"""What every Word file in the official layout (GB/T 9704-2012) is made with: faces, lines, the
page with its numbers."""

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import serialize_for_reading
from docx.shared import Mm, Pt
from docx.table import _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

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


def official_pages() -> WordDocument:
    """An empty file on pages of the official measure, with numbers on the outer sides."""
    word = Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    word.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _page_number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)
    _name_other_faces(word)
    return word


def in_face(run: Run, face: str, size: Pt) -> None:
    run.font.name, run.font.size = "Times New Roman", size
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), face)


def spaced(paragraph: Paragraph) -> None:
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, LINE


def mark_row(row: _Row, name: str) -> None:
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


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
    in_face(paragraph.add_run("— "), FIGURES_FACE, FOURTH)
    run = paragraph.add_run()
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        if text is None:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), str(kind))
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._element.append(mark)
    in_face(run, FIGURES_FACE, FOURTH)
    in_face(paragraph.add_run(" —"), FIGURES_FACE, FOURTH)
