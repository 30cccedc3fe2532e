"""One bank as the city keeps it: how far it has come, shut out, invited again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from oauth2_provider.models import AccessToken

from accounts.errors import NotPermitted, RuleViolation
from accounts.models import Invitation, Organisation
from accounts.tenancy import acting_as, system_scope
from financing.line.actions.invite_bank_again import invite_bank_again
from financing.line.actions.register_bank import register_bank
from financing.line.actions.save_bank_access import resume_bank, suspend_bank
from financing.line.bank_facts import facts_of_bank
from financing.models import BankAccessChange, BankClient, ClientUsage
from tests.procedures import filings


def today():
    return timezone.localdate()


def bank_address(bank, name="bank", *args):
    bank_id = getattr(bank, "organisation_id", None) or bank.pk
    return reverse(f"financing:{name}", args=[bank_id, *args])


def test_city_reads_how_far_a_bank_has_come(people, program, bank, signed_in):
    client = signed_in(people.city)
    page = client.get(bank_address(bank))
    assert page.context["facts"].standing == "程序还没有调用过接口"
    assert bank.user_name in page.content.decode() and "核心系统" in page.content.decode()
    with system_scope(reason="test"):
        ClientUsage.objects.create(
            organisation_id=bank.organisation_id, district_id=program.client.district_id,
            client=program.client, day=today(), operation="pull", answer="given", number=1,
        )  # fmt: skip
    assert client.get(bank_address(bank)).context["facts"].standing == "已连通"
    link = bank_address(bank)
    assert f'href="{link}"' in client.get(reverse("financing:banks")).content.decode()


def test_suspended_bank_is_shut_out_until_it_is_resumed(people, program, bank, signed_in):
    done_by = signed_in(people.city)
    assert done_by.post(bank_address(bank, "bank_suspend"), {"reason": ""}).status_code == 422
    assert done_by.post(bank_address(bank, "bank_suspend"), {"reason": "整改"}).status_code == 302
    assert "整改" in done_by.get(bank_address(bank)).content.decode()
    assert signed_in(bank).get(reverse("financing:bank_list")).status_code != 200
    with system_scope(reason="test"):
        bank_row = Organisation.objects.get(pk=bank.organisation_id)
        assert not bank_row.is_active and BankClient.objects.filter(disabled_at=None).exists()
    with acting_as(people.city):
        resume_bank(people.city, bank.organisation_id, "已整改")
    assert signed_in(bank).get(reverse("financing:bank_list")).status_code == 200
    with system_scope(reason="test"):
        kinds = BankAccessChange.objects.order_by("id").values_list("kind", "reason")
        assert list(kinds) == [("suspended", "整改"), ("resumed", "已整改")]
    assert any("暂停接入银企专线" in one for one in filings.told(bank.user_id))


def test_program_of_a_suspended_bank_is_refused(people, program, bank, client):
    token = AccessToken.objects.create(
        user_id=program.client.membership.user_id, application=program.client,
        token="t" * 30, scope="whitelist:read", expires=timezone.now() + timedelta(hours=1),
    ).token  # fmt: skip
    header = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/whitelist/", headers=header).status_code == 200
    with acting_as(people.city):
        suspend_bank(people.city, bank.organisation_id, "整改")
    assert client.get("/api/v1/whitelist/", headers=header).status_code == 401


def test_standing_changes_once_and_by_the_city_alone(people, bank):
    with acting_as(people.city):
        with pytest.raises(RuleViolation, match="已经恢复接入"):
            resume_bank(people.city, bank.organisation_id, "原因")
        suspend_bank(people.city, bank.organisation_id, "原因")
        with pytest.raises(RuleViolation, match="已经暂停接入"):
            suspend_bank(people.city, bank.organisation_id, "原因")
        with pytest.raises(Organisation.DoesNotExist):
            suspend_bank(people.city, people.staff.organisation_id, "原因")
    with acting_as(people.reviewer), pytest.raises(NotPermitted):
        resume_bank(people.reviewer, bank.organisation_id, "原因")


@pytest.fixture
def invited(people):
    with acting_as(people.city):
        row, _ = register_bank(people.city, "示例新银行", "钱敏", "qian@bank.example")
        return Invitation.objects.get(organisation=row)


def test_lost_invitation_is_sent_again(people, invited, signed_in):
    client = signed_in(people.city)
    home = invited.organisation
    page = client.get(bank_address(home))
    assert page.context["facts"].standing == "管理员还没有接受邀请"
    again = bank_address(home, "bank_invite_again", invited.pk)
    assert again in page.content.decode()
    for _ in range(2):
        client.post(again)
    with system_scope(reason="test"):
        rows = Invitation.objects.filter(organisation=home).order_by("created_at")
        assert [row.withdrawn_at is None for row in rows] == [False, True]
        assert rows[1].is_administrator and rows[1].email == invited.email


def test_accepted_invitation_and_suspended_bank_are_not_invited_again(people, invited):
    with acting_as(people.city):
        suspend_bank(people.city, invited.organisation_id, "原因")
        with pytest.raises(RuleViolation, match="已暂停接入"):
            invite_bank_again(people.city, invited.organisation_id, invited.pk)
        resume_bank(people.city, invited.organisation_id, "原因")
        Invitation.objects.filter(pk=invited.pk).update(accepted_at=timezone.now())
        with pytest.raises(RuleViolation, match="已接受邀请"):
            invite_bank_again(people.city, invited.organisation_id, invited.pk)
    with acting_as(people.reviewer), pytest.raises(NotPermitted):
        invite_bank_again(people.reviewer, invited.organisation_id, invited.pk)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"declined_at": timezone.now()}, "已谢绝"),
        ({"expires_at": timezone.now() - timedelta(days=1)}, "已过期"),
    ],
)
def test_invitation_says_what_became_of_it(people, invited, fields, told):
    with acting_as(people.city):
        Invitation.objects.filter(pk=invited.pk).update(**fields)
        (one,) = facts_of_bank(invited.organisation).invitations
    assert (one.told, one.may_repeat) == (told, True)


def test_other_organisations_have_no_page_of_a_bank(people, signed_in):
    assert signed_in(people.city).get(bank_address(people.staff)).status_code == 404
