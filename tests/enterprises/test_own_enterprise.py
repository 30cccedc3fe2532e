"""Nobody decides about the entry of an enterprise that they work for."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from enterprises.actions.claim_enterprise import ClaimRequest, claim_enterprise
from enterprises.actions.decide_claim import decide_claim
from enterprises.actions.decide_registration import confirm_registration
from enterprises.actions.enter_cultivation_pool import (
    enter_cultivation_pool,
    leave_cultivation_pool,
)
from enterprises.imports.decide_doubtful import decide_doubtful
from enterprises.imports.steps import apply_batch
from enterprises.models import ImportBatch, ImportRow, RegistrationState
from tests.enterprises import imports
from tests.enterprises.entries import code_of, entry
from tests.factories import UserFactory, second_job

OWN = "任职"
PDF = b"%PDF-1.7\n%%EOF\n"
pytestmark = pytest.mark.usefixtures("own_media")


@pytest.fixture
def reviewer(as_actor, district):
    return as_actor(Duty.DISTRICT_REVIEWER, district=district)


def hired(actor, enterprise):
    with system_scope(reason="test"):
        second_job(actor.user_id, enterprise.pk)


def test_reviewer_does_not_confirm_it(reviewer):
    enterprise = entry(1, state=RegistrationState.PENDING)
    hired(reviewer, enterprise)
    with acting_as(reviewer), pytest.raises(RuleViolation, match=OWN):
        confirm_registration(reviewer, enterprise.pk)


def test_reviewer_does_not_move_it_in_or_out_of_the_pool(reviewer):
    enterprise = entry(1)
    hired(reviewer, enterprise)
    with acting_as(reviewer):
        with pytest.raises(NotPermitted, match=OWN):
            enter_cultivation_pool(reviewer, enterprise.pk)
        with pytest.raises(NotPermitted, match=OWN):
            leave_cultivation_pool(reviewer, enterprise.pk, "迁出")


def test_reviewer_does_not_decide_who_manages_it(reviewer):
    enterprise = entry(1)
    proof = SimpleUploadedFile("授权书.pdf", PDF)
    claim = claim_enterprise(UserFactory(), ClaimRequest(code_of(1), "经理", "离职", proof))
    hired(reviewer, enterprise)
    with acting_as(reviewer), pytest.raises(RuleViolation, match=OWN):
        decide_claim(reviewer, claim.pk, grant=True)


def known():
    """The enterprise of the first row of a workbook."""
    return imports.enterprise("青岛示例精密1有限公司", imports.code(1))


def test_import_refuses_its_row(reviewer):
    hired(reviewer, known())
    batch = imports.check(reviewer, imports.csv_bytes([imports.line(1, staff=9), imports.line(2)]))
    assert (batch.rows_wrong, batch.rows_new) == (1, 1)
    assert OWN in batch.problems[0]["reason"]


def test_import_leaves_it_out_when_the_job_came_after_the_check(reviewer):
    enterprise = known()
    rows = imports.csv_bytes([imports.line(1, staff=9)])
    batch, scope = imports.new_batch(reviewer, rows)
    imports.check_batch(batch.pk, scope)
    imports.approve(reviewer, batch)
    hired(reviewer, enterprise)
    apply_batch(batch.pk, scope)
    with system_scope(reason="test"):
        assert OWN in ImportRow.objects.get(batch=batch).skipped
        enterprise.refresh_from_db()
    assert enterprise.staff is None


def titles_of(name):
    return f"企业名称,称号,区市,来源\n{name},高新技术企业,,某网\n".encode()


def test_published_list_refuses_its_row(reviewer):
    hired(reviewer, known())
    data = titles_of("青岛示例精密1有限公司")
    batch = imports.check(reviewer, data, "list.csv", ImportBatch.Kind.TITLES)
    assert batch.rows_wrong == 1


def test_doubtful_name_is_not_tied_to_it(reviewer):
    enterprise = known()
    hired(reviewer, enterprise)
    data = titles_of("青岛示例精密1公司")
    batch = imports.bring_in(reviewer, data, "list.csv", ImportBatch.Kind.TITLES)
    assert batch.rows_doubtful == 1
    with system_scope(reason="test"):
        row = ImportRow.objects.get(batch=batch)
    with acting_as(reviewer), pytest.raises(RuleViolation, match=OWN):
        decide_doubtful(reviewer, batch.pk, row.pk, "same", enterprise.pk)


def test_present_staff_do_not_read_the_proof_of_a_claim(reviewer, as_actor):
    from documents.access import may_download
    from documents.models import Attachment

    enterprise = entry(1)
    head = as_actor(Duty.ENTERPRISE_STAFF, organisation=enterprise.organisation)
    proof = SimpleUploadedFile("授权书.pdf", PDF)
    claim = claim_enterprise(UserFactory(), ClaimRequest(code_of(1), "经理", "离职", proof))
    with acting_as(head):
        assert not may_download(head, Attachment.objects.get(pk=claim.proof))
    with acting_as(reviewer):
        assert may_download(reviewer, Attachment.objects.get(pk=claim.proof))
