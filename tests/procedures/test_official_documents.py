"""Notices and decisions as Word and PDF."""

import io
from datetime import date

import pytest
from django.urls import reverse
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given
from hypothesis import strategies as st

from accounts.jobs import run as run_job
from accounts.tenancy import acting_as
from documents.official_document import OfficialDocument, as_pdf, as_word
from documents.official_layout import column_widths, title_lines
from procedures.notices.actions.publish_notice import conclude_notice
from procedures.notices.documents import stored_document
from tests.procedures import notices

MANY = OfficialDocument(
    title="关于示例名单的公示",
    addressee="",
    paragraphs=("现予公示。", "公示期为五个工作日。"),
    issuer="青岛市中小企业主管部门",
    day=date(2026, 11, 23),
    list_title="示例名单",
    headings=("序号", "企业名称"),
    rows=tuple((str(place), f"示例企业{place}有限公司") for place in range(1, 301)),
    widths=(1, 4),
)


@pytest.fixture(scope="module")
def word():
    return Document(io.BytesIO(as_word(MANY)))


def test_page_has_the_margins_of_the_standard(word):
    section = word.sections[0]
    found = [section.page_width, section.top_margin, section.bottom_margin,
             section.left_margin, section.right_margin]  # fmt: skip
    for length, wanted in zip(found, (210, 37, 35, 28, 26), strict=True):
        assert abs(length - Mm(wanted)) < Mm(1)


def test_title_body_and_signature_are_in_their_faces(word):
    by_text = {line.text: line for line in word.paragraphs}
    title, body = by_text[MANY.title], by_text["现予公示。"]
    faces = [line.runs[0]._element.rPr.rFonts.get(qn("w:eastAsia")) for line in (title, body)]
    assert faces == ["方正小标宋简体", "仿宋_GB2312"]
    assert (title.runs[0].font.size.pt, body.runs[0].font.size.pt) == (22, 16)
    assert "2026年11月23日" in by_text


def test_list_has_every_row_and_repeats_its_heading(word):
    (table,) = word.tables
    assert len(table.rows) == 301
    assert [cell.text for cell in table.rows[300].cells] == ["300", "示例企业300有限公司"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_grid_of_the_list_has_the_widths_of_its_cells(word):
    (table,) = word.tables
    grid = [column.width for column in table.columns]
    assert grid == [cell.width for cell in table.rows[1].cells]
    assert grid[0] < grid[1] and abs(sum(grid) - Mm(156)) < Mm(1)


def test_rows_of_the_list_are_not_split_over_pages(word):
    (table,) = word.tables
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows[1:])


def test_page_numbers_stand_on_the_outer_side(word):
    section = word.sections[0]
    sides = [section.footer, section.even_page_footer]
    found = [footer.paragraphs[0].alignment for footer in sides]
    assert found == [WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT]


def test_faces_that_a_machine_lacks_have_free_ones_in_their_place(word):
    part = next(one for one in word.part.package.parts if one.partname == "/word/fontTable.xml")
    assert "Noto Serif CJK SC" in part.blob.decode()


def test_short_columns_are_never_broken():
    widths = column_widths(
        ("序号", "企业名称", "区市"), [("12", "青岛示例精密机械制造有限公司", "高新区")], (1, 9, 1)
    )
    assert widths[0] >= 2 * 4.3 + 4 and widths[2] >= 3 * 4.3 + 4
    assert sum(widths) == pytest.approx(156, abs=0.1)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于示例名单的公示", ["关于示例名单的公示"]),
        (
            "2026年度青岛市专精特新产品（技术）认定拟认定名单",
            ["2026年度青岛市专精特新", "产品（技术）认定拟认定名单"],
        ),
        ("", [""]),
    ],
)
def test_title_is_broken_evenly(title, lines):
    found = title_lines(title)
    assert "".join(found) == title
    assert found == lines


@given(st.text(alphabet="关于公布青岛市专精特新（2026）名单的，《通知》A-", max_size=90))
def test_no_line_of_a_title_is_lost_or_a_single_character(title):
    lines = title_lines(title)
    assert "".join(lines) == title
    if len(lines) > 1:
        assert min(len(line) for line in lines) > 1


def test_pdf_is_set_in_song_and_hei():
    content = as_pdf(MANY)
    assert b"NotoSerifSC-Regular" in content and b"NotoSerifSC-Bold" in content


def test_pdf_runs_over_several_pages():
    content = as_pdf(MANY)
    assert content.startswith(b"%PDF-")
    assert len(content) > len(as_pdf(OfficialDocument(**{**vars(MANY), "rows": MANY.rows[:2]})))


def test_document_is_made_once(own_media):
    first = stored_document("7", MANY, "pdf")
    assert stored_document("7", MANY, "pdf") == first


def open_notice(people):
    return notices.published(people, [notices.proposed(people)])


@pytest.fixture
def notice(people, own_media):
    from tests.procedures.filings import open_batch

    open_batch()
    return open_notice(people)


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_anybody_takes_the_notice(notice, client, form):
    page = client.get(reverse("procedures:notice", args=[notice.pk])).content.decode()
    address = reverse("procedures:notice_document", args=[notice.pk, "notice", form])
    assert address in page
    answer = client.get(address)
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)
    assert content[:2] == (b"PK" if form == "docx" else b"%P")


def test_notice_of_the_word_file_names_the_enterprise(notice, people, client):
    answer = client.get(reverse("procedures:notice_document", args=[notice.pk, "notice", "docx"]))
    word = Document(io.BytesIO(b"".join(answer.streaming_content)))
    assert word.tables[0].rows[1].cells[1].text == people.staff.organisation_name
    assert "异议受理：示例处 0532-55500000" in [line.text for line in word.paragraphs]


@pytest.mark.parametrize(
    ("what", "form"), [("notice", "exe"), ("other", "pdf"), ("decision", "pdf")]
)
def test_what_there_is_not_is_not_found(notice, client, what, form):
    address = reverse("procedures:notice_document", args=[notice.pk, what, form])
    assert client.get(address).status_code == 404


def test_decision_lists_what_was_certified_with_its_number(notice, people, client):
    notices.ended(notice)
    with acting_as(people.city):
        job = conclude_notice(people.city, notice.pk)
    run_job(str(job.pk))
    page = client.get(reverse("procedures:notice", args=[notice.pk])).content.decode()
    address = reverse("procedures:notice_document", args=[notice.pk, "decision", "docx"])
    assert address in page
    word = Document(io.BytesIO(b"".join(client.get(address).streaming_content)))
    cells = [cell.text for cell in word.tables[0].rows[1].cells]
    assert cells[1] == people.staff.organisation_name
    assert cells[4].startswith("QDZJTX-")
