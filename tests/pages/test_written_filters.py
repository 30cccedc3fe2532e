"""Filters of lists read figures as forms do."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from pages.lists.filters import amount_range, year


def test_amount_is_taken_with_its_unit():
    least = amount_range("revenue", "营业收入").by_name["least"].field
    assert least.clean("5,000 万元") == Decimal(5000)


def test_amount_in_another_unit_is_refused():
    most = amount_range("revenue", "营业收入").by_name["most"].field
    with pytest.raises(ValidationError, match="这里以万元计"):
        most.clean("50000000元")


def test_year_is_taken_with_its_word():
    assert year("year", "发证年份", "issued_on").by_name["year"].field.clean("2025年") == 2025
