"""A paper is written from the published facts, once, and can be made again byte for byte."""

import hashlib
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.jobs import JobHandle
from accounts.models import Job, Notification
from accounts.outbox import deliver_next
from accounts.tenancy import acting_as, system_scope
from pages import paper_sections
from reports.models import DailySnapshot, Paper, PaperFile, PaperForm
from reports.papers.actions import make_files
from reports.papers.actions import make_paper as making
from reports.papers.actions.issue_paper import withdraw_paper
from reports.papers.actions.make_paper import make_again, make_paper, order_paper
from reports.papers.files.making import content_of
from reports.papers.running import run_order
from reports.papers.sections import problems
from tests.reports.papers.conftest import NOVEMBER, OCTOBER


def read(paper):
    with system_scope(reason="test"):
        row = Paper.objects.get(pk=paper.pk)
        return row, list(row.log.order_by("pk"))


def text_of(paper):
    return "\n".join(
        [*paper.data["title"], *(p for one in paper.data["headings"] for p in one["paragraphs"])]
    )


def test_paper_states_what_changed_and_why(paper):
    row, _ = read(paper)
    text = text_of(row)
    assert "截至10月31日，专精特新示范企业累计认定 3 家，比应达少 38 家。" in text
    assert "专精特新示范企业新增 1 家，比9月少 1 家。" in text
    assert "崂山区少 22 家、城阳区少 16 家。" in text
    assert "已印发的各期没有需要更正的数。" in text


def test_table_picture_and_workbook_hold_the_same_figures(paper):
    row, _ = read(paper)
    items = [item for one in row.data["headings"] for item in one["items"]]
    districts = next(item for item in items if "区市完成情况" in item["title"])
    bars = next(item for item in items if item["what"] == "bars")
    by_table = {line[0]: line[4] for line in districts["rows"] if line[4] is not None}
    assert {bar["label"]: bar["value"] for bar in bars["bars"]} == {
        name: value for name, value in by_table.items() if name != "合计"
    }
    assert by_table["合计"] == sum(bar["value"] for bar in bars["bars"])
    book = CalamineWorkbook.from_filelike(BytesIO(content_of(row, PaperForm.EXCEL)))
    sheet = next(name for name in book.sheet_names if name.startswith("表3"))
    cells = {line[0]: line[4] for line in book.get_sheet_by_name(sheet).to_python()[1:13]}
    assert cells["崂山区"] == -22


def test_codes_stay_text_in_the_workbook(paper):
    row, _ = read(paper)
    book = CalamineWorkbook.from_filelike(BytesIO(content_of(row, PaperForm.EXCEL)))
    raw = next(name for name in book.sheet_names if name.startswith("原始数据"))
    assert book.get_sheet_by_name(raw).to_python()[1][0] == "370212"


def test_files_are_made_again_byte_for_byte(paper, clock):
    clock.at(date(2027, 3, 1))
    row, _ = read(paper)
    with system_scope(reason="test"):
        kept = dict(PaperFile.objects.values_list("form", "sha256"))
    again = {form: hashlib.sha256(content_of(row, form)).hexdigest() for form in PaperForm}
    assert again == kept


def test_word_file_has_the_official_page_and_faces(paper):
    row, _ = read(paper)
    word = Document(BytesIO(content_of(row, PaperForm.WORD)))
    section = word.sections[0]
    assert [round(side.mm) for side in (section.top_margin, section.left_margin)] == [37, 28]
    assert word.settings.odd_and_even_pages_header_footer
    assert word.paragraphs[0].text == "专精特新企业培育工作专报"
    assert "方正小标宋简体" in word.paragraphs[0]._p.xml
    assert "仿宋_GB2312" in word.element.xml


def test_paper_names_the_snapshots_that_it_was_made_from(paper):
    row, _ = read(paper)
    with system_scope(reason="test"):
        days = {one.day for one in DailySnapshot.objects.filter(pk__in=row.data["snapshots"])}
    assert days == {date(2026, 10, 31), date(2026, 9, 30)}


def test_period_has_one_paper_however_often_it_is_made(paper):
    assert make_paper(None, OCTOBER).pk == paper.pk
    with system_scope(reason="test"):
        assert Paper.objects.count() == 1
        assert PaperFile.objects.count() == 3


def test_stopped_run_is_taken_up_where_it_stopped(october, monkeypatch):
    def killed(*args, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(making, "make_files", killed)
    with pytest.raises(KeyboardInterrupt):
        make_paper(None, october)
    monkeypatch.undo()
    paper = make_paper(None, october)
    with system_scope(reason="test"):
        assert (Paper.objects.count(), paper.files.count()) == (1, 3)


def test_failed_part_stands_in_the_log_and_not_in_the_paper(october, monkeypatch):
    def broken(period):
        raise ValueError("502 Bad Gateway")

    part = paper_sections._parts["backlog"]
    broken_part = paper_sections.PaperPart(part.key, part.label, part.place, part.names, broken)
    monkeypatch.setitem(paper_sections._parts, "backlog", broken_part)
    paper, log = read(make_paper(None, october))
    assert paper.failed_parts == ["审核超期"]
    assert [line.text for line in log if line.step == "审核超期"] == ["ValueError: 502 Bad Gateway"]
    for form in PaperForm:
        assert b"Bad Gateway" not in content_of(paper, form)
    assert "待审申报" not in text_of(paper)
    assert problems.PART.label == "审核超期"


def test_failed_file_leaves_the_others_and_says_so(october, monkeypatch):
    real = make_files.content_of

    def broken(paper, form):
        if form == PaperForm.PDF:
            raise OSError("no space")
        return real(paper, form)

    monkeypatch.setattr(make_files, "content_of", broken)
    paper, log = read(make_paper(None, october))
    with system_scope(reason="test"):
        assert set(paper.files.values_list("form", flat=True)) == {"docx", "xlsx"}
    assert [line.step for line in log if line.failed] == ["PDF 文件"]


def test_ordered_paper_is_made_by_a_worker_with_progress(october, city):
    with acting_as(city):
        job = order_paper(city, october)
        told = []
        handle = JobHandle(str(job.pk), job.payload, city)
        handle.advance = lambda done, total=None, message="": told.append((done, total, message))
    run_order(handle)
    run_order(handle)
    with system_scope(reason="test"):
        assert Job.objects.get(pk=job.pk).state == Job.State.DONE
        assert Paper.objects.count() == 1
    assert told[0] == (0, 11, "正在收集：目标进度")
    assert [done for done, total, _ in told[:10]] == list(range(10))


def test_paper_of_a_period_that_was_not_published_is_refused(city, clock, plan):
    with acting_as(city), pytest.raises(RuleViolation, match="还没有统计"):
        order_paper(city, OCTOBER.before.before.before.before)
    with acting_as(city), pytest.raises(RuleViolation, match="还没有结束"):
        order_paper(city, NOVEMBER)


def test_withdrawn_draft_is_written_again_as_another_version_of_the_issue(paper, city):
    with acting_as(city):
        job = make_again(city, paper.pk, "示例：数据补录", version=paper.version)
    run_order(JobHandle(str(job.pk), job.payload, city))
    with system_scope(reason="test"):
        rows = list(Paper.objects.order_by("pk").values_list("number", "revision", "state"))
    assert rows == [(1, 1, "withdrawn"), (1, 2, "draft")]


def test_issues_are_numbered_within_their_year(paper, clock):
    clock.night_after(date(2026, 11, 30))
    assert (make_paper(None, NOVEMBER).number, paper.number) == (2, 1)


def test_withdrawing_needs_a_reason(paper, city):
    with acting_as(city), pytest.raises(RuleViolation):
        withdraw_paper(city, paper.pk, " ", version=None)


def test_people_of_the_city_alone_order_papers(october, as_actor):
    leader = as_actor(Duty.LEADER)
    with acting_as(leader), pytest.raises(Exception, match="市级主管部门"):
        order_paper(leader, october)


def test_nobody_is_told_of_a_paper_made_by_hand(paper):
    deliver_next()
    with system_scope(reason="test"):
        assert not Notification.objects.filter(title__contains="待核").exists()
