"""The pages of expert review."""

import uuid
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.tenancy import acting_as, system_scope
from procedures.experts.actions.score_sheet import save_mark
from procedures.models import ReviewPanel, ScoreSheet
from tests.procedures import filings
from tests.procedures.panels.conftest import expert_of, scored, sheets_of


def page(client, name, *args):
    answer = client.get(reverse(f"procedures:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def form_of_a_panel(room, **more):
    due_on = timezone.localdate() + timedelta(days=30)
    return {
        "title": "第一评审组", "per_case": "3", "spread_limit": "20", "due_on": due_on.isoformat(),
        "experts": [expert.user_id for expert in room.experts], **more,
    }  # fmt: skip


# --- the city -----------------------------------------------------------------------------------


def test_batch_whose_cases_wait_is_offered_for_drawing(room, signed_in):
    assert "有 2 件申报等待抽取专家" in page(signed_in(room.city), "panels")


def test_looking_at_conflicts_draws_nothing(room, signed_in):
    answer = signed_in(room.city).post(
        reverse("procedures:draw_panel", args=[room.batch.pk]),
        form_of_a_panel(room, look="yes"),
    )
    assert "没有需要回避的情况" in answer.content.decode()
    with acting_as(room.city):
        assert not ReviewPanel.objects.exists()


def test_drawing_leads_to_the_panel(room, signed_in):
    client = signed_in(room.city)
    answer = client.post(
        reverse("procedures:draw_panel", args=[room.batch.pk]), form_of_a_panel(room)
    )
    with acting_as(room.city):
        panel = ReviewPanel.objects.get()
    assert answer.url == reverse("procedures:panel", args=[panel.pk])
    assert "还有 2 件没有评完" in page(client, "panel", panel.pk)


def test_panel_names_its_enterprises_and_who_took_part_in_the_lot(room, panel, signed_in):
    text = page(signed_in(room.city), "panel", panel.pk)
    assert all(staff.organisation_name in text for staff in room.staff)
    with acting_as(room.city):
        assert all(str(User.objects.get(pk=one.user_id)) in text for one in room.experts)


def test_refused_drawing_keeps_what_was_typed(room, signed_in):
    answer = signed_in(room.city).post(
        reverse("procedures:draw_panel", args=[room.batch.pk]),
        form_of_a_panel(room, title="我的评审组", per_case="9"),
    )
    assert answer.status_code == 422
    assert "我的评审组" in answer.content.decode()


def test_panel_asks_the_same_of_its_cases_whatever_their_number(
    room, panel, signed_in, django_assert_max_num_queries
):
    client = signed_in(room.city)
    page(client, "panel", panel.pk)
    with django_assert_max_num_queries(24):
        page(client, "panel", panel.pk)


def test_results_come_as_a_workbook_and_as_pdf(room, panel, signed_in):
    for sheet in sheets_of(room, room.cases[0]):
        scored(room, sheet)
    client = signed_in(room.city)
    book = client.get(reverse("procedures:panel_results", args=[panel.pk]))
    assert b"".join(book.streaming_content)[:2] == b"PK"
    paper = client.get(reverse("procedures:panel_paper", args=[panel.pk]))
    assert paper.content[:5] == b"%PDF-"


def test_case_shows_the_result_to_the_city_only(room, panel, signed_in):
    for case in room.cases:
        for sheet in sheets_of(room, case):
            scored(room, sheet)
    client = signed_in(room.city)
    client.post(reverse("procedures:panel_act", args=[panel.pk, "close"]))
    assert "80.00" in page(client, "case", room.cases[0].pk)
    client.logout()
    assert "专家总分" not in page(signed_in(room.staff[0]), "case", room.cases[0].pk)


def test_act_without_a_reason_is_refused_in_place(room, panel, signed_in):
    sheet = sheets_of(room, room.cases[0])[0]
    answer = signed_in(room.city).post(
        reverse("procedures:replace_expert", args=[panel.pk, sheet.pk])
    )
    assert answer.status_code == 409
    assert "请写明更换的原因" in answer.content.decode()


# --- the expert ---------------------------------------------------------------------------------


def test_home_of_an_expert_is_the_own_desk(room, panel, signed_in):
    sheet = sheets_of(room, room.cases[0])[0]
    answer = signed_in(expert_of(room, sheet)).get("/home/")
    assert sheet.code in answer.content.decode()


def test_sheet_shows_the_paper_and_the_items(room, panel, signed_in):
    sheet = sheets_of(room, room.cases[0])[0]
    text = page(signed_in(expert_of(room, sheet)), "review_sheet", sheet.pk)
    assert "特色化与品牌" in text
    assert room.staff[0].organisation_name not in text


def test_autosave_answers_with_the_problem(room, panel, signed_in):
    sheet = sheets_of(room, room.cases[0])[0]
    answer = signed_in(expert_of(room, sheet)).post(
        reverse("procedures:review_autosave", args=[sheet.pk]),
        {"name": "mark-distinct", "value": "99"},
    )
    assert answer.status_code == 200
    assert "0 到 15" in answer.json()["errors"]["mark-distinct"][0]


def test_autosave_tells_what_the_marks_come_to_so_far(room, panel, signed_in):
    sheet = sheets_of(room, room.cases[0])[0]
    address = reverse("procedures:review_autosave", args=[sheet.pk])
    client = signed_in(expert_of(room, sheet))
    client.post(address, {"name": "mark-novelty", "value": "much"})
    told = client.post(address, {"name": "mark-distinct", "value": "15"}).json()["told"]
    assert told == {"so-far": "已评 1/2 项，合计 60.00 分（百分制）"}


def test_incomplete_sheet_comes_back_with_its_marks(room, panel, signed_in):
    sheet = sheets_of(room, room.cases[0])[0]
    expert = expert_of(room, sheet)
    with acting_as(expert):
        save_mark(expert, sheet.pk, "mark-distinct", "11.5")
    answer = signed_in(expert).post(reverse("procedures:review_submit", args=[sheet.pk]))
    assert answer.status_code == 422
    assert 'value="11.5"' in answer.content.decode()
    assert "总体评审意见：请写明评审意见" in answer.content.decode()


def test_standing_aside_without_a_reason_is_refused_beside_the_field(room, panel, signed_in):
    sheet = sheets_of(room, room.cases[0])[0]
    answer = signed_in(expert_of(room, sheet)).post(
        reverse("procedures:review_recuse", args=[sheet.pk]), {"reason": " "}
    )
    assert answer.status_code == 422
    assert "请写明回避的原因" in answer.content.decode()


def test_file_of_the_paper_is_served_under_a_name_that_tells_nothing(
    room, panel, signed_in, own_media
):
    case = room.cases[0]
    with system_scope(reason="test"):
        attachment = filings.attach(case, "audit_reports")
        attachment.name = f"{room.staff[0].organisation_name}审计报告.pdf"
        attachment.storage_key = storages["attachments"].save("a.pdf", ContentFile(b"%PDF-1.7"))
        attachment.save()
        files = [{"id": str(attachment.pk), "label": "近两年审计报告 1", "size": 8}]
        paper = {"sections": [{"title": "附件", "rows": [{"label": "报告", "files": files}]}]}
        ScoreSheet.objects.update(paper=paper)
    sheet = sheets_of(room, case)[0]
    client = signed_in(expert_of(room, sheet))
    answer = client.get(reverse("procedures:review_file", args=[sheet.pk, attachment.pk]))
    assert answer.status_code == 200
    assert room.staff[0].organisation_name not in str(answer.headers)
    other = client.get(reverse("procedures:review_file", args=[sheet.pk, uuid.uuid4()]))
    assert other.status_code == 404


def test_own_entry_is_kept_by_the_expert(room, signed_in):
    expert = room.experts[0]
    answer = signed_in(expert).post(
        reverse("procedures:expert_profile"),
        {"employer": "示例学院", "speciality": "finance", "industries": ["34"]},
    )
    assert answer.status_code == 302


def test_wrong_tie_is_shown_beside_its_field(room, signed_in):
    expert = room.experts[0]
    answer = signed_in(expert).post(
        reverse("procedures:declare_tie", args=[expert.user_id]),
        {"name": "示例企业", "credit_code": "123", "kind": "shares"},
    )
    assert answer.status_code == 422
    assert "18 位" in answer.content.decode()
