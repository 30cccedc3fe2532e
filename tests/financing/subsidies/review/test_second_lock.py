"""What the database itself refuses around the review, whoever asks past the acts."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from financing.models import AuditAssignment, InquiryLetter, LetterAnswer, SubsidyClaim
from financing.subsidies.review.actions.assign_audit import assign_audit
from financing.subsidies.review.audit_machine import MACHINE, AuditInput
from tests.financing.subsidies.review.claims import asked, claim, fresh

WALL = "row-level security"


def refused(make, match=WALL, kind=DatabaseError):
    with pytest.raises(kind, match=match), transaction.atomic():
        make()


@pytest.fixture
def assignment(people, at_city, auditor_of):
    """Offered to the firm, which has declared nothing yet."""
    due = timezone.localdate() + timedelta(days=10)
    with acting_as(people.city):
        return assign_audit(people.city, at_city.pk, auditor_of.organisation_id, due)


def test_firm_does_not_assign_itself_a_claim(at_city, auditor_of):
    row = AuditAssignment(
        claim_id=at_city.pk, organisation_id=at_city.organisation_id,
        district_id=at_city.district_id, firm_id=auditor_of.organisation_id, state="working",
        due_on=timezone.localdate(), assigned_by_id=auditor_of.user_id,
    )  # fmt: skip
    with acting_as(auditor_of):
        refused(lambda: row.save(force_insert=True))


def test_firm_does_not_turn_its_assignment_to_another_claim(
    people, district, as_actor, assignment, auditor_of
):
    staff = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    batch = fresh(assignment.claim).application.batch
    other = claim(staff, district.pk, batch, state="city_review")
    with acting_as(auditor_of):
        rows = AuditAssignment._base_manager.filter(pk=assignment.pk)
        refused(lambda: rows.update(claim_id=other.pk), "may not change", IntegrityError)


def test_firm_does_not_revive_what_it_has_declined(assignment, auditor_of):
    with acting_as(auditor_of):
        MACHINE.execute(auditor_of, assignment.pk, "decline", AuditInput("与企业有业务往来"))
        rows = AuditAssignment._base_manager.filter(pk=assignment.pk)
        assert rows.update(state="working") == 0


@pytest.mark.parametrize("duty", [Duty.ENTERPRISE_STAFF, Duty.BANK_OFFICER, Duty.EXPERT])
def test_nobody_but_bureaus_writes_letters_and_answers(duty, people, claim, as_actor):
    letter = asked(people.reviewer, claim)
    stranger = as_actor(duty)
    home = {"organisation_id": claim.organisation_id, "district_id": claim.district_id}
    answer = LetterAnswer(
        **home, letter_id=letter.pk, office_id=stranger.organisation_id, position="none",
        text="示例", name="示例", department="", phone="", receipt="ABCDEFGHJKLM",
    )  # fmt: skip
    forged = InquiryLetter(
        **home, claim_id=claim.pk, stage="district", office_id=stranger.organisation_id,
        office_name="示例", subject="示例", text="示例", days=5, token_sha256="0" * 64,
        sent_by_id=stranger.user_id, due_on=timezone.localdate(),
        silent_on=timezone.localdate(), link_ends_on=timezone.localdate(),
    )  # fmt: skip
    with acting_as(stranger):
        refused(lambda: answer.save(force_insert=True))
        refused(lambda: forged.save(force_insert=True))


def test_enterprise_does_not_write_what_it_is_granted(people, claim):
    with acting_as(people.staff):
        rows = SubsidyClaim._base_manager.filter(pk=claim.pk)
        for name in ("district_amount", "audited_amount", "approved_amount"):
            refused(
                lambda name=name: rows.update(**{name: Decimal(99)}), "may not change",
                IntegrityError,
            )  # fmt: skip
    with system_scope(reason="test"):
        assert SubsidyClaim.objects.filter(pk=claim.pk).update(approved_amount=Decimal(99)) == 1
