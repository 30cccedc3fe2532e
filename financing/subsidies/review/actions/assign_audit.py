"""Assigning a claim to an audit firm, and what the firm files."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.conflicts import refuse_own_enterprise
from accounts.duties import OrganisationKind
from accounts.errors import NotPermitted, RuleViolation, refuse
from accounts.models import Organisation
from accounts.tenancy import Actor
from documents.file_types import PDF
from financing.models import AuditAssignment, SubsidyClaim
from financing.subsidies.review.access import AT_CITY, open_audit
from financing.subsidies.review.audit_machine import MACHINE, AuditInput
from financing.subsidies.review.files import AUDIT, stored_for
from procedures.cases.due import is_late


def firms() -> list[Organisation]:
    """The audit firms that may be assigned."""
    rows = Organisation.objects.filter(kind=OrganisationKind.AUDIT_FIRM, is_active=True)
    return list(rows.order_by("name"))


def assign_audit(actor: Actor, claim_id: int, firm_id: int | None, due_on: date) -> AuditAssignment:
    """Give a claim to an audit firm. Raises `SubsidyClaim.DoesNotExist`, `NotPermitted`, and
    `RuleViolation` by field or where a firm has it already."""
    if not actor.is_city:
        raise NotPermitted("由市级经办人指派审计机构。")
    with transaction.atomic():
        claims = SubsidyClaim.objects.visible_to(actor).select_related(
            "application__scheme_version__scheme", "organisation__enterprise", "district"
        )
        claim = claims.select_for_update(of=("self",)).get(pk=claim_id)
        refuse_own_enterprise(actor, claim.organisation_id)
        if claim.application.state not in AT_CITY:
            raise RuleViolation("市级审核阶段才能指派审计。")
        if audit := open_audit(claim):
            raise RuleViolation(f"已经指派给{audit.firm}。")
        problems = {}
        if firm_id is None or firm_id not in {one.pk for one in firms()}:
            problems["firm"] = "请选择审计机构。"
        if due_on <= timezone.localdate():
            problems["due_on"] = "报送期限应在今天以后。"
        refuse(problems)
        assert firm_id is not None, "checked"
        row = AuditAssignment.objects.create(
            **claim.home,
            claim=claim,
            firm_id=firm_id,
            due_on=due_on,
            assigned_by_id=actor.user_id,
            paper=_paper(claim),
        )
        return MACHINE.begin(actor, row, "assign")


def _paper(claim: SubsidyClaim) -> dict[str, object]:
    """What the firm reads of a filing that does not exist for it: no contact, no other filing."""
    application, enterprise = claim.application, claim.organisation.enterprise
    return {
        "title": application.title,
        "number": application.number or "",
        "enterprise": enterprise.name,
        "credit_code": enterprise.credit_code,
        "district": claim.district.short_name,
        "scheme": application.scheme_version.scheme.name,
        "project": claim.project,
    }


def file_audit(
    actor: Actor, pk: int, given: AuditInput, *, expected_version: int | None = None
) -> AuditAssignment:
    """File the firm's figures with its report. Raises as `Machine.execute`; a report that is no PDF
    is a `RuleViolation`, and nothing is filed."""
    with transaction.atomic():
        row = MACHINE.execute(actor, pk, "file", given, expected_version=expected_version)
        assert given.report is not None, "checked"
        row.report = stored_for(row, given.report, AUDIT, "report", actor, (PDF,))
        row.save(update_fields=["report"])
        return row


def is_overdue(row: AuditAssignment) -> bool:
    """Whether the firm should have filed before today (local)."""
    waits = row.state in (AuditAssignment.State.OFFERED, AuditAssignment.State.WORKING)
    return waits and is_late(row.due_on)
