"""The pages of a claim's review."""

from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.tenancy import acting_as
from financing.models import CutNotice, SiteVisit
from financing.subsidies.review.actions.tell_cut import tell_cut
from tests.documents.drawn import png
from tests.financing.subsidies.review.claims import asked, cut_as_drawn, fresh


@pytest.fixture
def desk(people: SimpleNamespace, claim, signed_in):
    client = signed_in(people.reviewer)
    return SimpleNamespace(client=client, page=reverse("financing:claim_review", args=[claim.pk]))


def shown(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_page_says_what_stands_in_the_way(desk):
    text = shown(desk.client, desk.page)
    assert "11 行明细还没有看" in text
    assert "还有 11 行没有决定" in text and "4 项没有核对" in text


def test_line_is_decided_from_the_page_in_wan(desk, claim):
    address = reverse("financing:review_line", args=[claim.pk, 4])
    sent = {"verdict": "reduce", "counted": "192.00", "reason": "安装费", "shown": "0"}
    answer = desk.client.post(address, sent)
    assert answer["Location"].endswith("#line-4")
    text = shown(desk.client, f"{desk.page}?show=differs")
    assert "−8.00" in text and "安装费" in text and "示例设备 5" not in text


def test_refused_line_comes_back_with_what_was_typed(desk, claim):
    address = reverse("financing:review_line", args=[claim.pk, 4])
    answer = desk.client.post(address, {"verdict": "reduce", "counted": "250", "reason": ""})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="250"' in text and "请写明理由" in text


def test_page_takes_no_more_queries_with_more_letters(desk, people, claim):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            shown(desk.client, desk.page)
        return len(seen)

    asked(people.reviewer, claim)
    queries()
    one = queries()
    asked(people.reviewer, claim, email="other@portal.example")
    asked(people.reviewer, claim, email="third@portal.example")
    assert queries() <= one + 6


def test_enterprise_reads_and_answers_its_cut(desk, people, claim, signed_in):
    cut_as_drawn(people.reviewer, claim)
    with acting_as(people.reviewer):
        notice = tell_cut(people.reviewer, claim.pk)
    client = signed_in(people.staff)
    assert "核减告知" in shown(client, reverse("procedures:case", args=[claim.application_id]))
    page = shown(client, reverse("financing:cut", args=[notice.pk]))
    assert "安装费不属设备" in page and "−" not in page.split("核减明细")[0].split("奖补由")[-1]
    answer = client.post(
        reverse("financing:cut_answer", args=[notice.pk]),
        {"position": "objects", "line_7": "在二车间", "version": "1"},
    )
    assert answer.status_code == 302
    with acting_as(people.staff):
        assert CutNotice.objects.get(pk=notice.pk).state == "answered"


def test_visit_is_kept_with_photos_and_shown_at_its_lines(desk, claim, people, own_media):
    sent = {
        "visited_on": timezone.localdate().isoformat(), "visitors": "赵示例、钱示例",
        "place": "一车间", "summary": "11 行中 10 行齐全", "seen_1": "yes", "seen_7": "no",
        "note_7": "缺第 3 台",
    }  # fmt: skip
    photo = SimpleUploadedFile("07.png", png(), "image/png")
    address = reverse("financing:visit_new", args=[claim.pk])
    assert desk.client.post(address, sent | {"photos": photo}).status_code == 302
    text = shown(desk.client, desk.page)
    assert "现场没有见到实物" in text and "07.png" in text
    with acting_as(people.reviewer):
        assert SiteVisit.objects.get(claim=claim).photos.count() == 1


def test_line_not_found_on_site_needs_words(desk, claim):
    sent = {
        "visited_on": timezone.localdate().isoformat(), "visitors": "赵示例、钱示例",
        "place": "一车间", "summary": "示例", "seen_7": "no",
    }  # fmt: skip
    answer = desk.client.post(reverse("financing:visit_new", args=[claim.pk]), sent)
    assert answer.status_code == 422 and "请写明情况" in answer.content.decode()


def test_visit_by_one_person_is_refused(desk, claim):
    sent = {
        "visited_on": timezone.localdate().isoformat(), "visitors": "赵示例", "place": "一车间",
        "summary": "示例", "seen_1": "yes",
    }  # fmt: skip
    answer = desk.client.post(reverse("financing:visit_new", args=[claim.pk]), sent)
    assert answer.status_code == 422 and "两人以上" in answer.content.decode()


def test_city_looks_at_the_budget_before_it_decides_in_bulk(people, at_city, signed_in):
    client = signed_in(people.city)
    address = reverse("financing:claim_decisions")
    assert people.staff.organisation_name in shown(client, address)
    answer = client.post(address, {"bulk": "propose", "row": [str(at_city.pk)]})
    assert answer.status_code == 200
    assert answer.context["total"] == at_city.declared_amount
    assert "之后剩余" in answer.content.decode()


def test_approved_amount_is_written_with_the_proposal(people, at_city):
    from tests.financing.subsidies.flow.steps import with_budget
    from tests.procedures import filings

    with_budget(people)
    filings.settle(people, at_city.application)
    filings.done(people.city, at_city.application, "propose")
    assert fresh(at_city).approved_amount == at_city.declared_amount
    filings.done(people.city, at_city.application, "take_back_proposal", "示例")
    assert fresh(at_city).approved_amount is None
