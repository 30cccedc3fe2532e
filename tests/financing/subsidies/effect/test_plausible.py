"""Figures of effect reports that cannot be, or are ten times off."""

from decimal import Decimal

import pytest

from financing.models import EffectFigure
from financing.subsidies.effect.plausible import why_implausible


def figure(**more):
    values = {
        "name": "实际总投资", "unit": "万元", "direction": "at_least", "base": None,
        "target": Decimal(2000), **more,
    }  # fmt: skip
    return EffectFigure(**values)


SHARE = {"name": "市场占有率", "unit": "%", "target": Decimal(30)}
GROWTH = {"name": "营业收入增长率", "unit": "%", "target": Decimal(20)}
ENERGY = {"name": "单位能耗", "unit": "吨", "direction": "at_most", "target": Decimal("0.058")}


@pytest.mark.parametrize(
    ("more", "actual", "words"),
    [
        ({}, "1800", ""),
        ({}, "0", ""),
        ({}, "19999.99", ""),
        ({}, "20000", "十倍"),
        ({}, "-1", "负数"),
        (SHARE, "100", ""),
        (SHARE, "100.01", "不能超过 100"),
        (GROWTH, "-3", ""),
        (GROWTH, "120", ""),
        (GROWTH, "200", "十倍"),
        (ENERGY, "0.01", ""),
        (ENERGY, "0.0058", "十倍"),
        ({"name": "净利润", "target": Decimal(100)}, "-20", ""),
        ({"target": Decimal(0)}, "5", ""),
    ],
)
def test_what_is_asked(more, actual, words):
    found = why_implausible(figure(**more), Decimal(actual), "")
    assert words in found if words else found == ""


def test_reason_answers_a_doubt_but_not_what_cannot_be():
    assert why_implausible(figure(), Decimal(30_000), "追加二期投资") == ""
    assert why_implausible(figure(), Decimal(-1), "追加二期投资")


def test_nothing_said_is_no_fault():
    assert why_implausible(figure(), None, "") == ""
