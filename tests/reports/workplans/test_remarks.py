"""What the city remarks on a section is answered: by another text, or by a reason beside it."""

from dataclasses import replace

import pytest
from django.urls import reverse

from accounts.errors import RuleViolation

QUESTION = "有市级意见而正文没有改动"


def returned(scene, remark="补充数字"):
    row = scene.row()
    key = row.sections[0]["key"]
    return key, scene.do(
        scene.city, "return", reason="太笼统", due_on=scene.ahead, remarks={key: remark}
    )


def test_section_that_stands_as_it_was_is_questioned_when_filed_again(scene):
    scene.filed()
    returned(scene)
    with pytest.raises(RuleViolation, match=QUESTION):
        scene.do(scene.bureau, "file")


def test_section_that_was_rewritten_answers_its_remark(scene):
    scene.filed()
    key, row = returned(scene)
    content = scene.content(row)
    scene.write(replace(content, texts={**content.texts, key: "示例：120 家"}))
    assert scene.do(scene.bureau, "file").state == "filed"


def test_spaces_alone_are_no_answer(scene):
    scene.filed()
    key, row = returned(scene)
    content = scene.content(row)
    scene.write(replace(content, texts={**content.texts, key: f"{content.texts[key]} \n"}))
    with pytest.raises(RuleViolation, match=QUESTION):
        scene.do(scene.bureau, "file")


def test_reason_beside_the_section_answers_its_remark_and_the_city_reads_it(scene, signed_in):
    scene.filed()
    key, row = returned(scene)
    client = signed_in(scene.bureau)
    address = reverse("reports:work_plan_edit", args=[row.pk, "text"])
    page = client.get(address).content.decode()
    assert page.count("不修改的原因") == 1
    texts = {f"text-{one['key']}": row.content["texts"][one["key"]] for one in row.sections}
    client.post(address, {**texts, f"reply-{key}": "示例：数字以统计局为准", "person": "示例",
                          "version": row.version})  # fmt: skip
    scene.do(scene.bureau, "file")
    shown = signed_in(scene.city).get(reverse("reports:work_plan", args=[row.pk]))
    assert "区市说明（未按意见修改）：示例：数字以统计局为准" in shown.content.decode()


def test_new_remark_is_not_answered_by_a_former_reason(scene):
    scene.filed()
    key, row = returned(scene)
    scene.write(replace(scene.content(row), replies={key: "示例：数字以统计局为准"}))
    scene.do(scene.bureau, "file")
    returned(scene, "仍请补充")
    with pytest.raises(RuleViolation, match=QUESTION):
        scene.do(scene.bureau, "file")


def test_remarks_are_gone_once_the_work_plan_is_approved(scene, signed_in):
    scene.filed()
    key, row = returned(scene)
    scene.write(replace(scene.content(row), replies={key: "示例：数字以统计局为准"}))
    scene.do(scene.bureau, "file")
    row = scene.do(scene.city, "approve")
    page = signed_in(scene.bureau).get(reverse("reports:work_plan", args=[row.pk]))
    assert row.remarks == {}
    assert "市级意见" not in page.content.decode()
    scene.do(scene.bureau, "revise", reason="示例")
    scene.write(replace(scene.content(row), person="另一位"))
    assert scene.do(scene.bureau, "file").state == "filed"
