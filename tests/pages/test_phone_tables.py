"""Tables that become cards on a phone: a number without its label says nothing there."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR, "templates")
STACKED = re.compile(r'<table[^>]*class="[^"]*\bstack\b[^"]*".*?</table>', re.DOTALL)
NUMBER = re.compile(r'<td(?=[^>]*class="[^"]*\bnum\b)(?![^>]*data-label)[^>]*>', re.DOTALL)
SUMS = sorted(
    str(path.relative_to(TEMPLATES))
    for path in TEMPLATES.rglob("*.html")
    if "<tfoot" in path.read_text()
)


@pytest.mark.parametrize("template", SUMS)
def test_every_sum_has_its_label(template: str) -> None:
    html = (TEMPLATES / template).read_text()
    tables = STACKED.findall(html)
    feet = [foot for table in tables for foot in re.findall("<tfoot.*?</tfoot>", table, re.DOTALL)]
    assert [cell for foot in feet for cell in NUMBER.findall(foot)] == []


def test_tables_with_sums_are_found() -> None:
    assert "financing/review/_lines.html" in SUMS
