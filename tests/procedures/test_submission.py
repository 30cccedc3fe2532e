"""A filing before the conditions: what is missing, and what is frozen."""

import re

import pytest

from accounts.tenancy import acting_as, system_scope
from procedures.cases.submission import answer_problems, snapshot_hash
from procedures.models import Snapshot
from schemes.definition.scheme import SchemeDefinition
from tests.procedures import filings


def test_missing_answers_and_files_are_named(people):
    case = filings.draft(people.staff, filings.open_batch(), segment="", feature=[])
    with acting_as(people.staff):
        case.files.filter(field="test_report").delete()
        assert answer_problems(case) == {
            "segment": "请填写所属细分领域。",
            "feature": "请填写突出特征。",
            "test_report": "请上传产品检测报告。",
        }


def test_optional_questions_may_stay_empty(people):
    case = filings.draft(people.staff, filings.open_batch(), market_share="", main_customers="")
    with acting_as(people.staff):
        assert answer_problems(case) == {}


def test_wrong_text_that_the_draft_kept_is_a_problem(people):
    case = filings.draft(people.staff, filings.open_batch(), product_sales="三千万")
    with acting_as(people.staff):
        assert answer_problems(case) == {
            "product_sales": "应为数字，请用阿拉伯数字填写，现为“三千万”。"
        }


def test_removed_file_answers_nothing(people):
    from django.utils import timezone

    case = filings.draft(people.staff, filings.open_batch())
    with acting_as(people.staff):
        case.files.filter(field="property_right").update(removed_at=timezone.now())
        assert list(answer_problems(case)) == ["property_right"]


def test_snapshot_freezes_what_was_filed_under_its_hash(people):
    case = filings.submitted(people.staff)
    with system_scope(reason="test"):
        snapshot = Snapshot.objects.get(application=case)
    parts = ("answers", "facts", "files", "evaluation", "declared")
    content = {name: getattr(snapshot, name) for name in parts}
    assert snapshot.sha256 == snapshot_hash(case.scheme_version_id, content)
    assert snapshot.answers["product_name"] == filings.ANSWERS["product_name"]
    assert [file["field"] for file in snapshot.files] == list(filings.FILES)
    assert snapshot.facts["enterprise"]["name"] == people.staff.organisation_name


@pytest.mark.parametrize("part", ["answers", "facts", "files", "evaluation", "declared"])
def test_hash_shows_any_change(part):
    content = {"answers": {}, "facts": {}, "files": [], "evaluation": [], "declared": {}}
    changed = {**content, part: ["x"]}
    assert snapshot_hash(1, content) != snapshot_hash(1, changed)
    assert snapshot_hash(1, content) != snapshot_hash(2, content)


def test_case_gets_its_number_once(people):
    case = filings.submitted(people.staff)
    assert re.fullmatch(r"20[0-9]{2}[0-9]{8}", case.number)
    assert case.title == filings.ANSWERS["product_name"]


def chained():
    """A question asked only where another is, which depends on a third."""
    yes_no = [{"value": "yes", "label": "是"}, {"value": "no", "label": "否"}]

    def field(key, **more):
        return {"key": key, "label": key, "kind": "choice", "choices": yes_no, **more}

    return SchemeDefinition.model_validate(
        {
            "title": "示例", "outcome": "certified_product", "title_field": "first",
            "declaration": "本企业承诺所填内容真实。",
            "timetable": dict.fromkeys(
                ["district_review_days", "city_review_days", "correction_days", "notice_days",
                 "validity_months"], 5
            ),
            "sections": [{"key": "s", "title": "栏目", "fields": [
                field("first"),
                field("second", visible_if={"field": "first", "values": ["yes"]}),
                field("third", visible_if={"field": "second", "values": ["yes"]}),
            ]}],
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({"first": "yes", "second": "yes"}, ["first", "second", "third"]),
        ({"first": "yes", "second": "no"}, ["first", "second"]),
        ({"first": "no", "second": "yes"}, ["first"]),
        ({}, ["first"]),
    ],
)
def test_question_is_asked_only_where_the_one_it_depends_on_is(answers, asked):
    assert [field.key for field in chained().visible_fields(answers)] == asked
