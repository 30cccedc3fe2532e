"""Small drawings for cells."""

from xml.etree import ElementTree

import pytest

from pages.charts import sparkline

SVG = "{http://www.w3.org/2000/svg}"


def shapes(svg, name):
    return [one.attrib for one in ElementTree.fromstring(svg).iter(name)]


def test_values_are_told_in_words():
    svg = ElementTree.fromstring(sparkline([3, None, 1200], "近三季新增", unit="家"))
    assert (
        svg.attrib["aria-label"] == "近三季新增（家）：3、—、1,200" and svg.attrib["role"] == "img"
    )


def test_bars_grow_from_a_common_zero():
    below, above = shapes(sparkline([-5, 15], "差"), "rect")
    assert (below["y"], below["height"]) == ("15.0", "5.0")
    assert (above["y"], above["height"]) == ("0.0", "15.0")


def test_missing_value_is_a_gap_and_zero_a_hairline():
    bars = shapes(sparkline([4, None, 0], "新增"), "rect")
    assert [(one["x"], one["height"]) for one in bars] == [("0.0", "20.0"), ("48.0", "1.0")]


def test_line_breaks_at_a_gap_and_ends_in_a_dot():
    svg = sparkline([1, 2, None, 3, 4], "存量", as_line=True)
    assert len(shapes(svg, "polyline")) == 2
    assert shapes(svg, "circle") == [{"cx": "69.0", "cy": "3.0", "r": "2.5"}]


@pytest.mark.parametrize("values", [[], [None, None]])
def test_nothing_known_draws_nothing(values):
    assert sparkline(values, "新增") == ""


def test_label_is_escaped():
    svg = sparkline([1], '"><script>')
    assert "<script>" not in svg and ElementTree.fromstring(svg).attrib["aria-label"].startswith(
        '">'
    )
