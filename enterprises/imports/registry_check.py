"""Checking the rows of a registry workbook, a thousand at a time, against what is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.tenancy import current_scope
from documents.written.text import compared
from enterprises.actions.report_year import Figure, figures_in, registered_figures
from enterprises.former_names import FormerNames
from enterprises.imports.changes import told_changes
from enterprises.imports.lookups import Entry, NamedEntries, entries_with_codes
from enterprises.imports.places import Places
from enterprises.imports.registry_rows import (
    ParsedRow,
    check_alone,
    check_figures,
    enterprise_values,
    report_values,
    to_json,
)
from enterprises.imports.scope import ImportScope
from enterprises.models import Enterprise, EntryProposal, ImportBatch, ImportRow, YearlyReport
from enterprises.models.yearly_report import COUNT_FIGURES, MONEY_FIGURES
from enterprises.proposals.keepers import kept_by_their_people, open_proposals
from enterprises.rules.name_matching import match_key

TAKEN = "这个代码已经登记，不能由本次导入新增或修改，请核对代码；如属迁入，请走迁移手续"
NAMED_ELSEWHERE = "同名企业已登记在其他区市，请核对名称和代码"
OTHER_PLACE = "只能导入本区市的企业"
OLD_NAME = "表中是 {}，名称不改"
OWN = "这是您任职的企业，请由本单位其他人员导入"

Compared = tuple[dict[int, dict[str, Figure]], dict[str, Figure]]


@dataclass(frozen=True)
class _Known:
    """What the registry holds of the enterprises that a chunk of rows names."""

    by_code: dict[str, Entry]
    named: NamedEntries
    enterprises: dict[int, Enterprise]
    reports: dict[tuple[int, int], YearlyReport]
    reported: dict[int, dict[int, dict[str, Figure]]]
    kept: frozenset[int]
    proposed: dict[int, list[EntryProposal]]
    former: FormerNames

    @classmethod
    def of(cls, rows: Sequence[ParsedRow]) -> "_Known":
        codes = [row.values["credit_code"] for row in rows if "credit_code" in row.values]
        by_code = entries_with_codes(codes)
        names = [row.values["name"] for row in rows if "name" in row.values]
        named = NamedEntries(names)
        ids = [entry.organisation_id for entry in by_code.values()]
        ids += [one.organisation_id for name in names for one in named.same_name(name)]
        reports = stored_reports(ids)
        reported: dict[int, dict[int, dict[str, Figure]]] = {}
        for (owner, year), report in reports.items():
            reported.setdefault(owner, {})[year] = figures_in(report)
        return cls(
            by_code,
            named,
            {one.pk: one for one in Enterprise.objects.filter(pk__in=ids)},
            reports,
            reported,
            kept_by_their_people(ids),
            open_proposals(ids),
            FormerNames(ids),
        )

    def compared_with(self, row: ParsedRow, entry: Entry | None) -> Compared:
        """What the enterprise has reported, by year, and what it gave at its registration; nothing
        for a row without a year."""
        enterprise = self.enterprises.get(entry.organisation_id) if entry else None
        if enterprise is None or "report_year" not in row.values:
            return {}, {}
        return self.reported.get(enterprise.pk, {}), registered_figures(enterprise)


class RegistryCheck:
    """Judges rows one chunk after another; keeps the codes seen so far to find repeats.

    `judge` is called inside the import's scope. Counts are kept in `counts`.
    """

    def __init__(self, batch: ImportBatch, scope: ImportScope, places: Places) -> None:
        self.batch, self.scope, self.places = batch, scope, places
        self.counts = {"new": 0, "changed": 0, "unchanged": 0, "wrong": 0, "doubtful": 0}
        self._first_row_of: dict[str, int] = {}
        self._new_by_name: dict[str, Entry] = {}

    def judge(self, rows: Sequence[ParsedRow]) -> list[ImportRow]:
        """Add the problems of `rows` to them, and return the rows that are to be written."""
        current_scope()
        for row in rows:
            check_alone(row)
            self._check_repeat(row)
            self._check_place(row)
        known = _Known.of(rows)
        own = self.scope.own_enterprises()
        staged = []
        for row in rows:
            entry = known.by_code.get(row.values.get("credit_code", ""))
            self._check_entry(row, entry)
            if entry is not None and entry.organisation_id in own:
                row.refuse("credit_code", OWN)
            if entry is None and not row.problems and not self._twin_of(row):
                entry = adoptable(known.named, row.values, self.places)
            if entry is not None and not row.problems:
                _keep_the_present_name(row, entry, known)
            candidates = self._candidates(row, entry, known)
            one = self._judged(row, entry, candidates, known)
            writes = one is not None and (one.verdict != ImportRow.Verdict.CHANGED or one.changes)
            verdict = one.verdict if one and writes else "unchanged"
            self.counts["wrong" if row.problems else verdict] += 1
            if one is not None:
                staged.append(one)
                if one.verdict != ImportRow.Verdict.DOUBTFUL:
                    self._remember(row, entry)
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
            is_named = any(p.key == "district" for p in row.problems)
            if place is None and "name" in row.values and not is_named:
                row.refuse("district", "新企业必须填写区市")
        elif not self.scope.may_write(entry.district_id) or place not in (None, entry.district_id):
            row.refuse("credit_code", TAKEN)

    def _candidates(self, row: ParsedRow, entry: Entry | None, known: _Known) -> list[Entry]:
        """The enterprises because of which the row is doubtful: the holder of its code, where that
        has quite another name, or the one that has its name with another code."""
        if row.problems:
            return []
        name = row.values["name"]
        if entry is not None:
            is_foreign = match_key(entry.name) != match_key(name)
            return [entry] if is_foreign else []
        twins = [one for one in known.named.same_name(name) if one.credit_code]
        if twins and not all(self.scope.may_write(one.district_id) for one in twins):
            row.refuse("name", NAMED_ELSEWHERE)
            return []
        return twins or self._twin_of(row)

    def _twin_of(self, row: ParsedRow) -> list[Entry]:
        """The earlier row of the file that gives a new code to the same name."""
        earlier = self._new_by_name.get(compared(row.values["name"]))
        return [earlier] if earlier else []

    def _remember(self, row: ParsedRow, entry: Entry | None) -> None:
        """Another row with the name of one that gives it a new code is doubtful. The code is not in
        the registry yet, so that the entry has no key."""
        if entry is not None and entry.credit_code:
            return
        said = row.values
        place = said.get("district_id") or (entry.district_id if entry else self.places.city_id)
        first = Entry(0, place, said["name"], said["credit_code"], is_unclaimed=False)
        self._new_by_name.setdefault(compared(said["name"]), first)

    def _judged(
        self, row: ParsedRow, entry: Entry | None, candidates: list[Entry], known: _Known
    ) -> ImportRow | None:
        """The row as it is to be staged; None where it is wrong or says nothing new."""
        check_figures(row, *known.compared_with(row, entry))
        report = report_values(row)
        same = entry or (candidates[0] if candidates else None)
        key = same.organisation_id if same else 0
        stored = known.reports.get((key, report.get("year", 0)))
        values = enterprise_values(row)
        changes = told_changes(values, known.enterprises.get(key), report, stored) if same else []
        if (
            stored is not None
            and stored.state == YearlyReport.State.SUBMITTED
            and told_changes({}, None, report, stored)
        ):
            row.refuse(
                "report_year", f"企业已上报 {stored.year} 年度数据，与本行不同；请先退回年报再导入"
            )
        if row.problems:
            return None
        staged = self._staged(row, values, report)
        if candidates:
            staged.verdict = ImportRow.Verdict.DOUBTFUL
            staged.candidates = [self._candidate(one) for one in candidates]
        elif entry is None:
            return staged
        elif not changes and "name_note" in staged.values:
            # Nothing is left of it to write; it is shown all the same, and why.
            staged.verdict, staged.decided_for = ImportRow.Verdict.CHANGED, key
        elif not changes or any(one.changes == changes for one in known.proposed.get(key, [])):
            return None
        else:
            staged.verdict, staged.decided_for = ImportRow.Verdict.CHANGED, key
        if entry is not None:
            staged.changes, staged.is_guarded = changes, key in known.kept
        return staged

    def _staged(
        self, row: ParsedRow, entry_values: Mapping[str, object], report: Mapping[str, Any]
    ) -> ImportRow:
        values = to_json(entry_values)
        values["district_id"] = row.values.get("district_id")
        if "name_note" in row.values:
            values["name_note"] = row.values["name_note"]
        if report:
            values["report"] = to_json(report)
        return ImportRow(
            batch=self.batch,
            number=row.number,
            verdict=ImportRow.Verdict.NEW,
            values=values,
            organisation_id=self.batch.organisation_id,
            district_id=self.batch.district_id,
        )

    def _candidate(self, entry: Entry) -> dict[str, object]:
        return {
            "id": entry.organisation_id,
            "name": entry.name,
            "credit_code": entry.credit_code,
            "district": self.places.by_id.get(entry.district_id, ""),
        }


def _keep_the_present_name(row: ParsedRow, entry: Entry, known: _Known) -> None:
    """A list from before a change of name does not undo it: the row goes on with the name that the
    enterprise has now, and says so."""
    former = known.former.find(entry.organisation_id, row.values["name"])
    if former is not None:
        row.values["name"] = entry.name
        row.values["name_note"] = OLD_NAME.format(former)


def adoptable(named: NamedEntries, values: Mapping[str, Any], places: Places) -> Entry | None:
    """The one unclaimed entry that a new code belongs to: same full name, same district or none.

    A published list has brought it in without a code; the import gives it the code instead of
    making a second enterprise.
    """
    here = (values.get("district_id"), places.city_id)
    same = named.same_name(values["name"])
    found = [e for e in same if e.is_unclaimed and e.district_id in here]
    return found[0] if len(found) == 1 else None


def stored_reports(enterprise_ids: list[int]) -> dict[tuple[int, int], YearlyReport]:
    """The reports of these enterprises, by enterprise and year."""
    wanted = YearlyReport.objects.filter(organisation_id__in=enterprise_ids).only(
        "organisation_id",
        "district_id",
        "year",
        "state",
        *MONEY_FIGURES,
        *COUNT_FIGURES,
        "warnings_explained",
    )
    return {(report.organisation_id, report.year): report for report in wanted}
