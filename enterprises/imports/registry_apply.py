"""Writing checked rows into the registry: a thousand in one transaction, each row once."""

from dataclasses import dataclass, field

from django.db import IntegrityError
from django.utils import timezone

from accounts.duties import OrganisationKind
from accounts.models import Organisation
from accounts.outbox import posted_together
from accounts.tenancy import system_scope
from documents.models import Attachment
from enterprises.actions.entry_values import fill
from enterprises.actions.write_entry import as_python, entry_values
from enterprises.imports.bulk import take_keys, upsert
from enterprises.imports.changes import told_changes
from enterprises.imports.lookups import Entry, NamedEntries, entries_with_codes
from enterprises.imports.places import Places
from enterprises.imports.registry_check import OWN, TAKEN, adoptable
from enterprises.imports.registry_rows import ENTERPRISE_FIELDS, differences, to_json
from enterprises.imports.scope import ImportScope
from enterprises.models import (
    Enterprise,
    EnterpriseClaim,
    EntryProposal,
    ImportBatch,
    ImportRow,
    RegistrationEvent,
    RegistrationState,
    YearlyReport,
)
from enterprises.models.yearly_report import COUNT_FIGURES, MONEY_FIGURES
from enterprises.proposals.keepers import kept_by_their_people
from enterprises.proposals.machine import tell_proposed
from enterprises.registration_machine import MACHINE

CHUNK = 1000
ATTEMPTS = 3
CHANGED_SINCE = "核对之后名录中的内容有变，请重新上传核对"
SUBMITTED_SINCE = "企业在核对之后上报了该年度数据，年报部分未写入"
_WRITTEN = (
    *ENTERPRISE_FIELDS, "name_key", "name_pinyin", "size_class", "size_reason",
    "size_year", "registration_state", "version", "confirmed_by", "confirmed_at", "updated_at",
)  # fmt: skip
_NOTED = ("done_at", "skipped", "outcome", "undo", "decided_for")
Outcome = ImportRow.Outcome
Reports = dict[tuple[int, int], YearlyReport]


@dataclass
class _Plan:
    """What one chunk writes."""

    reports: Reports
    created: list[tuple[ImportRow, Enterprise]] = field(default_factory=list)
    changed: list[tuple[ImportRow, Enterprise]] = field(default_factory=list)
    proposed: list[tuple[ImportRow, Enterprise]] = field(default_factory=list)
    adopted: list[Enterprise] = field(default_factory=list)  # unclaimed before


def apply_registry_chunk(batch: ImportBatch, scope: ImportScope) -> int:
    """Write the next rows of `batch` that wait, in one transaction; returns how many, 0 at the end.

    Doubtful rows stay for a person. A row and its mark `done_at` are committed together, so a run
    that is cut short and started again writes nothing twice.
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
    waiting = ImportRow.objects.filter(batch=batch, done_at=None).exclude(
        verdict=ImportRow.Verdict.DOUBTFUL
    )
    rows = list(waiting.order_by("number").select_for_update()[:CHUNK])
    if rows:
        write_rows(rows, batch, scope)
    return len(rows)


def write_rows(rows: list[ImportRow], batch: ImportBatch, scope: ImportScope) -> None:
    """Write these rows of `batch`, locked and staged, in the caller's transaction and scope."""
    plan = _planned(rows, scope)
    _create(plan.created)
    RegistrationEvent.objects.bulk_create(MACHINE.change_many(scope.actor, plan.adopted, "import"))
    enterprises = [enterprise for _, enterprise in plan.changed]
    upsert(enterprises, conflict=["organisation"], update=_WRITTEN)
    _rename_organisations(enterprises)
    _write_reports([*plan.created, *plan.changed], plan)
    _propose(plan.proposed, batch, scope)
    now = timezone.now()
    for row in rows:
        row.done_at = now
    upsert(rows, conflict=["id"], update=_NOTED)


def _skip(row: ImportRow, reason: str) -> None:
    row.skipped, row.outcome = reason, Outcome.SKIPPED


def _planned(rows: list[ImportRow], scope: ImportScope) -> _Plan:
    """Compare the staged rows once more with the registry of this moment: what is no longer as the
    check showed it is not written."""
    places = Places.load()
    entries = entries_with_codes(row.values["credit_code"] for row in rows)
    fresh = [row for row in rows if row.values["credit_code"] not in entries]
    unclaimed = NamedEntries([row.values["name"] for row in fresh], unclaimed_only=True)
    own = scope.own_enterprises()
    plan = _Plan({})
    targets: dict[int, ImportRow] = {}
    for row in rows:
        place = row.values["district_id"]
        entry = entries.get(row.values["credit_code"])
        if entry is not None and entry.organisation_id in own:
            _skip(row, OWN)
        elif entry is not None:
            reachable = scope.may_write(entry.district_id) and place in (None, entry.district_id)
            if not reachable:
                _skip(row, TAKEN)
            elif row.decided_for != entry.organisation_id:
                _skip(row, CHANGED_SINCE)
            else:
                targets[entry.organisation_id] = row
        else:
            entry = adoptable(unclaimed, row.values, places)
            if entry is None or entry.organisation_id in targets:
                # An unclaimed entry goes to the first of two rows with its name.
                plan.created.append((row, _new_enterprise(row, scope)))
                continue
            targets[entry.organisation_id] = row
            row.undo = {"district_id": entry.district_id}
            if entry.district_id != place:
                _bring_home(entry, place)
    reports = YearlyReport.objects.filter(organisation_id__in=targets).select_for_update()
    plan.reports = {(one.organisation_id, one.year): one for one in reports}
    kept = kept_by_their_people(targets)
    for enterprise in Enterprise.objects.filter(pk__in=targets).select_for_update(of=("self",)):
        _plan_change(plan, targets[enterprise.pk], enterprise, is_kept=enterprise.pk in kept)
    return plan


def _plan_change(plan: _Plan, row: ImportRow, enterprise: Enterprise, *, is_kept: bool) -> None:
    row.decided_for = enterprise.pk
    is_adopted = enterprise.registration_state == RegistrationState.UNCLAIMED
    if not is_adopted and changes_of(row, enterprise, plan.reports) != row.changes:
        _skip(row, CHANGED_SINCE)
    elif not is_adopted and not row.changes:
        _skip(row, row.values["name_note"])
    elif is_kept:
        row.outcome = Outcome.PROPOSED
        plan.proposed.append((row, enterprise))
    else:
        if is_adopted:
            plan.adopted.append(enterprise)
        row.outcome = Outcome.UPDATED
        _fill(enterprise, row)
        plan.changed.append((row, enterprise))


def _values_of(row: ImportRow) -> dict[str, object]:
    """The staged values of the entry, as JSON."""
    return {name: row.values[name] for name in ENTERPRISE_FIELDS if name in row.values}


def changes_of(row: ImportRow, enterprise: Enterprise, reports: Reports) -> list[list[str]]:
    """What the row would change now."""
    report = {
        name: as_python(YearlyReport, name, value)
        for name, value in row.values.get("report", {}).items()
    }
    stored = reports.get((enterprise.pk, int(row.values.get("report", {}).get("year", 0))))
    return told_changes(entry_values(_values_of(row)), enterprise, report, stored)


def proposal_of(
    row: ImportRow, enterprise: Enterprise, batch: ImportBatch, scope: ImportScope
) -> EntryProposal:
    """What the row would change of an entry that its own people keep; not saved."""
    stored = _values_of(row)
    differing = differences(entry_values(stored), enterprise)
    return EntryProposal(
        **enterprise.home,
        values={name: stored[name] for name in differing},
        report=row.values.get("report", {}),
        changes=row.changes,
        source=f"{batch.file_name} 第 {row.number} 行"[-200:],
        bureau=scope.actor.organisation_name if scope.actor else "平台",
        proposed_by_id=scope.user_id,
    )


def _propose(
    pairs: list[tuple[ImportRow, Enterprise]], batch: ImportBatch, scope: ImportScope
) -> None:
    proposals = EntryProposal.objects.bulk_create(
        proposal_of(row, enterprise, batch, scope) for row, enterprise in pairs
    )
    with posted_together():
        for (row, _), proposal in zip(pairs, proposals, strict=True):
            row.undo = {"proposal": proposal.pk}
            tell_proposed(proposal)


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
    row.outcome, row.undo = Outcome.CREATED, {"version": enterprise.version}
    return enterprise


def _fill(enterprise: Enterprise, row: ImportRow) -> None:
    """Set the row's values, and keep what stood there before for taking them back."""
    values = entry_values(_values_of(row))
    differing = differences(values, enterprise)
    row.undo["before"] = to_json({name: getattr(enterprise, name) for name in differing})
    fill(enterprise, values)
    enterprise.updated_at = timezone.now()


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
    for (row, enterprise), organisation in zip(pairs, organisations, strict=True):
        enterprise.organisation = organisation
        row.decided_for = organisation.pk
    upsert([enterprise for _, enterprise in pairs])


def _rename_organisations(enterprises: list[Enterprise]) -> None:
    names = {enterprise.pk: enterprise.name for enterprise in enterprises}
    renamed = [o for o in Organisation.objects.filter(pk__in=names) if o.name != names[o.pk]]
    for organisation in renamed:
        organisation.name = names[organisation.pk]
    upsert(renamed, conflict=["id"], update=["name"])


def _write_reports(pairs: list[tuple[ImportRow, Enterprise]], plan: _Plan) -> None:
    """Add the yearly figures; a submitted report stays as the enterprise submitted it."""
    written = []
    for row, enterprise in pairs:
        figures = row.values.get("report")
        if not figures:
            continue
        stored = plan.reports.get((enterprise.pk, int(figures["year"])))
        if stored is not None and stored.state == YearlyReport.State.SUBMITTED:
            row.skipped = SUBMITTED_SINCE
            continue
        report = stored or YearlyReport(**enterprise.home, year=figures["year"])
        row.undo["report"] = _report_before(stored, figures)
        for name, value in figures.items():
            setattr(report, name, as_python(YearlyReport, name, value))
        report.version += stored is not None
        written.append(report)
    take_keys(written)
    upsert(
        written,
        conflict=["organisation", "year"],
        update=[*MONEY_FIGURES, *COUNT_FIGURES, "warnings_explained", "version", "updated_at"],
    )


def _report_before(stored: YearlyReport | None, figures: dict[str, object]) -> object:
    """The figures that stood there before; None for a report that was not there."""
    if stored is None:
        return None
    return to_json({name: getattr(stored, name) for name in figures if name != "year"})
