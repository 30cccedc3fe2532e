"""Taking an import back as a whole: each row where nothing was built on it; the others stay."""

from contextlib import AbstractContextManager, nullcontext
from uuid import UUID

from django.db.models import Model
from django.utils import timezone

from accounts.models import District, Organisation
from accounts.tenancy import TenantQuerySet, system_scope
from enterprises.actions.move_enterprise import move_enterprise
from enterprises.actions.write_entry import as_python, entry_values, write_entry
from enterprises.imports.import_machine import MACHINE, ImportInput
from enterprises.imports.places import Places
from enterprises.imports.registry_apply import CHUNK
from enterprises.imports.scope import ImportScope
from enterprises.imports.settling.built_upon import built_upon_enterprises, built_upon_rows
from enterprises.imports.steps import Advance, silent
from enterprises.models import (
    Enterprise,
    EntryProposal,
    ImportBatch,
    ImportRow,
    PublishedTitle,
    YearlyReport,
)
from enterprises.proposals.keepers import kept_by_their_people
from enterprises.proposals.machine import MACHINE as PROPOSAL
from enterprises.registration_machine import MACHINE as REGISTRATION
from enterprises.registration_machine import RegistrationInput

State, Outcome = ImportBatch.State, ImportRow.Outcome
CLAIMED_SINCE = "企业已有人员使用平台"
CHANGED_SINCE = "导入之后又有修改"
OTHER_LINES = "其他名单也列有这家企业，企业保留在名录中"
GONE = "企业已不在本单位的范围内"


def take_batch_back(batch_id: UUID, scope: ImportScope, advance: Advance = silent) -> ImportBatch:
    """Take back the written rows that are not taken back yet, a thousand in one transaction.

    Cut short and run again, it goes on where it stopped. What stays is named in `kept` of its row.
    """
    with scope.enter():
        batch = ImportBatch.objects.get(pk=batch_id)
        if batch.state != State.REVERTING:
            return batch
        rows = _written(batch)
        total, done = rows.count(), rows.exclude(taken_back_at=None, kept="").count()
    advance(done, total, "正在撤回")
    while taken := _take_next(batch, scope):
        done += taken
        advance(done, total, "正在撤回")
    with scope.enter():
        kept = _written(batch).exclude(kept="").count()
        result = {**batch.result, "taken_back": total - kept, "kept": kept}
        given = ImportInput(findings={"result": result})
        return MACHINE.execute(scope.actor, batch.pk, "finish_taking_back", given)


def _written(batch: ImportBatch) -> TenantQuerySet[ImportRow]:
    """The rows that came to something."""
    rows = ImportRow.objects.filter(batch=batch)
    return rows.filter(outcome__in=(Outcome.CREATED, Outcome.UPDATED, Outcome.PROPOSED))


def _reach(batch: ImportBatch) -> AbstractContextManager[object]:
    """Entries whose district nobody knows are the city's rows, which a district brought in by an
    act of the portal, and takes back by one."""
    if batch.kind == ImportBatch.Kind.TITLES:
        return system_scope(reason="take an import back")
    return nullcontext()


def _take_next(batch: ImportBatch, scope: ImportScope) -> int:
    with scope.enter(), _reach(batch):
        waiting = _written(batch).filter(taken_back_at=None, kept="").order_by("-number")
        rows = list(waiting.select_for_update()[:CHUNK])
        taking = _Taking(rows, scope)
        for row in rows:
            row.kept = taking.take(row)
            row.taken_back_at = None if row.kept else timezone.now()
        taking.remove_emptied()
        ImportRow.objects.bulk_update(rows, ["kept", "taken_back_at"])
    return len(rows)


class _Taking:
    """What the rows of one transaction wrote, and what has become of it since."""

    def __init__(self, rows: list[ImportRow], scope: ImportScope) -> None:
        self.scope = scope
        ids = {row.decided_for for row in rows if row.decided_for is not None}
        locked = Enterprise.objects.filter(pk__in=ids).select_for_update(of=("self",))
        places = Places.load()
        self.enterprises = {
            one.pk: one
            for one in locked
            if one.district_id == places.city_id or scope.may_write(one.district_id)
        }
        self.people = kept_by_their_people(ids)
        self.reports: dict[int, dict[int, YearlyReport]] = {}
        for one in YearlyReport.objects.filter(organisation_id__in=ids).select_for_update():
            self.reports.setdefault(one.organisation_id, {})[one.year] = one
        created = {row.decided_for for row in rows if row.outcome == Outcome.CREATED}
        of_list = (PublishedTitle,) if any("keys" in row.undo for row in rows) else ()
        self.built = built_upon_enterprises({pk for pk in created if pk is not None}, of_list)
        self.emptied: set[int] = set()

    def take(self, row: ImportRow) -> str:
        """Take one row back; why it stays, or ""."""
        if "proposal" in row.undo:
            return self._withdraw(row.undo["proposal"])
        enterprise = self.enterprises.get(row.decided_for or 0)
        if enterprise is None:
            return GONE
        if enterprise.pk in self.people:
            return CLAIMED_SINCE
        if "keys" in row.undo:
            return self._take_titles(row, enterprise)
        if row.outcome == Outcome.CREATED:
            return self._remove(row, enterprise)
        return self._restore(row, enterprise)

    def remove_emptied(self) -> None:
        """Delete the entries of which nothing is left but what the import made."""
        if not self.emptied:
            return
        YearlyReport.objects.filter(organisation_id__in=self.emptied).delete()
        Enterprise.objects.filter(pk__in=self.emptied).delete()
        Organisation.objects.filter(pk__in=self.emptied).delete()

    def _withdraw(self, proposal_id: int) -> str:
        proposal = EntryProposal.objects.get(pk=proposal_id)
        if proposal.state == EntryProposal.State.OPEN:
            PROPOSAL.execute(self.scope.actor, proposal.pk, "withdraw")
        written = proposal.state in (EntryProposal.State.ACCEPTED, EntryProposal.State.CORRECTED)
        return str(proposal.get_state_display()) if written else ""

    def _restore(self, row: ImportRow, enterprise: Enterprise) -> str:
        """Put back what the row changed, if it still stands there as the row wrote it."""
        before, report = row.undo.get("before", {}), self._report_of(row)
        if not _stands(enterprise, {name: row.values[name] for name in before}):
            return CHANGED_SINCE
        if "report" in row.undo and not _report_stands(report, row):
            return CHANGED_SINCE
        if "district_id" in row.undo:
            self._unclaim(enterprise, before, row.undo["district_id"])
        else:
            write_entry(enterprise, before, {})
        if report is not None and "report" in row.undo:
            _restore_report(report, row.undo["report"])
        return ""

    def _unclaim(self, enterprise: Enterprise, before: dict[str, object], district_id: int) -> None:
        """Let the entry wait for its enterprise again, where the list had left it."""
        given = RegistrationInput(values=entry_values(before))
        found = REGISTRATION.execute(self.scope.actor, enterprise.pk, "unclaim", given)
        with system_scope(reason="take an import back"):
            move_enterprise(found, District.objects.get(pk=district_id))

    def _remove(self, row: ImportRow, enterprise: Enterprise) -> str:
        """Take out what the row made: its draft report, the entry and its organisation."""
        if enterprise.pk in self.built:
            return self.built[enterprise.pk]
        report, reports = self._report_of(row), self.reports.get(enterprise.pk, {})
        is_alone = len(reports) == ("report" in row.undo)
        if not is_alone or enterprise.version != row.undo["version"]:
            return CHANGED_SINCE
        if report is not None and not _report_stands(report, row):
            return CHANGED_SINCE
        self.emptied.add(enterprise.pk)
        return ""

    def _report_of(self, row: ImportRow) -> YearlyReport | None:
        year = int(row.values.get("report", {}).get("year", 0))
        return self.reports.get(row.decided_for or 0, {}).get(year)

    def _take_titles(self, row: ImportRow, enterprise: Enterprise) -> str:
        """Take the lines of a list away, and the entry that they made if it has no others."""
        titles = PublishedTitle.objects.filter(line_key__in=row.undo["keys"])
        if built := built_upon_rows(titles):
            return built
        titles.delete()
        if not row.undo["is_new"]:
            return ""
        if PublishedTitle.objects.filter(organisation_id=enterprise.pk).exists():
            return OTHER_LINES
        if enterprise.pk in self.built:
            return self.built[enterprise.pk]
        self.emptied.add(enterprise.pk)
        return ""


def _stands(row: Model, values: dict[str, object]) -> bool:
    """Whether the row still holds these values, which are JSON."""
    return all(getattr(row, name) == as_python(type(row), name, v) for name, v in values.items())


def _report_stands(report: YearlyReport | None, row: ImportRow) -> bool:
    if report is None or report.state != YearlyReport.State.DRAFT:
        return False
    return _stands(report, row.values["report"])


def _restore_report(report: YearlyReport, before: dict[str, object] | None) -> None:
    """Put the figures back that stood there; a draft that the import made goes."""
    if before is None:
        report.delete()
        return
    for name, value in before.items():
        setattr(report, name, as_python(YearlyReport, name, value))
    report.version += 1
    report.save()
