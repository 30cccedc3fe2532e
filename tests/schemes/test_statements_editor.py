"""What the designer lets the city say of statements, their proof, and terms that are examples."""

import pytest
from django.urls import reverse

from accounts.tenancy import acting_as, system_scope
from schemes.actions import design_scheme
from schemes.checking.problems import read
from schemes.designer.difference import differences_of_versions
from schemes.models import SchemeVersion
from tests.schemes.test_part_editor import rows


@pytest.fixture
def published(db):
    with system_scope(reason="test"):
        return SchemeVersion.objects.get(scheme__code="demonstration-enterprise")


@pytest.fixture
def draft(people, published):
    with acting_as(people.city):
        return design_scheme.clone_version(people.city, published.pk, "2027 版")


PLACE = "criteria.1.criteria.0"
CRITERION = {
    "label": "主营占比", "comparison": ">=", "indicator": "main_share", "threshold": "60",
    "unit": "%", "source": "示例", "unmet": "主营业务收入占比不够",
}  # fmt: skip


def changed(desk):
    return desk.content["criteria"][1]["criteria"][0]


def test_condition_becomes_a_statement_with_its_proof(desk):
    answer = desk.post(
        PLACE, **CRITERION, stated="on", proof=["proofs"], known="holds_product", **rows("cases")
    )
    assert answer.status_code == 302
    made = changed(desk)
    assert (made["stated"], made["proof"], made["known"]) == (True, ["proofs"], "holds_product")
    assert made["unmet"] == "主营业务收入占比不够"
    assert read(desk.content).problems == ()


def test_condition_is_no_statement_any_more(desk):
    desk.post(PLACE, **CRITERION, stated="on", proof=["proofs"], **rows("cases"))
    desk.post(PLACE, **CRITERION, **rows("cases"))
    assert not {"stated", "proof", "known"} & set(changed(desk))


def test_proof_without_a_statement_is_told(desk):
    answer = desk.post(PLACE, **CRITERION, proof=["proofs"], **rows("cases"))
    assert answer.status_code == 422
    assert "只有企业自述的条件才要证明" in answer.content.decode()


def test_proof_that_is_no_file_of_the_form_is_a_problem(published):
    data = published.parsed.model_dump(mode="json")
    data["criteria"][0]["criteria"][0] |= {"stated": True, "proof": ["main_product"]}
    (problem,) = read(data).problems
    assert problem.message == "证明材料“main_product”不是表里的附件"


def test_known_must_be_a_truth_of_the_scheme(published):
    for name in ("revenue", "nothing"):
        data = published.parsed.model_dump(mode="json")
        data["criteria"][0]["criteria"][0] |= {"stated": True, "known": name}
        assert [one.path[-1] for one in read(data).problems] == ["known"]


def test_choice_may_go_with_no_other(desk):
    desk.post(
        "sections.0.fields.new", label="称号", kind_="choices", required="on",
        **rows("choices", {"label": "有"}, {"label": "都没有", "alone": "on"}), **rows("columns"),
    )  # fmt: skip
    made = desk.content["sections"][0]["fields"][-1]["choices"]
    assert [one.get("alone", False) for one in made] == [False, True]


def test_where_the_terms_come_from_is_kept_and_changed(desk, people, draft, signed_in):
    form = desk.get("basics").context["form"]
    assert form["source"].value().startswith("示例值")
    sent = {
        name: value
        for name, value in form.initial.items()
        if value not in (None, False) and name in form.fields
    }
    desk.post("basics", **{**sent, "source": "青工信字〔2027〕1号", "expert_review": "on"})
    assert desk.content["timetable"]["source"] == "青工信字〔2027〕1号"
    page = signed_in(people.city).get(reverse("schemes:version", args=[draft.pk]))
    assert "青工信字〔2027〕1号" in page.content.decode()


def test_difference_names_what_became_of_a_statement(desk, published, draft):
    desk.post(PLACE, **CRITERION, stated="on", proof=["proofs"], **rows("cases"))
    with system_scope(reason="test"):
        draft.refresh_from_db()
        said = {
            one.word: one.after
            for one in differences_of_versions(published, SchemeVersion.objects.get(pk=draft.pk))
        }
    assert said["企业自述，须有证明"] == "是"
    assert said["证明材料"] == "管理体系、研发机构等证明材料"
