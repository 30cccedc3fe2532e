"""A person says what a registry row means whose code and name are of two enterprises."""

from accounts.conflicts import works_for
from accounts.errors import RuleViolation, refuse
from accounts.models import Organisation
from accounts.tenancy import Actor
from enterprises.imports.registry_apply import (
    CHANGED_SINCE,
    changes_of,
    proposal_of,
    write_rows,
)
from enterprises.imports.registry_check import OWN, stored_reports
from enterprises.imports.scope import ImportScope
from enterprises.models import Enterprise, ImportRow
from enterprises.proposals.keepers import kept_by_their_people
from enterprises.proposals.machine import MACHINE, ProposalInput
from pages.words import field_named

Decision, Outcome = ImportRow.Decision, ImportRow.Outcome
NO_PEOPLE = "这家企业还没有人员使用平台，不能交企业确认；已更名的，请填写依据的文号和原因。"


def holder_of(row: ImportRow) -> int | None:
    """The enterprise that holds the code of a doubtful row; None where nobody does, and it is the
    name that is taken."""
    code = row.values["credit_code"]
    return next((one["id"] for one in row.candidates if one["credit_code"] == code), None)


def decide_registry_row(
    actor: Actor, row: ImportRow, decision: str, reason: str, document_number: str
) -> None:
    """Carry out the decision about a locked row, in the caller's transaction, and note it in the
    row, which the caller saves.

    Of a known code: it is the same enterprise with a new name, proved by a document ("same") or to
    be confirmed by its people ("asked"); the same with its old name ("kept_name"). Of a new code:
    another enterprise ("new"). Raises `RuleViolation`.
    """
    holder = holder_of(row)
    known = (Decision.SAME, Decision.ASKED, Decision.KEPT_NAME) if holder else (Decision.NEW,)
    if decision not in (*known, Decision.DROPPED):
        raise RuleViolation("请选择处理方式。")
    if decision == Decision.DROPPED:
        return
    if holder and works_for(actor, holder):
        raise RuleViolation(f"{OWN}。")
    home = Organisation.objects.only("district_id").get(pk=actor.organisation_id)
    scope = ImportScope(home.pk, home.district_id, actor)
    row.decided_for = holder
    if decision == Decision.SAME:
        _correct(actor, row, scope, reason, document_number)
        return
    if decision == Decision.ASKED and not kept_by_their_people([holder or 0]):
        raise RuleViolation(NO_PEOPLE)
    if decision == Decision.KEPT_NAME:
        label = str(field_named(Enterprise, "name").verbose_name)
        row.values.pop("name")
        row.changes = [change for change in row.changes if change[0] != label]
        if not row.changes:
            return
    write_rows([row], row.batch, scope)
    if row.outcome == Outcome.SKIPPED:
        raise RuleViolation(f"{row.skipped}。")


def _correct(
    actor: Actor, row: ImportRow, scope: ImportScope, reason: str, document_number: str
) -> None:
    """Correct the entry at once, on record with the document that proves the new name."""
    given = ProposalInput(reason=reason, document_number=document_number)
    refuse(MACHINE.transitions["correct"].missing_in(given))
    enterprise = Enterprise.objects.select_for_update(of=("self",)).get(pk=row.decided_for)
    if changes_of(row, enterprise, stored_reports([enterprise.pk])) != row.changes:
        raise RuleViolation(f"{CHANGED_SINCE}。")
    proposal = proposal_of(row, enterprise, row.batch, scope)
    proposal.save()
    MACHINE.execute(actor, proposal.pk, "correct", given)
    row.outcome, row.undo = Outcome.UPDATED, {"proposal": proposal.pk}
