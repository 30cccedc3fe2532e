"""The rules of a claim: who is told, who decides, what a grant brings along."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.actors import actor_from
from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation, StaleVersion
from accounts.models import District, Membership, OutboxMessage, User
from accounts.tenancy import acting_as, system_scope
from documents.models import Attachment
from enterprises.actions.claim_enterprise import ClaimRequest, claim_enterprise
from enterprises.actions.decide_claim import decide_claim
from enterprises.models import Enterprise, EnterpriseClaim, PublishedTitle, RegistrationState
from tests.enterprises.entries import code_of, entry, seen
from tests.factories import UserFactory

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"

pytestmark = pytest.mark.usefixtures("own_media")


@pytest.fixture
def claimant(db):
    """Somebody who has no duty anywhere."""
    return UserFactory()


def request_for(number=1, **changes):
    values = {
        "credit_code": code_of(number),
        "position": "总经理助理",
        "statement": "原管理员已离职",
        "proof": SimpleUploadedFile("授权书.pdf", PDF),
        **changes,
    }
    return ClaimRequest(**values)


def reviewer_of(as_actor, district):
    return as_actor(Duty.DISTRICT_REVIEWER, district=district)


def told(kind):
    with system_scope(reason="test"):
        keys = OutboxMessage.objects.filter(topic="accounts.notify").values_list(
            "payload", flat=True
        )
        return [p["recipient_id"] for p in keys if p["dedupe_key"].startswith(kind)]


def test_administrators_are_warned_of_a_claim(claimant, as_actor):
    enterprise = entry(1)
    head = as_actor(
        Duty.ENTERPRISE_STAFF, organisation=enterprise.organisation, is_administrator=True
    )
    claim_enterprise(claimant, request_for())
    assert told("claim-administrators") == [head.user_id]


def test_granted_claim_makes_an_administrator(claimant, as_actor, district):
    enterprise = entry(1)
    reviewer = reviewer_of(as_actor, district)
    claim = claim_enterprise(claimant, request_for())
    with acting_as(reviewer):
        decide_claim(reviewer, claim.pk, grant=True)
    with system_scope(reason="test"):
        member = Membership.objects.select_related("user", "organisation").get(user=claimant)
    assert member.organisation_id == enterprise.pk and member.is_administrator
    assert told(f"claim:{claim.pk}:2:grant") == [claimant.pk]


def test_claim_is_decided_once(claimant, as_actor, district):
    entry(1)
    reviewer = reviewer_of(as_actor, district)
    claim = claim_enterprise(claimant, request_for())
    with acting_as(reviewer):
        decide_claim(reviewer, claim.pk, grant=True)
        with pytest.raises(StaleVersion):
            decide_claim(reviewer, claim.pk, grant=False, reason="重复")


def test_own_claim_cannot_be_decided(as_actor, district):
    entry(1)
    reviewer = reviewer_of(as_actor, district)
    claim = claim_enterprise(User.objects.get(pk=reviewer.user_id), request_for())
    with acting_as(reviewer), pytest.raises(NotPermitted):
        decide_claim(reviewer, claim.pk, grant=True)


def test_unclaimed_entry_gets_code_district_and_titles_along(claimant, as_actor, district):
    city = District.objects.get(kind=District.Kind.CITY)
    waiting = entry(7, state=RegistrationState.UNCLAIMED, district=city.code)
    with system_scope(reason="test"):
        PublishedTitle.objects.create(
            organisation_id=waiting.pk, district=city, published_name=waiting.name,
            title="隐形冠军", match_state="unclaimed", line_key="k",
        )  # fmt: skip
    claim = claim_enterprise(claimant, request_for(7, entry_id=waiting.pk, district=district))
    officer = as_actor(Duty.CITY_OFFICER)
    with acting_as(officer):
        decide_claim(officer, claim.pk, grant=True)
    with system_scope(reason="test"):
        enterprise = Enterprise.objects.get(pk=waiting.pk)
        member = Membership.objects.select_related("user", "organisation").get(user=claimant)
        title = PublishedTitle.objects.get()
        assert Attachment.objects.get(pk=claim.proof).district_id == district.pk
    assert enterprise.credit_code == code_of(7)
    assert enterprise.registration_state == RegistrationState.CONFIRMED
    assert {enterprise.district_id, member.district_id, title.district_id} == {district.pk}
    with acting_as(actor_from(member)):
        assert Enterprise.objects.get().pk == waiting.pk


def test_unclaimed_entry_of_no_district_asks_for_one(claimant):
    city = District.objects.get(kind=District.Kind.CITY)
    waiting = entry(7, state=RegistrationState.UNCLAIMED, district=city.code)
    with pytest.raises(RuleViolation) as refused:
        claim_enterprise(claimant, request_for(7, entry_id=waiting.pk))
    assert "district" in refused.value.errors


def test_registered_entry_is_not_reached_by_its_number(claimant):
    registered = entry(1)
    with pytest.raises(RuleViolation, match="请直接登记"):
        claim_enterprise(claimant, request_for(8, entry_id=registered.pk))


def test_claim_pages_walk_from_code_to_decision(client, claimant, as_actor, signed_in, district):
    enterprise = entry(1, name="青岛保密名称有限公司")
    client.force_login(claimant, "accounts.sign_in.PortalBackend")
    page = client.get(reverse("enterprises:check_code"), {"credit_code": code_of(1)})
    claim_url = f"{reverse('enterprises:claim')}?code={code_of(1)}"
    assert claim_url in page.content.decode()
    assert "保密名称" not in client.get(claim_url).content.decode()
    sent = client.post(
        claim_url,
        {
            "credit_code": code_of(1),
            "position": "财务",
            "statement": "接管",
            "proof": SimpleUploadedFile("证明.pdf", PDF),
        },
    )
    assert sent.headers["Location"] == reverse("enterprises:my_claims")
    mine = client.get(sent.headers["Location"]).content.decode()
    assert "待审核" in mine and "保密名称" not in mine
    with system_scope(reason="test"):
        claim = EnterpriseClaim.objects.get()
    bureau = signed_in(reviewer_of(as_actor, district))
    review = reverse("enterprises:claim_review", args=[claim.pk])
    assert enterprise.name in bureau.get(review).content.decode()
    assert review in bureau.get(reverse("enterprises:queue")).content.decode()
    bureau.post(review, seen(bureau, review, decision="grant"))
    with system_scope(reason="test"):
        assert Membership.objects.filter(user=claimant, is_administrator=True).exists()
