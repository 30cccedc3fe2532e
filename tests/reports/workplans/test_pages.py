"""The pages of plans, measures and work plans."""

from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from accounts.duties import Duty
from accounts.tenancy import system_scope
from reports.models import Measure, WorkPlan


def page_of(client, name, *args, status=200):
    answer = client.get(reverse(f"reports:{name}", args=args))
    assert answer.status_code == status
    return answer.content.decode()


def test_plan_shows_targets_measures_and_work_plans_together(scene, signed_in):
    scene.asked()
    page = page_of(signed_in(scene.city), "plan", scene.plan.pk)
    for said in ("隐形冠军", "示例任务", scene.district.short_name, "草稿", "未布置"):
        assert said in page


def test_plan_page_costs_the_same_for_every_district(
    scene, signed_in, django_assert_max_num_queries
):
    client = signed_in(scene.city)
    scene.asked()
    with django_assert_max_num_queries(26):
        page_of(client, "plan", scene.plan.pk)


def test_district_sees_its_own_work_plan_on_the_plans_page(scene, signed_in):
    scene.asked()
    page = page_of(signed_in(scene.other), "plan", scene.plan.pk)
    assert f">{scene.district.short_name}<" not in page


def test_target_without_split_is_named_in_words(scene, signed_in):
    with system_scope(reason="test"):
        scene.target.shares.all().delete()
    client = signed_in(scene.city)
    assert "未分解到区市" in page_of(client, "plan", scene.plan.pk)
    assert "未分解到区市" in page_of(client, "target", scene.target.pk)


def test_split_that_does_not_add_up_is_named_in_words(scene, signed_in):
    with system_scope(reason="test"):
        scene.target.value = 12
        scene.target.save()
    page = page_of(signed_in(scene.city), "plan", scene.plan.pk)
    assert "各区市分解合计 10 家，比目标值 12 家少 2 家" in page


def test_district_writes_all_parts_and_files(scene, signed_in):
    row = scene.asked()
    client = signed_in(scene.bureau)
    key = row.sections[0]["key"]
    end, step = f"target-{scene.target.pk}-{scene.plan.ends_on}", scene.step.pk
    parts = {
        "text": {f"text-{key}": "示例文字", "person": "示例负责人", "phone": ""},
        "targets": {end: "6"},
        "choose": {"measures": str(step)},
        "arrange": {
            f"task-{step}": "示例安排", f"person-{step}": "示例责任人", f"budget-{step}": "20万元",
            f"starts_on-{step}": "", f"ends_on-{step}": str(scene.plan.ends_on),
        },
    }  # fmt: skip
    for part, typed in parts.items():
        address = reverse("reports:work_plan_edit", args=[row.pk, part])
        assert client.get(address).status_code == 200
        version = scene.row().version
        answer = client.post(address, {**typed, "version": version, "next": "yes"})
        assert answer.status_code == 302
    page = page_of(client, "work_plan", row.pk)
    assert "可以报送" in page
    answer = client.post(
        reverse("reports:work_plan_act", args=[row.pk, "file"]), {"version": scene.row().version}
    )
    assert answer.status_code == 302
    assert scene.row().state == "filed"


def test_junk_in_a_part_is_said_beside_its_field(scene, signed_in):
    row = scene.asked()
    name = f"target-{scene.target.pk}-{scene.plan.ends_on}"
    address = reverse("reports:work_plan_edit", args=[row.pk, "targets"])
    answer = signed_in(scene.bureau).post(address, {name: "六家", "version": row.version})
    assert answer.status_code == 422
    assert "六家" in answer.content.decode()


def test_measure_that_is_no_longer_chosen_is_taken_out(scene, signed_in):
    row = scene.write(scene.content(scene.asked()))
    address = reverse("reports:work_plan_edit", args=[row.pk, "choose"])
    signed_in(scene.bureau).post(address, {"version": row.version})
    assert scene.row().content["items"] == []


def test_refused_return_shows_what_is_missing(scene, signed_in):
    row = scene.filed()
    answer = signed_in(scene.city).post(
        reverse("reports:work_plan_act", args=[row.pk, "return"]), {"version": row.version}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请写明退回的原因。" in page and "请写明报送期限。" in page


def test_act_that_there_is_not_is_not_found(scene, signed_in):
    row = scene.asked()
    client = signed_in(scene.city)
    for name in ("ask", "zzz"):
        address = reverse("reports:work_plan_act", args=[row.pk, name])
        assert client.post(address, {"version": 1}).status_code == 404


@pytest.mark.parametrize("name", ["work_plan", "work_plan_edit"])
def test_work_plan_of_another_district_is_not_found(scene, signed_in, name):
    row = scene.asked()
    args = [row.pk, "text"] if name == "work_plan_edit" else [row.pk]
    page_of(signed_in(scene.other), name, *args, status=404)


def test_edition_says_what_it_changed(scene, signed_in):
    scene.approved()
    row = scene.do(scene.bureau, "revise", reason="示例：企业搬迁")
    scene.write(scene.content(row).with_items([]))
    row = scene.row()
    with system_scope(reason="test"):
        WorkPlan.objects.filter(pk=row.pk).update(
            content={
                **row.content,
                "person": "另一位负责人",
                "items": scene.content(row).as_json()["items"],
            }
        )
    scene.do(scene.bureau, "file")
    page = page_of(signed_in(scene.city), "work_plan_edition", row.pk, 2)
    assert "改动 1 处" in page and "另一位负责人" in page and "示例：企业搬迁" in page
    assert "示例负责人" in page_of(signed_in(scene.city), "work_plan_edition", row.pk, 1)


def test_word_of_a_work_plan_has_its_text_targets_and_measures(scene, signed_in):
    row = scene.filed()
    answer = signed_in(scene.city).get(reverse("reports:work_plan_paper", args=[row.pk, 1, "docx"]))
    word = Document(BytesIO(answer.content))
    text = "\n".join(one.text for one in word.paragraphs)
    assert "一、工作基础" in text and "分解任务 6 家" in text
    assert word.tables[0].rows[1].cells[1].text == "示例措施"


def test_pdf_of_a_draft_is_made(scene, signed_in):
    row = scene.asked()
    answer = signed_in(scene.bureau).get(
        reverse("reports:work_plan_paper", args=[row.pk, 0, "pdf"])
    )
    assert answer.content.startswith(b"%PDF")


def test_list_says_who_has_not_filed(scene, signed_in):
    scene.asked()
    scene.late_by(3)
    client = signed_in(scene.city)
    page = client.get(reverse("reports:work_plans"), {"due": "late"}).content.decode()
    assert scene.district.name in page and "已逾期 3 天" in page


def test_homes_lead_to_what_is_to_be_done(scene, signed_in):
    scene.asked()
    assert "1 份工作计划等待报送" in signed_in(scene.bureau).get("/home/").content.decode()
    scene.late_by(1)
    assert "1 份工作计划已过报送期限" in signed_in(scene.bureau).get("/home/").content.decode()
    assert "1 个区市没有按期报送工作计划" in signed_in(scene.city).get("/home/").content.decode()


def test_tree_is_shown_with_its_buttons_to_the_city_alone(scene, signed_in):
    assert "新增措施" in page_of(signed_in(scene.city), "plan_measures", scene.plan.pk)
    page = page_of(signed_in(scene.bureau), "plan_measures", scene.plan.pk)
    assert "示例措施" in page and "新增措施" not in page


def test_workbook_of_the_tree_has_it_in_its_order(scene, signed_in):
    answer = signed_in(scene.city).get(
        reverse("reports:plan_measures", args=[scene.plan.pk]), {"export": "xlsx"}
    )
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    numbers = [row[0].value for row in sheet.iter_rows() if row[0].value in ("1", "1.1")]
    assert numbers == ["1", "1.1"]


def test_measure_is_added_where_its_button_stood(scene, signed_in):
    client = signed_in(scene.city)
    query = {"plan": scene.plan.pk, "part": "task", "parent": scene.task.pk}
    form = client.get(reverse("reports:measure_new"), query).content.decode()
    assert f'<option value="{scene.task.pk}" selected>' in form
    typed = {**query, "title": "又一条措施", "timing": "unsaid", "progress": "waiting"}
    assert client.post(reverse("reports:measure_new"), typed).status_code == 302
    with system_scope(reason="test"):
        added = Measure.objects.get(title="又一条措施")
    assert (added.parent_id, added.sort) == (scene.task.pk, 2)


def test_template_is_kept_in_its_order(scene, signed_in):
    client = signed_in(scene.city)
    with system_scope(reason="test"):
        first = scene.plan.sections.first()
    client.post(
        reverse("reports:move_work_section", args=[first.pk, "down"]), {"version": first.version}
    )
    page = page_of(client, "plan_template", scene.plan.pk)
    assert page.index("1 需要支持的事项") < page.index("2 工作基础")


def test_city_asks_on_a_page(scene, signed_in):
    client = signed_in(scene.city)
    address = reverse("reports:ask_plans", args=[scene.plan.pk])
    assert client.post(address, {"note": ""}).status_code == 422
    typed = {"districts": [scene.district.pk], "due_on": str(scene.ahead)}
    assert client.post(address, typed).status_code == 302
    assert scene.row().due_on == scene.ahead


def test_leader_reads_and_does_nothing(scene, signed_in, as_actor):
    row = scene.filed()
    page = page_of(signed_in(as_actor(Duty.LEADER)), "work_plan", row.pk)
    assert "示例安排" in page and 'action="/reports/work-plans' not in page
