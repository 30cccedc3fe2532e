"""The help for expressions, the comparison of versions and the trial say all there is to say."""

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from accounts.tenancy import acting_as, system_scope
from procedures.models import Simulation
from procedures.trials.simulation import Tally
from schemes.actions import design_scheme
from schemes.designer.difference import differences
from schemes.designer.expression_help import CASE_EXAMPLES, INDICATOR_EXAMPLES, help_for
from schemes.evaluation.indicators import REGISTRY, compiled_among, indicator_among
from schemes.evaluation.judging import Judgement, Ruling, Verdict
from schemes.evaluation.scoring import Span
from schemes.expressions.compiler import GATHER
from schemes.expressions.functions import FUNCTIONS, MACRO_WORDS, TEXT_METHODS
from schemes.expressions.types import Scalar
from schemes.models import SchemeVersion
from tests.schemes.test_shipped import SCHEMES

NAME = "demonstration_enterprise_2018"


@pytest.fixture
def draft(people):
    with acting_as(people.city):
        version = SchemeVersion.objects.get(scheme__code="demonstration-enterprise")
        return design_scheme.clone_version(people.city, version.pk, "2027 版")


@pytest.fixture
def city(people, signed_in):
    return signed_in(people.city)


def data():
    return SCHEMES[NAME].model_dump(mode="json")


# --- help ---------------------------------------------------------------------------------------


def test_help_names_everything_that_may_be_used():
    help_ = help_for(data())
    names = {one.name for names in help_.names for one in names.rows}
    for name, kind in REGISTRY.items():
        fields = [key for key, _ in getattr(kind, "fields", ())]
        years = name in ("previous", "earlier")
        assert years or (names >= {f"{name}.{key}" for key in fields} if fields else name in names)
    assert "answers.main_product" in names
    signatures = " ".join(signature for signature, _ in help_.functions)
    assert all(one in signatures for one in (*FUNCTIONS, *TEXT_METHODS, *GATHER, "has", "size"))
    assert set(MACRO_WORDS) == set(GATHER)


def test_help_has_labels_and_units():
    rows_ = {one.name: one for names in help_for(data()).names for one in names.rows}
    revenue = rows_["figures.revenue"]
    assert (revenue.label, revenue.told) == ("营业收入", "万元")
    assert '"national" ' in rows_["answers.research_unit"].values


def test_examples_of_the_help_are_right():
    for text, _ in INDICATOR_EXAMPLES:
        indicator_among(text, {})
    for text, _ in CASE_EXAMPLES:
        compiled_among(text, {}, Scalar.TRUTH)


# --- comparison ---------------------------------------------------------------------------------


def told_of(change):
    before, after = data(), data()
    change(after)
    return [
        (one.kind, one.word, [(line.depth, line.word, line.text) for line in one.content])
        for one in differences(before, after)
    ]


def test_added_section_is_shown_with_its_questions():
    field = SCHEMES[NAME].sections[0].fields[0].model_dump(mode="json")
    new = {**field, "key": "new", "label": "新问题", "kind": "choice", "required": False,
           "choices": [{"value": "a", "label": "甲"}, {"value": "b", "label": "乙"}],
           "required_if": {"field": "research_unit", "values": ["national"]}}  # fmt: skip
    section = {"key": "s", "title": "新栏目", "help": "", "fields": [new]}
    ((kind, word, lines),) = told_of(lambda d: d["sections"].append(section))
    assert (kind, word, lines[0]) == ("added", "栏目", (0, "字段", "新问题"))
    for line in [(1, "类型", "单选"), (1, "必填", "否"), (1, "选项", "甲、乙")]:
        assert line in lines
    (condition,) = [text for _, word, text in lines if word == "必填条件"]
    assert "研发机构" in condition
    assert "national" not in condition
    assert not {"最多字数", "最多文件", "最多行"} & {word for _, word, _ in lines}


def test_removed_condition_is_shown_with_its_cases():
    ((kind, _, lines),) = told_of(lambda d: d["criteria"][1]["criteria"].pop(1))
    assert kind == "removed"
    assert (0, "比较", "不低于") in lines
    case = SCHEMES[NAME].criteria[1].criteria[1].cases[0]
    assert (0, "情形", case.label) in lines
    assert (1, "情形", case.when) in lines


def test_removed_scoring_is_shown_with_its_points():
    ((kind, word, lines),) = told_of(lambda d: d.update(scoring=None))
    assert (kind, word) == ("removed", "评分表")
    assert {"维度", "评分项", "计分指标", "分档", "分值", "上限"} <= {word for _, word, _ in lines}


def test_changed_value_is_said_in_words():
    def change(content):
        content["criteria"][1]["criteria"][0]["comparison"] = ">"

    before, after = data(), data()
    change(after)
    (one,) = differences(before, after)
    assert (one.before, one.after) == ("不低于", "高于")


# --- trial --------------------------------------------------------------------------------------


class Facts:
    enterprise = {"district": "市南区", "industry_code": "34"}


WAITS = Ruling(Verdict.NEEDS_PERSON, undecided=Span(0, 10), for_experts=True)


def counted(*given):
    tally = Tally()
    for verdict, rulings in given:
        tally.count(Facts, verdict, Judgement({}, None, rulings))
    return tally


def test_waiting_for_experts_is_counted_apart():
    met, failed = Ruling(Verdict.MET), Ruling(Verdict.NOT_MET)
    tally = counted(
        (Verdict.MET, {"a": met, "score": met}),
        (Verdict.NEEDS_PERSON, {"a": met, "score": WAITS}),
        (Verdict.NOT_MET, {"a": failed, "score": WAITS}),
    )
    assert (tally.passed, tally.waiting, tally.fulfilled) == (2, 1, 1)
    assert tally.by_district == {"市南区": [3, 2, 0, 1]}
    assert all(sum(counts.values()) == 3 for counts in tally.by_criterion.values())
    assert tally.only == {"a": 1}
    assert Tally.from_json(tally.as_json()) == tally


def test_person_who_judges_is_no_expert_who_scores():
    tally = counted((Verdict.NEEDS_PERSON, {"a": Ruling(Verdict.NEEDS_PERSON)}))
    assert (tally.passed, tally.waiting) == (1, 0)


@pytest.fixture
def trial(people, draft):
    tally = counted(
        (Verdict.NEEDS_PERSON, {"total_score": WAITS, "main_share": Ruling(Verdict.MET)}),
        (Verdict.NOT_MET, {"total_score": WAITS, "main_share": Ruling(Verdict.NOT_MET)}),
    )
    content = data()
    keys = [one["key"] for group in content["criteria"] for one in group["criteria"]]
    score = next((key for key in keys if key.startswith("score")), "main_share")
    results = tally.as_json()
    results["by_criterion"][score] = results["by_criterion"].pop("total_score")
    with system_scope(reason="test"):
        return Simulation.objects.create(
            version=draft, content_sha256=draft.content_sha256, started_by_id=people.city.user_id,
            enterprises=2, passed=1, results=results, finished_at="2026-11-26T00:00+08:00",
        )  # fmt: skip


def test_trial_page_adds_up(city, trial):
    page = city.get(reverse("procedures:simulation", args=[trial.pk]))
    text = page.content.decode()
    assert "2 家企业中，" in text and "0 家已全部满足" in text
    assert "1 家只待专家评分" in text
    for row in page.context["criteria"]:
        assert row.met + row.not_met + row.cannot_tell + row.needs_person == 2
        assert row.only <= row.not_met + row.cannot_tell
    for row in page.context["districts"]:
        assert row.all == row.passed + row.waiting + row.undecided + row.failed


def test_workbook_of_a_trial_names_scheme_and_version(city, trial):
    answer = city.get(reverse("procedures:simulation_export", args=[trial.pk]))
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    sheet = book.active
    name = f"{trial.version.scheme.name} 2027 版"
    assert sheet.title.startswith(name[:20])
    assert sheet["B2"].value == name
    assert "待专家评分" in [cell.value for cell in sheet[1]]
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
