"""Audits by third parties: what the firm sees, decides and files."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.duties import Duty, OrganisationKind
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from financing.models import AuditAssignment, LineDecision, SubsidyClaim, SubsidyLine
from financing.subsidies.review.actions.assign_audit import assign_audit, file_audit
from financing.subsidies.review.actions.decide_line import (
    LineChoice,
    accept_the_rest,
    decide_line,
)
from financing.subsidies.review.audit_machine import MACHINE, AuditInput
from financing.subsidies.review.gate import obstacles_to
from tests.factories import OrganisationFactory
from tests.financing.subsidies.review.claims import WAN, claim, decided, fresh

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def assigned(city, of, firm):
    with acting_as(city):
        due = timezone.localdate() + timedelta(days=10)
        return assign_audit(city, of.pk, firm.organisation_id, due)


def step(actor, row, name, **given):
    with acting_as(actor):
        return MACHINE.execute(actor, row.pk, name, AuditInput(**given))


def working(city, of, firm):
    row = assigned(city, of, firm)
    return step(firm, row, "declare", is_independent=True)


def sees(actor):
    """Past the managers: what the database itself gives."""
    with acting_as(actor):
        return (
            SubsidyClaim._base_manager.count(),
            SubsidyLine._base_manager.count(),
            LineDecision._base_manager.count(),
        )


def report():
    return SimpleUploadedFile("审计报告.pdf", PDF, "application/pdf")


def test_firm_sees_the_claim_only_after_it_declared_its_independence(
    people, at_city, auditor_of, district, as_actor
):
    staff = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    claim(staff, district.pk, at_city.application.batch, state="city_review")
    assert sees(auditor_of) == (0, 0, 0)
    row = assigned(people.city, at_city, auditor_of)
    assert sees(auditor_of) == (0, 0, 0)
    step(auditor_of, row, "declare", is_independent=True)
    assert sees(auditor_of)[:2] == (1, 12)
    with acting_as(auditor_of):
        assert [one.pk for one in SubsidyClaim.objects.visible_to(auditor_of)] == [at_city.pk]


def test_another_firm_sees_nothing(people, at_city, auditor_of, as_actor):
    working(people.city, at_city, auditor_of)
    with system_scope(reason="test"):
        other = OrganisationFactory(kind=OrganisationKind.AUDIT_FIRM, name="示例第二审计")
    stranger = as_actor(Duty.AUDIT_FIRM_STAFF, organisation=other)
    assert sees(stranger) == (0, 0, 0)
    with acting_as(stranger), pytest.raises(SubsidyClaim.DoesNotExist):
        decide_line(stranger, at_city.pk, 1, LineChoice("accept"))


def test_declaration_without_the_tick_is_refused(people, at_city, auditor_of):
    row = assigned(people.city, at_city, auditor_of)
    with pytest.raises(RuleViolation) as refused:
        step(auditor_of, row, "declare")
    assert "is_independent" in refused.value.errors


def test_firm_in_a_conflict_loses_the_claim_and_another_may_be_assigned(
    people, at_city, auditor_of
):
    row = working(people.city, at_city, auditor_of)
    declined = step(auditor_of, row, "decline", reason="本机构为其代理记账")
    assert declined.paper == {"title": "数控装备技术改造"}
    assert sees(auditor_of) == (0, 0, 0)
    assert assigned(people.city, at_city, auditor_of).state == "offered"


def test_firm_files_amount_per_line_with_its_report(people, at_city, auditor_of, own_media):
    row = working(people.city, at_city, auditor_of)
    with acting_as(auditor_of):
        decide_line(auditor_of, at_city.pk, 1, LineChoice("reduce", 100 * WAN, "示例"))
    with acting_as(auditor_of), pytest.raises(RuleViolation, match="10 行没有核定"):
        file_audit(auditor_of, row.pk, AuditInput(conclusion="示例", report=report()))
    with acting_as(auditor_of):
        accept_the_rest(auditor_of, at_city.pk)
        filed = file_audit(auditor_of, row.pk, AuditInput(conclusion="示例", report=report()))
    assert filed.state == "filed" and filed.report_id is not None
    assert filed.amount == fresh(at_city).audited_amount == Decimal("1918400.00")


def test_report_that_is_no_pdf_files_nothing(people, at_city, auditor_of, own_media):
    row = working(people.city, at_city, auditor_of)
    with acting_as(auditor_of):
        accept_the_rest(auditor_of, at_city.pk)
    fake = SimpleUploadedFile("报告.pdf", b"hello", "application/pdf")
    with acting_as(auditor_of), pytest.raises(RuleViolation) as refused:
        file_audit(auditor_of, row.pk, AuditInput(conclusion="示例", report=fake))
    assert "report" in refused.value.errors
    with system_scope(reason="test"):
        assert AuditAssignment.objects.get(pk=row.pk).state == "working"


def test_city_waits_for_the_firm(people, at_city, auditor_of):
    working(people.city, at_city, auditor_of)
    with acting_as(people.city):
        assert "audit" in [one.place for one in obstacles_to(fresh(at_city), "audited")]
    with pytest.raises(RuleViolation, match="报送之后再核定"):
        decided(people.city, at_city, 1, "accept")


def test_only_one_firm_at_a_time_and_only_at_the_city(people, at_city, auditor_of, claim):
    assigned(people.city, at_city, auditor_of)
    with pytest.raises(RuleViolation, match="已经指派"):
        assigned(people.city, at_city, auditor_of)
    with pytest.raises(RuleViolation, match="市级审核阶段"):
        assigned(people.city, claim, auditor_of)


def test_district_assigns_nobody(people, claim, auditor_of):
    with pytest.raises(NotPermitted):
        assigned(people.reviewer, claim, auditor_of)


def test_enterprise_does_not_read_the_audit(people, at_city, auditor_of):
    working(people.city, at_city, auditor_of)
    with acting_as(people.staff):
        assert not AuditAssignment._base_manager.exists()


def test_firm_reads_what_it_has_declared(people, at_city, auditor_of):
    row = working(people.city, at_city, auditor_of)
    with acting_as(auditor_of):
        assert [one.transition for one in MACHINE.events_of(row).order_by("id")] == [
            "assign", "declare",
        ]  # fmt: skip
