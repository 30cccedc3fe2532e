"""Criteria: the edge of every comparison, and missing figures."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import procedures
from procedures.evaluation import Verdict, evaluate, judge
from procedures.indicators import Inputs
from procedures.scheme_definition import Criterion, load_definition

SHIPPED = load_definition(
    Path(procedures.__file__).parent / "schemes" / "certified_product_2018.yaml"
)
STEP = Decimal("0.01")
EDGES = {
    ">=": {-1: Verdict.NOT_MET, 0: Verdict.MET, 1: Verdict.MET},
    ">": {-1: Verdict.NOT_MET, 0: Verdict.NOT_MET, 1: Verdict.MET},
    "<=": {-1: Verdict.MET, 0: Verdict.MET, 1: Verdict.NOT_MET},
    "<": {-1: Verdict.MET, 0: Verdict.NOT_MET, 1: Verdict.NOT_MET},
}
INPUTS_FOR = {
    "rd_intensity": lambda value: Inputs(figures={"rd_cost": value, "revenue": 100}),
    "product_share": lambda value: Inputs(
        figures={"revenue": 100}, answers={"product_sales": str(value)}
    ),
    "debt_ratio": lambda value: Inputs(figures={"liabilities": value, "assets": 100}),
    "property_rights": lambda value: Inputs(answers={"invention_patents": str(value)}),
}
COMPARED = [
    criterion
    for group in SHIPPED.criteria
    for criterion in group.criteria
    if criterion.threshold is not None and criterion.indicator in INPUTS_FOR
]


def _criterion(comparison, threshold="3", indicator="rd_intensity"):
    return Criterion(
        key="c",
        label="条件",
        indicator=indicator,
        comparison=comparison,
        threshold=threshold,
        unit="%",
        source="示例",
    )


@pytest.mark.parametrize("offset", [-1, 0, 1])
@pytest.mark.parametrize("comparison", sorted(EDGES))
def test_comparison_is_exact_at_its_edge(comparison, offset):
    value = Decimal(3) + offset * STEP
    finding = judge(_criterion(comparison), INPUTS_FOR["rd_intensity"](value))
    assert finding.verdict == EDGES[comparison][offset]


@pytest.mark.parametrize("offset", [-1, 0, 1])
@pytest.mark.parametrize("criterion", COMPARED, ids=lambda criterion: criterion.key)
def test_shipped_threshold_is_exact_at_its_edge(criterion, offset):
    value = criterion.threshold + offset * STEP
    finding = judge(criterion, INPUTS_FOR[criterion.indicator](value))
    assert finding.verdict == EDGES[criterion.comparison][offset]


def test_shortfall_is_named_in_the_unit_of_the_criterion():
    finding = judge(_criterion(">="), INPUTS_FOR["rd_intensity"](Decimal("2.5")))
    assert finding.shortfall == "0.5"


def test_zero_revenue_is_missing_and_not_met_by_nothing():
    finding = judge(_criterion(">="), Inputs(figures={"rd_cost": 5, "revenue": 0}))
    assert finding.verdict == Verdict.CANNOT_TELL


def test_unknown_indicator_cannot_be_told():
    assert judge(_criterion("<", indicator="nothing"), Inputs()).verdict == Verdict.CANNOT_TELL


def test_without_any_figure_no_shipped_criterion_is_met():
    assert evaluate(SHIPPED, Inputs()).met == 0


figures = st.one_of(
    st.none(),
    st.just(""),
    st.text(alphabet="abc年-.", max_size=8),
    st.decimals(min_value=-(10**12), max_value=10**12, places=4).map(str),
    st.sampled_from(["NaN", "Infinity", "-Infinity"]),
)


@given(
    st.dictionaries(
        st.sampled_from(["rd_cost", "revenue", "liabilities", "assets"]), figures, max_size=4
    ),
    st.dictionaries(
        st.sampled_from(["rd_cost", "revenue", "product_sales", "invention_patents"]),
        figures,
        max_size=4,
    ),
)
def test_evaluation_never_raises(given_figures, answers):
    evaluation = evaluate(SHIPPED, Inputs(figures=given_figures, answers=answers))
    assert all(finding.verdict in Verdict for finding in evaluation.findings)


@given(st.sampled_from(sorted(EDGES)), st.sampled_from([None, "", "NaN", "没有", "Infinity"]))
def test_missing_is_never_met(comparison, missing):
    inputs = Inputs(figures={"liabilities": missing, "assets": 100})
    assert judge(_criterion(comparison, indicator="debt_ratio"), inputs).verdict == (
        Verdict.CANNOT_TELL
    )
