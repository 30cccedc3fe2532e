"""What a row of a file changes, in words."""

from collections.abc import Mapping

from enterprises.imports.registry_rows import differences
from enterprises.models import Enterprise, YearlyReport
from enterprises.rules.industry import industry_name
from pages.words import EMPTY, field_named, label_and_unit, value_word

Told = list[str]  # label, old, new


def told_changes(
    values: Mapping[str, object],
    known: Enterprise | None,
    report: Mapping[str, object],
    stored: YearlyReport | None,
) -> list[Told]:
    """Label, old and new words of everything in which the file differs from the registry."""
    entry = [
        _told(Enterprise, key, getattr(known, key, None), values[key])
        for key in differences(values, known)
    ]
    if not report:
        return entry
    year = report["year"]
    figures = [
        _told(YearlyReport, key, getattr(stored, key, None), report[key], f"{year} 年度")
        for key in differences(report, stored)
        if key != "year"
    ]
    return entry + figures


def _told(
    model: type[Enterprise | YearlyReport], key: str, old: object, new: object, year: str = ""
) -> Told:
    field = field_named(model, key)
    label, unit = label_and_unit(field)
    words = [
        _industry(value) if key == "industry_code" else value_word(field, value)
        for value in (old, new)
    ]
    said = [f"{word} {unit}".strip() if word else EMPTY for word in words]
    return [f"{year}{label}", *said]


def _industry(code: object) -> str:
    return f"{code} {industry_name(str(code))}" if code else ""
