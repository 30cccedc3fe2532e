"""The schemes that come with the portal: every threshold and every band, on its edge and beside."""

from dataclasses import replace
from decimal import Decimal

import pytest

from accounts.tenancy import system_scope
from schemes.checking.check import problems_of
from schemes.evaluation.evaluate import evaluate
from schemes.evaluation.indicators import Inputs
from schemes.evaluation.judging import Judge, Verdict
from schemes.evaluation.scoring import score
from schemes.models import SchemeVersion
from tests.schemes.inputs import REACH
from tests.schemes.shipped import FOLDER, SHIPPED, load_definition

SCHEMES = {
    str(row["file"]).removesuffix(".yaml"): load_definition(FOLDER / str(row["file"]))
    for row in SHIPPED
}
STEP = Decimal("0.01")
EDGES = {
    ">=": (Verdict.NOT_MET, Verdict.MET, Verdict.MET),
    ">": (Verdict.NOT_MET, Verdict.NOT_MET, Verdict.MET),
    "<=": (Verdict.MET, Verdict.MET, Verdict.NOT_MET),
    "<": (Verdict.MET, Verdict.NOT_MET, Verdict.NOT_MET),
}
every_scheme = pytest.mark.parametrize("name", sorted(SCHEMES))
THRESHOLDS = [
    pytest.param(name, criterion, id=f"{name}-{criterion.key}")
    for name, scheme in sorted(SCHEMES.items())
    for group in scheme.criteria
    for criterion in group.all_criteria()
    if criterion.threshold is not None and not criterion.indicator.startswith("score")
]
MEASURES = [
    pytest.param(name, item, measure, id=f"{name}-{item.key}-{measure.indicator}")
    for name, scheme in sorted(SCHEMES.items())
    if scheme.scoring
    for item in scheme.scoring.items()
    for measure in item.measures
    if measure.bands
]


@every_scheme
def test_shipped_scheme_has_no_problem(name):
    assert problems_of(SCHEMES[name]) == []


@every_scheme
def test_every_condition_and_score_names_its_source(name):
    scheme = SCHEMES[name]
    sources = [one.source for group in scheme.criteria for one in group.all_criteria()]
    sources += [item.source for item in (scheme.scoring.items() if scheme.scoring else [])]
    assert all(sources)


@every_scheme
def test_without_any_figure_no_shipped_criterion_is_met(name):
    met = {one.key for one in evaluate(SCHEMES[name], Inputs()).findings if one.verdict == "met"}
    # Nothing on record against an enterprise is known, and no missing figure.
    assert met <= {"credit", "not_abnormal", "not_dishonest", "no_misconduct"}


@every_scheme
def test_without_any_figure_no_shipped_score_is_known_to_be_more_than_zero(name):
    result = evaluate(SCHEMES[name], Inputs()).score
    assert result is None or result.span.low == 0


@pytest.mark.parametrize(("name", "criterion"), THRESHOLDS)
def test_shipped_threshold_is_exact_at_its_edge(name, criterion):
    judge = Judge(SCHEMES[name])
    verdicts = []
    for offset in (-1, 0, 1):
        inputs = REACH[criterion.indicator](criterion.threshold + offset * STEP)
        inputs = replace(inputs, files=frozenset(criterion.proof))
        if criterion.cases:
            # None of the special cases: the general threshold counts.
            inputs = replace(
                inputs, answers={**inputs.answers, "strategic": "no", "new_product": "no"}
            )
        verdicts.append(judge(inputs).rulings[criterion.key].verdict)
    assert tuple(verdicts) == EDGES[criterion.comparison]


@pytest.mark.parametrize(("name", "item", "measure"), MEASURES)
def test_shipped_band_is_exact_at_its_edges(name, item, measure):
    judge = Judge(SCHEMES[name])
    for band in measure.bands:
        for edge, included in (
            (band.interval.low, band.interval.low_included),
            (band.interval.high, band.interval.high_included),
        ):
            if edge is None:
                continue
            for value in (edge - STEP, edge, edge + STEP):
                inputs = REACH[measure.indicator](value)
                got = measure.points_for(judge.values(inputs)[measure.indicator])
                inside = band.interval.holds(value)
                assert (got == band.points) == inside, (value, band.range)
            assert band.interval.holds(edge) == included


@pytest.mark.parametrize(
    ("answers", "revenue", "verdict"),
    [
        ({"strategic": "no"}, 1999, Verdict.NOT_MET),
        ({"strategic": "no"}, 2000, Verdict.MET),
        ({"strategic": "yes"}, 999, Verdict.NOT_MET),
        ({"strategic": "yes"}, 1000, Verdict.MET),
        ({}, 1500, Verdict.CANNOT_TELL),
    ],
)
def test_strategic_industries_have_a_lower_threshold_of_revenue(answers, revenue, verdict):
    # 市经信委 2018 call: 2,000 万元, 1,000 万元 for the national strategic emerging industries
    inputs = Inputs(years=({"main_revenue": revenue},) * 3, answers=answers)
    found = {one.key: one for one in evaluate(SCHEMES["hidden_champion_2018"], inputs).findings}
    assert found["main_revenue"].verdict == verdict


@pytest.mark.parametrize(
    ("intensity", "revenue", "verdict"),
    [
        ("2.99", 9999, Verdict.NOT_MET),
        ("3", 9999, Verdict.MET),
        ("1.99", 10000, Verdict.NOT_MET),
        ("2", 10000, Verdict.MET),
    ],
)
def test_large_revenue_lowers_the_intensity_wanted_of_a_demonstration_enterprise(
    intensity, revenue, verdict
):
    year = {"revenue": Decimal(revenue), "rd_cost": Decimal(intensity) * revenue / 100}
    scheme = SCHEMES["demonstration_enterprise_2018"]
    found = {one.key: one for one in evaluate(scheme, Inputs(years=(year,))).findings}
    assert found["rd_intensity"].verdict == verdict


SRDI_BASE = {
    "main_revenue": Decimal(800), "revenue": Decimal(1000), "net_profit": Decimal(100),
    "liabilities": Decimal(50), "assets": Decimal(100), "rd_cost": Decimal(100),
    "rd_staff": 20, "staff": 100,
}  # fmt: skip


def test_worked_example_of_the_national_scoring_table():
    # 工信部企业〔2022〕63号, 附件2: 5 + 2 + 5 + 5, 5 + 3 + 10 + 5, 10, 10 + 10 + 5 + 8
    before = {**SRDI_BASE, "main_revenue": Decimal(790), "rd_cost": Decimal(90)}
    earlier = {**SRDI_BASE, "main_revenue": Decimal(780)}
    answers = {
        "years_in_segment": "10", "field_level": "breakthrough", "digital_level": "third",
        "quality": ["award"], "local_features": ["a", "b"], "ip_level": "high_value",
        "research_unit": "provincial",
    }  # fmt: skip
    judge = Judge(SCHEMES["srdi_sme_2022"])
    values = judge.values(Inputs(years=(SRDI_BASE, before, earlier), answers=answers))
    assert judge.definition.scoring is not None
    proofs = {proof for item in judge.definition.scoring.items() for proof in item.proof}
    result = score(judge.definition.scoring, values, files=proofs)
    points = {one.key: str(one.span) for one in result.dimensions}
    assert points == {
        "specialised": "17", "refined": "23", "distinctive": "10", "innovation": "33"
    }  # fmt: skip
    assert str(result.span) == "83"


@pytest.mark.parametrize(("revenue", "met"), [(999, False), (1000, True)])
def test_srdi_revenue_on_and_below_a_thousand(revenue, met):
    found = evaluate(SCHEMES["srdi_sme_2022"], Inputs(years=({"revenue": revenue},)))
    assert {one.key: one for one in found.findings}["revenue"].verdict == (
        Verdict.MET if met else Verdict.NOT_MET
    )


def test_too_little_revenue_is_made_good_by_equity():
    inputs = Inputs(
        years=({"revenue": 900},), answers={"equity_2y": "2000"}, files=frozenset({"equity_proof"})
    )
    groups = evaluate(SCHEMES["srdi_sme_2022"], inputs).groups[1].groups
    assert next(one for one in groups if "股权" in one.title).verdict == Verdict.MET


def group_named(title, groups):
    """The group whose title begins so, wherever it stands."""
    for group in groups:
        if group.title.startswith(title):
            return group
        if found := group_named(title, group.groups):
            return found
    return None


@pytest.mark.parametrize(
    ("revenue", "intensity", "verdict"),
    [
        ("10000", "3", Verdict.MET),
        ("10000", "2.99", Verdict.NOT_MET),
        ("9999.99", "3", Verdict.NOT_MET),
        ("5000", "6", Verdict.MET),
        ("5000", "5.99", Verdict.NOT_MET),
        ("4999.99", "6", Verdict.NOT_MET),
    ],
)
def test_little_giants_research_depends_on_the_band_of_revenue(revenue, intensity, verdict):
    year = {"revenue": Decimal(revenue), "rd_cost": Decimal(revenue) * Decimal(intensity) / 100}
    evaluation = evaluate(
        SCHEMES["little_giant_2022"], Inputs(years=(year, year), answers={"equity_2y": "0"})
    )
    assert group_named("研发投入", evaluation.groups).verdict == verdict


def test_loaded_schemes_are_those_of_the_files(db):
    """The migration loads a copy in JSON: a file that changes needs a version of its own."""
    with system_scope(reason="test"):
        stored = {
            (one.scheme.code, one.label): (
                one.scheme.name,
                one.valid_from,
                one.valid_to,
                one.parsed,
            )
            for one in SchemeVersion.objects.filter(state="published").select_related("scheme")
        }
    assert stored == {
        (row["code"], row["label"]): (
            row["name"],
            row["valid_from"],
            row.get("valid_to"),
            SCHEMES[str(row["file"]).removesuffix(".yaml")],
        )
        for row in SHIPPED
    }
