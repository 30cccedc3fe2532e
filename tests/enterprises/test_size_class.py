"""The size classes of 工信部联企业〔2011〕300号."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.rules.industry import divisions, industry_choices, sections
from enterprises.rules.size_class import STANDARDS, size_class_of, standard_of

ORDER = ["micro", "small", "medium", "large"]
INDUSTRY_OF_ROW = {
    "agriculture": "01",
    "industry": "34",
    "construction": "47",
    "wholesale": "51",
    "retail": "52",
    "transport": "54",
    "storage": "59",
    "post": "60",
    "lodging": "61",
    "catering": "62",
    "telecommunication": "63",
    "software": "65",
    "real_estate": "701",
    "property": "702",
    "leasing": "71",
    "other": "73",
}
figures = st.decimals(0, 300_000, places=2)


def at(bounds):
    return {name: Decimal(value) for name, value in bounds.items()}


def classed(industry, values):
    staff = values.get("staff")
    return size_class_of(
        industry, None if staff is None else int(staff), values.get("revenue"), values.get("assets")
    )


@pytest.mark.parametrize("row", STANDARDS)
def test_each_row_is_reached_by_an_industry(row):
    assert standard_of(INDUSTRY_OF_ROW[row]) is STANDARDS[row]


@pytest.mark.parametrize("row", STANDARDS)
@pytest.mark.parametrize("size", ["large", "medium", "small"])
def test_lower_bounds_belong_to_the_class(row, size):
    assert classed(INDUSTRY_OF_ROW[row], at(getattr(STANDARDS[row], size))).size_class == size


@pytest.mark.parametrize("row", STANDARDS)
@pytest.mark.parametrize("size", ["large", "medium", "small"])
def test_missing_one_lower_bound_falls_one_class(row, size):
    bounds = at(getattr(STANDARDS[row], size))
    for name in bounds:
        below = bounds | {name: bounds[name] - 1}
        assert classed(INDUSTRY_OF_ROW[row], below).size_class == ORDER[ORDER.index(size) - 1]


@given(st.sampled_from(sorted(INDUSTRY_OF_ROW.values())), figures, figures, figures, figures)
def test_growing_never_lowers_the_class(industry, staff, revenue, assets, growth):
    small = size_class_of(industry, int(staff), revenue, assets).size_class
    large = size_class_of(
        industry, int(staff + growth), revenue + growth, assets + growth
    ).size_class
    assert ORDER.index(large) >= ORDER.index(small)


def test_reason_tells_row_figures_and_bounds():
    verdict = size_class_of("34", 120, Decimal("4999.5"), None)
    assert verdict.size_class == "small"
    assert "工业" in verdict.reason
    assert "营业收入 4,999.5万元 ≥ 300万元" in verdict.reason


@pytest.mark.parametrize("industry", ["53", "66", "83", "84", "91", "97"])
def test_uncovered_industry_has_no_class_but_a_reason(industry):
    verdict = size_class_of(industry, 10, Decimal(10), Decimal(10))
    assert verdict.size_class is None
    assert "未覆盖" in verdict.reason


def test_missing_figure_is_named_and_not_taken_as_zero():
    verdict = size_class_of("34", None, Decimal(10), None)
    assert verdict.size_class is None
    assert "缺少从业人员" in verdict.reason


def test_real_estate_needs_its_group():
    assert "中类" in size_class_of("70", 1, Decimal(1), Decimal(1)).reason


def test_industry_table_has_all_sections_and_divisions():
    assert len(sections()) == 20
    assert sorted(divisions()) == [f"{n:02d}" for n in range(1, 98)]


def test_every_industry_that_can_be_chosen_is_covered_or_said_to_be_uncovered():
    for _, choices in industry_choices():
        for code, _ in choices:
            verdict = size_class_of(code, 500, Decimal(50000), Decimal(50000))
            assert verdict.size_class or "未覆盖" in verdict.reason
