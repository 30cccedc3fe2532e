"""Checking the rows of a registry workbook, a thousand at a time, against what is known."""

from collections.abc import Mapping, Sequence
from typing import Any

from accounts.tenancy import current_scope
from enterprises.imports.lookups import Entry, NamedEntries, entries_with_codes
from enterprises.imports.places import Places
from enterprises.imports.registry_rows import (
    ParsedRow,
    check_alone,
    differences,
    enterprise_values,
    report_values,
    to_json,
)
from enterprises.imports.scope import ImportScope
from enterprises.models import Enterprise, ImportBatch, ImportRow, YearlyReport
from enterprises.models.yearly_report import COUNT_FIGURES, MONEY_FIGURES

TAKEN = "这个代码已经登记，不能由本次导入新增或修改，请核对代码；如属迁入，请走迁移手续"
OTHER_PLACE = "只能导入本区市的企业"
OWN = "这是您任职的企业，请由本单位其他人员导入"


class RegistryCheck:
    """Judges rows one chunk after another; keeps the codes seen so far to find repeats.

    `judge` is called inside the import's scope. Counts are kept in `counts`.
    """

    def __init__(self, batch: ImportBatch, scope: ImportScope, places: Places) -> None:
        self.batch, self.scope, self.places = batch, scope, places
        self.counts = {"new": 0, "changed": 0, "unchanged": 0, "wrong": 0}
        self._first_row_of: dict[str, int] = {}

    def judge(self, rows: Sequence[ParsedRow]) -> list[ImportRow]:
        """Add the problems of `rows` to them, and return the rows that are to be written."""
        current_scope()
        for row in rows:
            check_alone(row)
            self._check_repeat(row)
            self._check_place(row)
        codes = [row.values["credit_code"] for row in rows if "credit_code" in row.values]
        entries = entries_with_codes(codes)
        ids = [entry.organisation_id for entry in entries.values()]
        known = {e.pk: e for e in Enterprise.objects.filter(pk__in=ids)}
        reports = _reports(ids)
        unclaimed = NamedEntries([row.values.get("name", "") for row in rows], unclaimed_only=True)
        own = self.scope.own_enterprises()
        staged = []
        for row in rows:
            entry = entries.get(row.values.get("credit_code", ""))
            self._check_entry(row, entry)
            if entry is not None and entry.organisation_id in own:
                row.refuse("credit_code", OWN)
            if entry is None and not row.problems:
                entry = adoptable(unclaimed, row.values, self.places)
            verdict = self._verdict(row, entry, known, reports)
            self.counts[verdict] += 1
            if verdict in ("new", "changed"):
                staged.append(self._staged(row, verdict))
        return staged

    def _check_repeat(self, row: ParsedRow) -> None:
        code = row.values.get("credit_code")
        if not code:
            return
        first = self._first_row_of.setdefault(code, row.number)
        if first != row.number:
            row.refuse("credit_code", f"与第 {first} 行的代码重复，一家企业只能占一行")

    def _check_place(self, row: ParsedRow) -> None:
        """Turn the district's name into its id; a district's own person may leave it empty."""
        written = row.values.pop("district", None)
        if written is None:
            if self.scope.home_district_id is not None:
                row.values["district_id"] = self.scope.home_district_id
            return
        place = self.places.find(written)
        if place is None:
            row.refuse("district", f"没有“{written[:20]}”这个区市，请从下拉列表选择")
        elif place == self.places.city_id:
            row.refuse("district", "请填写企业所在的区市，不能填市本级")
        elif not self.scope.may_write(place):
            row.refuse("district", OTHER_PLACE)
        else:
            row.values["district_id"] = place

    def _check_entry(self, row: ParsedRow, entry: Entry | None) -> None:
        place = row.values.get("district_id")
        if entry is None:
            if place is None and not any(p.key == "district" for p in row.problems):
                row.refuse("district", "新企业必须填写区市")
        elif not self.scope.may_write(entry.district_id) or place not in (None, entry.district_id):
            row.refuse("credit_code", TAKEN)

    def _verdict(
        self,
        row: ParsedRow,
        entry: Entry | None,
        known: dict[int, Enterprise],
        reports: dict[tuple[int, int], YearlyReport],
    ) -> str:
        report = report_values(row)
        stored = reports.get((entry.organisation_id, report["year"])) if entry and report else None
        report_differs = bool(report) and bool(differences(report, stored))
        if report_differs and stored is not None and stored.state == YearlyReport.State.SUBMITTED:
            row.refuse(
                "report_year", f"企业已上报 {stored.year} 年度数据，与本行不同；请先退回年报再导入"
            )
        if row.problems:
            return "wrong"
        if entry is None:
            return "new"
        enterprise = known.get(entry.organisation_id)
        if report_differs or differences(enterprise_values(row), enterprise):
            return "changed"
        return "unchanged"

    def _staged(self, row: ParsedRow, verdict: str) -> ImportRow:
        values = to_json(enterprise_values(row))
        values["district_id"] = row.values.get("district_id")
        if report := report_values(row):
            values["report"] = to_json(report)
        return ImportRow(
            batch=self.batch,
            number=row.number,
            verdict=verdict,
            values=values,
            organisation_id=self.batch.organisation_id,
            district_id=self.batch.district_id,
        )


def adoptable(unclaimed: NamedEntries, values: Mapping[str, Any], places: Places) -> Entry | None:
    """The one unclaimed entry that a new code belongs to: same full name, same district or none.

    A published list has brought it in without a code; the import gives it the code instead of
    making a second enterprise.
    """
    here = (values.get("district_id"), places.city_id)
    found = [e for e in unclaimed.same_name(values["name"]) if e.district_id in here]
    return found[0] if len(found) == 1 else None


def _reports(enterprise_ids: list[int]) -> dict[tuple[int, int], YearlyReport]:
    wanted = YearlyReport.objects.filter(organisation_id__in=enterprise_ids).only(
        "organisation_id", "district_id", "year", "state", *MONEY_FIGURES, *COUNT_FIGURES
    )
    return {(report.organisation_id, report.year): report for report in wanted}
