"""What the official texts say and the shipped schemes once did not: domain-2.md, F."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from schemes.evaluation.evaluate import evaluate
from schemes.evaluation.indicators import Inputs
from schemes.evaluation.judging import Verdict
from tests.schemes.test_shipped import SCHEMES, group_named

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
CANNOT_TELL, NEEDS_PERSON = Verdict.CANNOT_TELL, Verdict.NEEDS_PERSON
TODAY = date(2026, 11, 29)
NATIONAL = (
    "innovative_sme_2022", "srdi_sme_2022", "little_giant_2022", "srdi_sme_2026",
    "little_giant_2026",
)  # fmt: skip
CERTIFYING = sorted(name for name, one in SCHEMES.items() if not one.is_subsidy)


def findings_of(name, **inputs):
    evaluation = evaluate(SCHEMES[name], Inputs(today=TODAY, last_year=2025, **inputs))
    return {one.key: one for one in evaluation.findings}


def innovation(years=(), files=(), **answers):
    """The verdict on 创新 of the little giants of 2022."""
    inputs = Inputs(years=years, answers=answers, files=frozenset(files), last_year=2025)
    groups = evaluate(SCHEMES["little_giant_2022"], inputs).groups
    return group_named("创新能力", groups)


# --- 39: 创新直通, the bound of the third rung ----------------------------------------------------

POOR = ({"revenue": Decimal(8000), "rd_cost": Decimal(80)},) * 2
NO_INNOVATION = {"research_unit": "no", "class_one_rights": "0", "equity_2y": "0"}


@pytest.mark.parametrize("route", ["award", "maker"])
def test_innovation_route_satisfies_novelty_without_its_indicators(route):
    verdict = innovation(POOR, ["direct_proof"], **NO_INNOVATION, innovation_routes=[route]).verdict
    assert verdict == MET


def test_innovation_route_without_proof_is_for_a_person():
    found = innovation(POOR, **NO_INNOVATION, innovation_routes=["award"])
    assert found.verdict == NEEDS_PERSON


def test_without_a_route_the_indicators_of_innovation_are_needed():
    assert innovation(POOR, **NO_INNOVATION, innovation_routes=[]).verdict == NOT_MET


PROOFS = ("unit_proof", "rights_proof", "equity_proof")


@pytest.mark.parametrize(
    ("revenue", "verdict"),
    [("4999.9999", MET), ("5000", NOT_MET), ("8000", NOT_MET), ("12000", NOT_MET)],
)
def test_third_rung_of_research_is_only_for_less_than_five_thousand(revenue, verdict):
    # R&D 3,000 but nothing the year before, equity 8,000, half of the staff in R&D.
    last = {"revenue": Decimal(revenue), "rd_cost": Decimal(3000), "rd_staff": 50, "staff": 100}
    before = {"revenue": Decimal(revenue), "rd_cost": Decimal(0)}
    answers = {
        "research_unit": "yes", "class_one_rights": "2", "equity_2y": "8000",
        "innovation_routes": [],
    }  # fmt: skip
    assert innovation((last, before), PROOFS, **answers).verdict == verdict


def test_growth_is_not_asked_in_a_recheck_of_little_giants():
    giant = SCHEMES["little_giant_2022"]
    keys = {one.key for group in giant.for_recheck().criteria for one in group.all_criteria()}
    assert "mean_growth" not in keys


# --- 40: article 3, the rung below, exclusions ----------------------------------------------------


@pytest.mark.parametrize("name", NATIONAL)
@pytest.mark.parametrize(
    ("kind", "condition"), [("abnormal", "not_abnormal"), ("dishonesty", "not_dishonest")]
)
def test_who_is_on_a_list_of_the_authorities_is_not_eligible(name, kind, condition):
    clean = findings_of(name)
    listed = findings_of(name, credit_records=(kind,))
    assert (clean[condition].verdict, listed[condition].verdict) == (MET, NOT_MET)


@pytest.mark.parametrize("name", NATIONAL)
@pytest.mark.parametrize("kind", ["accident", "tax", "fraud"])
@pytest.mark.parametrize(
    ("day", "verdict"), [("2023-11-30", NOT_MET), ("2023-11-29", MET), ("2026-11-29", NOT_MET)]
)
def test_misconduct_counts_for_three_years_lifted_or_not(name, kind, day, verdict):
    history = ({"kind": kind, "recorded_on": day, "lifted_on": "2024-06-01"},)
    assert findings_of(name, credit_history=history)["no_misconduct"].verdict == verdict


@pytest.mark.parametrize("name", NATIONAL)
def test_forbidden_products_are_for_a_person(name):
    assert findings_of(name)["lawful_products"].verdict == NEEDS_PERSON


@pytest.mark.parametrize(
    ("name", "below", "held_by"),
    [
        ("srdi_sme_2022", {"prerequisite": "yes"}, "innovative_sme"),
        ("little_giant_2022", {"prerequisite": "yes"}, "srdi_sme"),
        ("srdi_sme_2026", {"prerequisite": ["innovative"]}, "innovative_sme"),
        ("little_giant_2026", {"prerequisite": "yes"}, "srdi_sme"),
    ],
)
def test_rung_below_is_known_to_the_registry_or_proven_or_for_a_person(name, below, held_by):
    def verdict(**inputs):
        return findings_of(name, **inputs)["prerequisite"].verdict

    none = {"prerequisite": ["none"] if isinstance(below["prerequisite"], list) else "no"}
    proof = frozenset({"prerequisite_proof"})
    assert verdict() == CANNOT_TELL
    assert verdict(answers=none) == NOT_MET
    assert verdict(answers=below) == NEEDS_PERSON
    assert verdict(answers=below, files=proof) == MET
    assert verdict(answers=none, certificates=(held_by,)) == MET


@pytest.mark.parametrize("name", ["little_giant_2022", "little_giant_2026"])
@pytest.mark.parametrize(
    ("ticked", "verdict"),
    [(["champion"], NOT_MET), (["controlled", "same_group"], NOT_MET), (["none"], NEEDS_PERSON)],
)
def test_what_excludes_a_little_giant_excludes_it(name, ticked, verdict):
    found = findings_of(name, answers={"exclusions": ticked})["no_exclusion"]
    assert found.verdict == verdict


# --- 44: ticks are no proof ---------------------------------------------------------------------


@pytest.mark.parametrize("route", ["award", "title", "unit"])
def test_direct_route_of_innovative_enterprises_needs_its_proof(route):
    answers = {"direct_routes": [route]}
    told = findings_of("innovative_sme_2022", answers=answers)[route]
    proven = findings_of("innovative_sme_2022", answers=answers, files=frozenset({"direct_proof"}))
    assert told.verdict == NEEDS_PERSON
    assert told.sentence == "填报为符合，没有证明材料，由审核人核实"
    assert proven[route].verdict == MET


def test_equity_that_was_only_stated_names_its_amount():
    found = findings_of("innovative_sme_2022", answers={"equity_3y": "800"})["equity"]
    assert found.verdict == NEEDS_PERSON
    assert found.sentence == "填报为 800万元，要求 ≥ 500万元，没有证明材料，由审核人核实"
    assert not found.threshold  # it is judged by hand


def test_points_that_were_only_stated_wait_for_a_person():
    answers = {"ip_level": "high_value", "strategic": "yes"}
    year = {"revenue": Decimal(1000), "main_revenue": Decimal(800), "rd_cost": Decimal(50),
            "liabilities": Decimal(1), "assets": Decimal(100)}  # fmt: skip
    before = {"main_revenue": Decimal(700)}
    stated = Inputs(years=(year, before), answers=answers, last_year=2025)
    scores = [
        evaluate(SCHEMES["innovative_sme_2022"], one)
        for one in (stated, replace(stated, files=frozenset({"rights_proof"})))
    ]
    assert [str(one.score.spans["score_innovation"]) for one in scores] == ["20～40", "40"]
    row = scores[0].score.dimensions[0].items[0]
    assert row.sentence == "按填报得 20 分，没有附证明，由审核人核实，满分 20"


def test_score_that_hangs_on_what_was_only_stated_is_judged_by_hand():
    answers = {"ip_level": "own", "strategic": "no"}
    year = {"revenue": Decimal(1000), "main_revenue": Decimal(600), "rd_cost": Decimal(30),
            "liabilities": Decimal(1), "assets": Decimal(100)}  # fmt: skip
    before = {"main_revenue": Decimal(560)}
    found = findings_of("innovative_sme_2022", years=(year, before), answers=answers)["score"]
    assert found.verdict == NEEDS_PERSON
    assert not found.threshold
    assert "没有证明或算不出的评分项由审核人核实" in found.sentence


# --- 46: definitions stand at the question -------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "question", "words"),
    [
        ("innovative_sme_2022", "ip_level", ("超过 10 年", "2 年", "不满 1 年的都不计", "G20")),
        ("srdi_sme_2022", "ip_level", ("超过 10 年", "2 年", "不满 1 年的都不计", "G20")),
        ("innovative_sme_2022", "equity_3y", ("已备案的基金", "30%", "实缴")),
        ("srdi_sme_2022", "equity_2y", ("已备案的基金", "30%")),
        ("innovative_sme_2022", "direct_routes", ("证书上的日期", "本企业名称")),
        ("srdi_sme_2022", "direct_routes", ("证书上的日期",)),
        ("srdi_sme_2022", "digital_level", ("自测",)),
        ("little_giant_2022", "innovation_routes", ("证书上的日期",)),
        ("little_giant_2022", "class_one_rights", ("不满 1 年",)),
        ("srdi_sme_2026", "class_one_rights", ("产生经济效益", "不含转入", "前三")),
        ("little_giant_2026", "class_one_rights", ("产生经济效益", "不含转入", "前三")),
    ],
)
def test_definition_that_decides_points_stands_at_its_question(name, question, words):
    help_text = SCHEMES[name].field(question).help
    assert all(word in help_text for word in words)


# --- 47 -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CERTIFYING)
def test_large_enterprise_is_not_told_to_fill_in_its_industry(name):
    found = findings_of(name, enterprise={"size_class": "large"})["small_or_medium"]
    assert found.verdict == NOT_MET
    assert found.sentence == "按 2025 年末数据为大型企业，不属于中小微企业，不在本项目范围内"


@pytest.mark.parametrize("name", CERTIFYING)
def test_size_that_is_not_known_names_the_year(name):
    found = findings_of(name)["small_or_medium"]
    assert found.verdict == CANNOT_TELL
    assert found.sentence.startswith("2025 年末的企业规模不能确定")


@pytest.mark.parametrize(
    ("before", "enterprise", "words"),
    [
        ({"main_revenue": Decimal(0)}, {}, "2024 年度主营业务收入为 0"),
        ({}, {"established_on": "2025-03-01"}, "企业 2025 年成立，没有 2024 年度数据"),
    ],
)
def test_growth_from_nothing_is_said_and_left_to_a_person(before, enterprise, words):
    year = {"revenue": Decimal(900), "main_revenue": Decimal(900), "rd_cost": Decimal(90),
            "liabilities": Decimal(1), "assets": Decimal(100)}  # fmt: skip
    evaluation = evaluate(
        SCHEMES["innovative_sme_2022"],
        Inputs(
            years=(year, before),
            enterprise=enterprise,
            answers={"ip_level": "own", "strategic": "yes"},
            files=frozenset({"rights_proof"}),
            last_year=2025,
        ),
    )
    found = {one.key: one for one in evaluation.findings}
    row = next(one for one in evaluation.score.dimensions[1].items if one.item.key == "main_growth")
    assert str(row.span) == "0～20"
    assert row.sentence == "按上报的数据算不出，由审核人判断，满分 20"
    assert found["score_growth"].verdict == NEEDS_PERSON
    giants = evaluate(
        SCHEMES["little_giant_2022"],
        Inputs(years=(year, before, {}), enterprise=enterprise, last_year=2025),
    )
    growth = next(one for one in giants.findings if one.key == "mean_growth")
    if enterprise:
        assert growth.verdict == NEEDS_PERSON
        assert words in growth.sentence
    else:
        assert growth.verdict == CANNOT_TELL  # 2023 is still to be reported


def test_missing_year_is_named():
    found = findings_of("srdi_sme_2022", years=({}, {"rd_cost": Decimal(9)}))["rd_cost"]
    assert found.verdict == CANNOT_TELL
    assert found.sentence == "2025 年度数据还没有上报；请核对年度数据"


def test_missing_figure_of_a_reported_year_is_named():
    found = findings_of("srdi_sme_2022", years=({"revenue": Decimal(9)},))["rd_intensity"]
    assert found.sentence == "2025 年度数据里没有研发费用；请核对年度数据"


@pytest.mark.parametrize(
    ("domestic", "world", "verdict"),
    [("9.99", "10", MET), ("10", None, MET), ("9.99", "9.99", NOT_MET)],
)
def test_share_of_the_domestic_or_the_world_market_counts(domestic, world, verdict):
    answers = {"market_share": domestic, "market_share_world": world}
    found = findings_of("little_giant_2026", answers=answers, files=frozenset({"market_proof"}))
    assert found["market_share"].verdict == verdict


@pytest.mark.parametrize("name", sorted(SCHEMES))
def test_terms_of_every_shipped_scheme_say_that_they_are_examples(name):
    assert SCHEMES[name].timetable.source.startswith("示例值")
