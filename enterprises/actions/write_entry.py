"""Writing values of an entry and of a year's figures that somebody has decided about."""

from collections.abc import Mapping
from typing import cast

from django.db import models

from accounts.models import Organisation
from enterprises.actions.entry_values import EntryValues, fill
from enterprises.models import Enterprise, YearlyReport
from pages.words import field_named

Json = Mapping[str, object]


def as_python(model: type[models.Model], name: str, stored: object) -> object:
    """A value of a column as Python has it, from JSON."""
    return field_named(model, name).to_python(stored)


def entry_values(values: Json) -> EntryValues:
    """Values of the entry as Python has them, from JSON."""
    return cast(EntryValues, {name: as_python(Enterprise, name, v) for name, v in values.items()})


def write_entry(enterprise: Enterprise, values: Json, report: Json) -> None:
    """Write `values` into the locked entry, and `report` (with "year") into the draft of its year;
    a report that has been submitted meanwhile stays as it is. The caller has checked who may."""
    name = enterprise.name
    if values:
        fill(enterprise, entry_values(values))
        enterprise.save()
    if enterprise.name != name:
        Organisation.objects.filter(pk=enterprise.pk).update(name=enterprise.name)
    if report:
        _write_report(enterprise, report)


def _write_report(enterprise: Enterprise, report: Json) -> None:
    year = int(str(report["year"]))
    rows = YearlyReport.objects.select_for_update()
    found = rows.filter(organisation_id=enterprise.pk, year=year).first()
    if found is not None and found.state == YearlyReport.State.SUBMITTED:
        return
    row = found or YearlyReport(**enterprise.home, year=year)
    for name, value in report.items():
        setattr(row, name, as_python(YearlyReport, name, value))
    row.version += found is not None
    row.save()
