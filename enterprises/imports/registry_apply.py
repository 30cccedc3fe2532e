"""Writing checked rows into the registry: a thousand in one transaction, each row once."""

from dataclasses import dataclass, field
from typing import cast

from django.db import IntegrityError
from django.db.models import Model
from django.utils import timezone

from accounts.duties import OrganisationKind
from accounts.models import Organisation
from accounts.tenancy import system_scope
from documents.models import Attachment
from enterprises.actions.entry_values import EntryValues, fill
from enterprises.imports.bulk import take_keys, upsert
from enterprises.imports.lookups import Entry, NamedEntries, entries_with_codes
from enterprises.imports.places import Places
from enterprises.imports.registry_check import OWN, TAKEN, adoptable
from enterprises.imports.registry_rows import ENTERPRISE_FIELDS
from enterprises.imports.scope import ImportScope
from enterprises.models import (
    Enterprise,
    EnterpriseClaim,
    ImportBatch,
    ImportRow,
    RegistrationEvent,
    RegistrationState,
    YearlyReport,
)
from enterprises.models.yearly_report import COUNT_FIGURES, MONEY_FIGURES
from enterprises.registration_machine import MACHINE
from pages.words import field_named

CHUNK = 1000
ATTEMPTS = 3
_WRITTEN = (
    *ENTERPRISE_FIELDS, "name_key", "name_pinyin", "size_class", "size_reason",
    "registration_state", "version", "confirmed_by", "confirmed_at", "updated_at",
)  # fmt: skip


@dataclass
class _Plan:
    """What one chunk writes."""

    created: list[tuple[ImportRow, Enterprise]] = field(default_factory=list)
    changed: list[tuple[ImportRow, Enterprise]] = field(default_factory=list)
    adopted: list[Enterprise] = field(default_factory=list)  # unclaimed before
    skipped: list[ImportRow] = field(default_factory=list)


def apply_registry_chunk(batch: ImportBatch, scope: ImportScope) -> int:
    """Write the next rows of `batch` that wait, in one transaction; returns how many, 0 at the end.

    A row and its mark `done_at` are committed together, so a run that is cut short and started
    again writes nothing twice.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with scope.enter():
                return _write_next(batch, scope)
        except IntegrityError:
            # Somebody registered one of the codes in this very moment: look again.
            if attempt == ATTEMPTS:
                raise
    return 0


def _write_next(batch: ImportBatch, scope: ImportScope) -> int:
    waiting = ImportRow.objects.filter(batch=batch, done_at=None).order_by("number")
    rows = list(waiting.select_for_update()[:CHUNK])
    if not rows:
        return 0
    plan = _planned(rows, scope)
    _create(plan.created)
    RegistrationEvent.objects.bulk_create(MACHINE.change_many(scope.actor, plan.adopted, "import"))
    enterprises = [enterprise for _, enterprise in plan.changed]
    upsert(enterprises, conflict=["organisation"], update=_WRITTEN)
    _rename_organisations(enterprises)
    _write_reports([*plan.created, *plan.changed], plan)
    now = timezone.now()
    for row in rows:
        row.done_at = now
    skipped = {row.pk for row in plan.skipped}
    ImportRow.objects.filter(pk__in=[r.pk for r in rows if r.pk not in skipped]).update(done_at=now)
    if plan.skipped:
        ImportRow.objects.bulk_update(plan.skipped, ["done_at", "skipped"])
    return len(rows)


def _planned(rows: list[ImportRow], scope: ImportScope) -> _Plan:
    """Compare the staged rows once more with the registry of this moment."""
    plan = _Plan()
    places = Places.load()
    entries = entries_with_codes(row.values["credit_code"] for row in rows)
    fresh = [row for row in rows if row.values["credit_code"] not in entries]
    unclaimed = NamedEntries([row.values["name"] for row in fresh], unclaimed_only=True)
    own = scope.own_enterprises()
    targets: dict[int, ImportRow] = {}
    for row in rows:
        place = row.values["district_id"]
        entry = entries.get(row.values["credit_code"])
        if entry is not None and entry.organisation_id in own:
            row.skipped = OWN
            plan.skipped.append(row)
            continue
        if entry is not None:
            if scope.may_write(entry.district_id) and place in (None, entry.district_id):
                targets[entry.organisation_id] = row
            else:
                row.skipped = TAKEN
                plan.skipped.append(row)
            continue
        entry = adoptable(unclaimed, row.values, places)
        if entry is None or entry.organisation_id in targets:
            # An unclaimed entry goes to the first of two rows with its name.
            plan.created.append((row, _new_enterprise(row, scope)))
            continue
        targets[entry.organisation_id] = row
        if entry.district_id != place:
            _bring_home(entry, place)
    known = Enterprise.objects.filter(pk__in=targets).select_for_update(of=("self",))
    for enterprise in known:
        row = targets[enterprise.pk]
        if enterprise.registration_state == RegistrationState.UNCLAIMED:
            plan.adopted.append(enterprise)
        _fill(enterprise, row)
        plan.changed.append((row, enterprise))
    return plan


def _bring_home(entry: Entry, district_id: int) -> None:
    """Move an entry that a list left at the city to its district; the city's row is no district's
    to change, so this is an act of the portal."""
    with system_scope(reason="give an unclaimed entry its district"):
        Organisation.objects.filter(pk=entry.organisation_id).update(district_id=district_id)
        for model in (Enterprise, EnterpriseClaim, Attachment):
            model.objects.filter(organisation_id=entry.organisation_id).update(
                district_id=district_id
            )


def _new_enterprise(row: ImportRow, scope: ImportScope) -> Enterprise:
    enterprise = Enterprise(district_id=row.values["district_id"])
    # What a bureau brings in with a code is confirmed by the bureau.
    enterprise.registration_state = RegistrationState.CONFIRMED
    enterprise.confirmed_by_id = scope.user_id
    enterprise.confirmed_at = timezone.now()
    _fill(enterprise, row)
    return enterprise


def _fill(enterprise: Enterprise, row: ImportRow) -> None:
    values = {
        name: _value(Enterprise, name, row.values[name])
        for name in ENTERPRISE_FIELDS
        if name in row.values
    }
    fill(enterprise, cast(EntryValues, values))
    enterprise.updated_at = timezone.now()


def _value(model: type[Model], name: str, stored: object) -> object:
    return field_named(model, name).to_python(stored)


def _create(pairs: list[tuple[ImportRow, Enterprise]]) -> None:
    organisations = [
        Organisation(
            kind=OrganisationKind.ENTERPRISE,
            name=enterprise.name,
            district_id=enterprise.district_id,
        )
        for _, enterprise in pairs
    ]
    take_keys(organisations)
    upsert(organisations)
    for (_, enterprise), organisation in zip(pairs, organisations, strict=True):
        enterprise.organisation = organisation
    upsert([enterprise for _, enterprise in pairs])


def _rename_organisations(enterprises: list[Enterprise]) -> None:
    names = {enterprise.pk: enterprise.name for enterprise in enterprises}
    renamed = [o for o in Organisation.objects.filter(pk__in=names) if o.name != names[o.pk]]
    for organisation in renamed:
        organisation.name = names[organisation.pk]
    upsert(renamed, conflict=["id"], update=["name"])


def _write_reports(pairs: list[tuple[ImportRow, Enterprise]], plan: _Plan) -> None:
    """Add the yearly figures; a submitted report stays as the enterprise submitted it."""
    wanted = {
        (enterprise.pk, row.values["report"]["year"]): (row, enterprise)
        for row, enterprise in pairs
        if "report" in row.values
    }
    if not wanted:
        return
    stored = {
        (report.organisation_id, report.year): report
        for report in YearlyReport.objects.filter(
            organisation_id__in={pk for pk, _ in wanted}
        ).select_for_update()
    }
    written = []
    for key, (row, enterprise) in wanted.items():
        report = stored.get(key) or YearlyReport(
            organisation_id=enterprise.pk, district_id=enterprise.district_id, year=key[1]
        )
        if report.state == YearlyReport.State.SUBMITTED:
            row.skipped = "企业在核对之后上报了该年度数据，年报部分未写入"
            plan.skipped.append(row)
            continue
        for name, value in row.values["report"].items():
            setattr(report, name, _value(YearlyReport, name, value))
        report.version += key in stored
        written.append(report)
    take_keys(written)
    upsert(
        written,
        conflict=["organisation", "year"],
        update=[*MONEY_FIGURES, *COUNT_FIGURES, "version", "updated_at"],
    )
