"""The pages of papers, as each reader sees them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.duties import Duty
from accounts.models import User
from accounts.tenancy import acting_as, system_scope
from pages.todo import todo_for
from reports.models import Paper, PaperSubscription, PaperTemplate
from reports.papers.actions.issue_paper import check_paper, issue_paper


@pytest.fixture
def visit(client):
    """A client that is signed in as an actor."""

    def signed_in(actor):
        client.force_login(User.objects.get(pk=actor.user_id), "accounts.sign_in.PortalBackend")
        return client

    return signed_in


@pytest.fixture
def issued(paper, city, district):
    with acting_as(city):
        check_paper(city, paper.pk, version=None)
        return issue_paper(city, paper.pk, district_ids=[district.pk], by_mail=False, version=None)


def test_city_finds_the_draft_on_its_home(paper, city):
    with acting_as(city):
        (row,) = [one for one in todo_for(city) if one.kind == "报告"]
    assert (row.text, row.url) == ("月度专报第 1 期待核", f"/reports/papers/{paper.pk}/")


def test_page_shows_the_paper_as_it_is_printed(paper, city, visit):
    page = visit(city).get(f"/reports/papers/{paper.pk}/")
    for text in ("第 1 期", "一、总体进度", "表 1　一项目标进度（示例计划）", "图 1　", "没有成功"):
        assert (text in page.text) == (text != "没有成功")


def test_district_reads_no_log(issued, as_actor, district, visit):
    reviewer = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    page = visit(reviewer).get(f"/reports/papers/{issued.pk}/").text
    assert "生成记录" not in page
    assert "收件人" not in page


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx"])
def test_files_are_given_under_the_papers_name(issued, leader, visit, form):
    answer = visit(leader).get(f"/reports/papers/{issued.pk}/file/{form}/")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)[:4] in (b"%PDF", b"PK\x03\x04")


def test_opening_a_file_counts_as_reading(issued, leader, visit):
    with system_scope(reason="test"):
        issued.recipients.get_or_create(
            recipient_id=leader.user_id, defaults={"sent_at": issued.issued_at}
        )
    visit(leader).get(f"/reports/papers/{issued.pk}/file/pdf/")
    with system_scope(reason="test"):
        assert issued.recipients.get(recipient_id=leader.user_id).opened_at is not None


def test_list_takes_the_same_queries_for_many_papers(paper, city, visit):
    client = visit(city)
    client.get("/reports/papers/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/reports/papers/")
    with system_scope(reason="test"):
        for day in range(1, 29):
            Paper.objects.create(
                kind="daily", first_day=f"2026-09-{day:02}", last_day=f"2026-09-{day:02}",
                year=2026, number=day, title="示例", template=paper.template, dated="2026-10-01",
                as_of=paper.as_of, made_at=paper.made_at, data=paper.data,
            )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        page = client.get("/reports/papers/")
    assert "共 29 期" in page.text
    assert len(many) == len(few)


def test_unknown_name_is_refused_at_its_field(october, city, visit):
    client = visit(city)
    page = client.get("/reports/papers/texts/monthly/")
    sent = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    answer = client.post(
        "/reports/papers/texts/monthly/",
        {**sent, "number": page.context["number"], "text-progress": "共 {{ 没有的数 }} 家"},
    )
    assert answer.status_code == 422
    assert "没有“没有的数”这个数" in str(answer.context["form"].errors["text-progress"])


@pytest.mark.parametrize("button", ["preview", "save"])
@pytest.mark.parametrize("text", ["{% for a in 落后目标|个数 %}x{% endfor %}", "{{ 落后目标 }}"])
def test_text_that_cannot_be_printed_is_refused_at_its_field(october, city, visit, button, text):
    client = visit(city)
    page = client.get("/reports/papers/texts/monthly/")
    sent = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    sent |= {"number": page.context["number"], "text-progress": text, button: "1"}
    answer = client.post("/reports/papers/texts/monthly/", sent)
    assert answer.status_code == 422
    assert "text-progress" in answer.context["form"].errors
    with system_scope(reason="test"):
        assert not PaperTemplate.objects.filter(number=2).exists()


def test_text_is_seen_with_real_figures_before_it_is_saved(october, city, visit):
    client = visit(city)
    page = client.get("/reports/papers/texts/monthly/")
    sent = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    sent |= {"number": page.context["number"], "text-progress": "示例：共 {{ 目标数 }} 项目标。"}
    answer = client.post("/reports/papers/texts/monthly/", {**sent, "preview": "1"})
    assert "示例：共 1 项目标。" in answer.text
    with system_scope(reason="test"):
        assert not PaperTemplate.objects.filter(number=2).exists()
    client.post("/reports/papers/texts/monthly/", {**sent, "save": "1", "note": "示例"})
    with system_scope(reason="test"):
        kept = PaperTemplate.objects.get(number=2)
    assert kept.headings[0]["text"] == "示例：共 {{ 目标数 }} 项目标。"


def test_text_that_somebody_else_changed_is_not_written_over(october, city, visit):
    client = visit(city)
    page = client.get("/reports/papers/texts/monthly/")
    sent = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    sent |= {"number": page.context["number"]}
    client.post("/reports/papers/texts/monthly/", {**sent, "masthead": "示例一"})
    client.post("/reports/papers/texts/monthly/", {**sent, "masthead": "示例二"})
    with system_scope(reason="test"):
        assert list(
            PaperTemplate.objects.order_by("number").values_list("masthead", flat=True)
        ) == ["专精特新企业培育工作专报", "示例一"]


def test_reader_sees_and_leaves_a_subscription(leader, visit):
    client = visit(leader)
    client.post("/reports/papers/subscriptions/", {"kind": "monthly", "form": "pdf"})
    page = client.get("/reports/papers/subscriptions/").text
    assert "月度专报" in page
    assert "北京时间" in page
    client.post("/reports/papers/subscriptions/monthly/leave/")
    with system_scope(reason="test"):
        assert not PaperSubscription.objects.exists()


def test_period_that_has_a_paper_is_refused_at_its_field(paper, city, visit):
    answer = visit(city).post("/reports/papers/make/", {"kind": "monthly", "day": "2026-10-05"})
    assert answer.status_code == 422
    assert "已有报告：第 1 期" in str(answer.context["form"].errors["day"])
