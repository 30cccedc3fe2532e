"""Claiming an enterprise of the registry, and the bureau's answer."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.duties import Duty
from accounts.models import Membership, Notification
from accounts.outbox import deliver_next
from accounts.tenancy import acting_as, system_scope
from documents.models import Attachment
from enterprises.models import Enterprise, EnterpriseClaim, RegistrationState
from tests.enterprises.entries import code_of, entry, seen, typed
from tests.factories import UserFactory

CLAIM = "/enterprises/claim/"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def claimant(client, own_media, db):
    """Somebody signed in who has no duty anywhere."""
    user = UserFactory()
    client.force_login(user, "accounts.sign_in.PortalBackend")
    return user


def asked(number=1, **changes):
    """What the claim form sends."""
    return {
        "credit_code": code_of(number),
        "position": "办公室主任",
        "statement": "原管理员已离职。",
        "proof": SimpleUploadedFile("授权书.pdf", PDF, "application/pdf"),
        **changes,
    }


def claims():
    with system_scope(reason="test"):
        return list(EnterpriseClaim.objects.order_by("pk"))


def test_claim_reaches_the_district_with_its_proof(client, claimant, district):
    enterprise = entry(1)
    response = client.post(CLAIM, asked())
    assert response.headers["Location"] == reverse("enterprises:my_claims")
    (claim,) = claims()
    assert (claim.organisation_id, claim.district_id) == (enterprise.pk, district.pk)
    with system_scope(reason="test"):
        assert Attachment.objects.get(pk=claim.proof).name == "授权书.pdf"


def test_claimant_sees_the_own_claim_only(client, claimant):
    entry(1)
    client.post(CLAIM, asked())
    assert client.get(reverse("enterprises:my_claims")).context["waiting"] == 1
    client.force_login(UserFactory(), "accounts.sign_in.PortalBackend")
    assert client.get(reverse("enterprises:my_claims")).context["waiting"] == 0


def test_proof_that_is_no_document_is_told_beside_the_field(client, claimant):
    entry(1)
    proof = SimpleUploadedFile("授权书.pdf", b"MZ not a document", "application/pdf")
    response = client.post(CLAIM, asked(proof=proof))
    assert response.status_code == 422 and response.context["form"].errors["proof"]
    assert claims() == []


def test_unknown_code_leads_to_registration(client, claimant):
    response = client.post(CLAIM, asked(9))
    assert "直接登记" in response.context["form"].errors["credit_code"][0]


def test_second_claim_waits_for_the_first(client, claimant):
    entry(1)
    client.post(CLAIM, asked())
    response = client.post(CLAIM, asked())
    assert response.status_code == 422 and len(claims()) == 1


def test_granted_claimant_administers_the_enterprise(
    client, claimant, signed_in, as_actor, district
):
    enterprise = entry(1)
    client.post(CLAIM, asked())
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    review = reverse("enterprises:claim_review", args=[claims()[0].pk])
    assert "授权书.pdf" in client.get(review).content.decode()
    client.post(review, seen(client, review, decision="grant"))
    with system_scope(reason="test"):
        member = Membership.objects.get(user=claimant, organisation_id=enterprise.pk)
    assert member.is_administrator and member.duty == Duty.ENTERPRISE_STAFF


def test_granted_unclaimed_entry_gets_its_code_and_counts_as_confirmed(
    client, claimant, signed_in, as_actor, district
):
    enterprise = entry(5, state=RegistrationState.UNCLAIMED)
    assert client.post(f"{CLAIM}?entry={enterprise.pk}", asked(1)).status_code == 302
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    review = reverse("enterprises:claim_review", args=[claims()[0].pk])
    client.post(review, seen(client, review, decision="grant"))
    with system_scope(reason="test"):
        enterprise = Enterprise.objects.get(pk=enterprise.pk)
    assert enterprise.credit_code == code_of(1)
    assert enterprise.registration_state == RegistrationState.CONFIRMED


def test_bureau_is_told_of_the_enterprise_that_is_called_like_the_claimed_entry(
    client, claimant, signed_in, as_actor, district
):
    known = entry(2, name="青岛示例齿轮五有限公司")
    waiting = entry(5, name=known.name, state=RegistrationState.UNCLAIMED)
    client.post(f"{CLAIM}?entry={waiting.pk}", asked(1))
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    page = client.get(reverse("enterprises:claim_review", args=[claims()[0].pk])).content.decode()
    assert "名录中已有同名企业" in page
    assert reverse("enterprises:detail", args=[known.pk]) in page and code_of(2) in page


def test_refusal_of_a_claim_needs_a_reason(client, claimant, signed_in, as_actor, district):
    entry(1)
    client.post(CLAIM, asked())
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    review = reverse("enterprises:claim_review", args=[claims()[0].pk])
    client.post(review, seen(client, review, decision="refuse", reason=""))
    assert claims()[0].state == EnterpriseClaim.State.OPEN
    client.post(review, seen(client, review, decision="refuse", reason="授权书未盖章"))
    assert claims()[0].state == EnterpriseClaim.State.REFUSED


def test_foreign_district_does_not_find_the_claim(
    transactional_db, client, claimant, signed_in, as_actor, other_district
):
    entry(1)
    client.post(CLAIM, asked())
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=other_district))
    review = reverse("enterprises:claim_review", args=[claims()[0].pk])
    assert client.post(review, {"decision": "grant"}).status_code == 404
    assert claims()[0].state == EnterpriseClaim.State.OPEN


def test_proof_is_read_by_the_deciding_district(client, claimant, signed_in, as_actor, district):
    entry(1)
    client.post(CLAIM, asked())
    with system_scope(reason="test"):
        Attachment.objects.update(scan_state=Attachment.ScanState.CLEAN)
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    response = client.get(reverse("documents:download", args=[claims()[0].proof]))
    assert b"".join(response.streaming_content) == PDF


def test_claim_of_an_entry_without_district_asks_for_it(client, claimant, district):
    entry(1, district="370200")
    response = client.post(CLAIM, asked())
    assert response.context["form"].errors["district"] and claims() == []
    assert client.post(CLAIM, asked(district=district.pk)).status_code == 302
    assert claims()[0].stated_district_id == district.pk


@pytest.mark.parametrize("position", ["请登录 http://evil.example 核验", "见 www.evil.example"])
def test_position_holds_no_address(client, claimant, position):
    entry(1)
    page = client.post(CLAIM, asked(position=position))
    assert "position" in page.context["form"].errors
    assert claims() == []


def test_claims_of_a_day_are_counted(client, claimant):
    for number in range(1, 8):
        entry(number)
        client.post(CLAIM, asked(number))
    assert len(claims()) == 5


def test_open_claim_moves_to_the_bureau_of_the_corrected_district(
    client, claimant, as_actor, district, other_district, signed_in
):
    refused = entry(1, state=RegistrationState.REFUSED)
    client.post(CLAIM, asked())
    staff = as_actor(Duty.ENTERPRISE_STAFF, organisation=refused.organisation)
    reviewer = as_actor(Duty.DISTRICT_REVIEWER, district=other_district)
    address = reverse("enterprises:profile_edit")
    own = signed_in(staff)
    own.post(address, seen(own, address, **typed(other_district, 1)))
    (claim,) = claims()
    assert claim.district_id == other_district.pk
    with acting_as(reviewer):
        assert Attachment.objects.filter(pk=claim.proof).exists()
    deliver_next()
    with system_scope(reason="test"):
        told = Notification.objects.filter(recipient_id=reviewer.user_id)
        assert told.filter(title__startswith="企业认领待审核").count() == 1
