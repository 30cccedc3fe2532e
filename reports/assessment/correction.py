"""What a sustained appeal changed of a line, as the last row behind its figure."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from reports.assessment.lines_of_district import ShownLine
from reports.assessment.words import value_in_words
from reports.assessment.written import plain, written
from reports.models import Appeal
from reports.signed import signed


@dataclass(frozen=True)
class Correction:
    """`words` say what was ruled; `added` is what it adds to the sum of the rows and `counted` what
    counts then, both "" where the figure is no plain sum of them; `url` leads to the ruling."""

    words: str
    url: str
    added: str = ""
    counted: str = ""


def correction_of(shown: ShownLine, appeals: Sequence[Appeal]) -> Correction | None:
    """The correction that counts on the line; None for none."""
    figure = shown.figure
    ruled = [one for one in appeals if one.state == Appeal.State.SUSTAINED and one.ruled_at]
    if figure is None or not ruled:
        return None
    last = max(ruled, key=lambda one: (one.ruled_at, one.pk))
    url = reverse("reports:appeal", args=[last.pk])
    if figure.ruled_points is not None:
        return Correction(f"得分更正为 {written(figure.ruled_points)} 分", url)
    if figure.ruled_value is None:
        return None
    found, counted = figure.found, figure.ruled_value
    indicator = shown.indicator
    before = "缺数" if found is None else value_in_words(indicator, found)
    words = f"由 {before} 更正为 {value_in_words(indicator, counted)}"
    if figure.numerator is None or indicator.denominator or indicator.factor != 1:
        return Correction(words, url)
    change = counted - figure.numerator
    digits = 0 if change == change.to_integral_value() else 2
    return Correction(words, url, signed(change, digits), plain(counted, 2))
