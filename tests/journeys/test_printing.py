"""The page of progress on paper: two sheets of A4, with the period that was chosen."""

import re
from collections.abc import Callable

import pytest

from tests.journeys.conftest import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal")]

SHEET = re.compile(rb"/Type /Page\b(?!s)")


@pytest.mark.parametrize("address", ["/home/", "/reports/progress/?period=quarter"])
def test_progress_is_printed_on_two_sheets(visitor: Callable[..., Visitor], address: str) -> None:
    page = visitor("leader").open(address)
    assert len(SHEET.findall(page.pdf(format="A4"))) == 2
    page.emulate_media(media="print")
    assert page.locator(".print-only:has-text('升退时段')").is_visible()
    assert not page.locator(".chooser").is_visible()
