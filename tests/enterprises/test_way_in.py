"""What somebody is told whose enterprise is in the registry already."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from accounts.actors import actor_from
from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from enterprises.actions.claim_enterprise import ClaimRequest, claim_enterprise
from enterprises.models import RegistrationState
from enterprises.way_in import way_into
from people.actions.save_invitations import invite_person
from tests.enterprises.entries import code_of, entry, scan, typed
from tests.factories import UserFactory, membership

REGISTER = "/enterprises/register/"
DUTIES = "/people/duties/"


@pytest.fixture
def newcomer(client, db, own_media):
    user = UserFactory(email="newcomer@portal.example")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.force_login(user, "accounts.sign_in.PortalBackend")
    return user


@pytest.fixture
def administrator(newcomer):
    """王小明, who administers the enterprise with the first code."""
    enterprise = entry(1, name="青岛保密名称有限公司")
    with system_scope(reason="test"):
        return actor_from(
            membership(
                Duty.ENTERPRISE_STAFF,
                organisation=enterprise.organisation,
                is_administrator=True,
                user=UserFactory(name="王小明"),
            )
        )


def asked_by_code(client):
    address = reverse("enterprises:check_code")
    return client.get(address, {"credit_code": code_of(1)}).content.decode()


def test_free_code_has_no_way_in(newcomer):
    assert way_into(newcomer.pk, code_of(1)) is None


def test_administrator_is_named_as_far_as_may_be_and_the_claim_is_linked(
    client, administrator, district
):
    told = "请本企业管理员（王**）邀请您"
    claim = f"{reverse('enterprises:claim')}?code={code_of(1)}"
    page = client.post(REGISTER, typed(district)).content.decode()
    for said in (page, asked_by_code(client)):
        assert told in said and claim in said
        assert "王小明" not in said and "保密名称" not in said


def test_enterprise_without_an_administrator_is_claimed(client, newcomer):
    entry(1)
    said = asked_by_code(client)
    assert "目前没有管理员" in said and reverse("enterprises:claim") in said


def test_unconfirmed_enterprise_invites_once_it_is_confirmed(newcomer):
    waiting = entry(1, state=RegistrationState.PENDING)
    with system_scope(reason="test"):
        membership(Duty.ENTERPRISE_STAFF, organisation=waiting.organisation, is_administrator=True)
    way = way_into(newcomer.pk, code_of(1))
    assert way is not None and way.text.startswith("登记还在等区市确认，确认后请本企业管理员")


class TestInvited:
    @pytest.fixture(autouse=True)
    def _invited(self, administrator, newcomer):
        with acting_as(administrator):
            invite_person(
                administrator, email=newcomer.email, name="赵强",
                duty=Duty.ENTERPRISE_STAFF, is_administrator=False,
            )  # fmt: skip

    def test_registration_leads_to_the_invitation_before_a_code_is_typed(self, client):
        page = client.get(REGISTER).content.decode()
        assert "青岛保密名称有限公司已邀请您加入" in page and f'href="{DUTIES}">去答复邀请' in page

    def test_taken_code_leads_to_the_invitation_and_not_to_a_claim(self, client, district):
        page = client.post(REGISTER, typed(district)).content.decode()
        for said in (page, asked_by_code(client)):
            assert "这家企业已邀请您加入" in said and f'href="{DUTIES}">去答复邀请' in said
            assert "申请管理这家企业" not in said

    def test_claim_says_that_an_invitation_waits(self, client):
        page = client.get(reverse("enterprises:claim"), {"code": code_of(1)}).content.decode()
        assert "这家企业已邀请您加入" in page


def test_who_works_there_already_is_led_to_their_duties(newcomer, administrator):
    with system_scope(reason="test"):
        own = membership(Duty.ENTERPRISE_STAFF, organisation=entry(2).organisation, user=newcomer)
    way = way_into(own.user_id, code_of(2))
    assert way is not None and way.asked and way.url == DUTIES


def test_open_claim_is_not_asked_for_again(newcomer, administrator):
    claim_enterprise(
        newcomer,
        ClaimRequest(credit_code=code_of(1), position="财务", statement="接管", proof=scan()),
    )
    way = way_into(newcomer.pk, code_of(1))
    assert way is not None and way.url == reverse("enterprises:my_claims")


def test_trail_of_the_registration_leads_a_newcomer_to_their_own_pages(client, newcomer):
    page = client.get(REGISTER).content.decode()
    assert f'<a href="{DUTIES}">身份与邀请</a> › 企业登记' in page and "企业名录" not in page
