"""Audit firms as the city keeps them: registered, left and taken up again."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from accounts.errors import NotPermitted, RuleViolation
from accounts.models import Invitation, Membership, Organisation
from accounts.tenancy import Actor, acting_as, system_scope
from financing.models import AuditAssignment, FirmAccessChange
from financing.subsidies.review.actions.assign_audit import firms
from financing.subsidies.review.actions.keep_firms import (
    end_firm,
    invite_firm_again,
    register_firm,
    resume_firm,
)
from financing.subsidies.review.audit_machine import MACHINE, firm_is_engaged
from tests.financing.subsidies.review.test_audits import assigned, sees, working
from tests.procedures import filings
from tests.procedures.test_pages import queries_of

NEW = ("示例新审计", "赵示例", "zhao@audit.example")


def address(name: str, firm_id: int, *more: object) -> str:
    return reverse(f"financing:{name}", args=[firm_id, *more])


def firm_of(actor: Actor) -> Organisation:
    with system_scope(reason="test"):
        return Organisation.objects.get(pk=actor.organisation_id)


def test_city_registers_a_firm_and_its_first_person_is_invited(people, signed_in):
    client = signed_in(people.city)
    page = client.post(
        reverse("financing:audit_firm_register"),
        dict(zip(("name", "person", "email"), NEW, strict=True)),
        follow=True,
    )
    assert "管理员还没有接受邀请" in page.content.decode()
    with system_scope(reason="test"):
        invited = Invitation.objects.get(email=NEW[2])
    assert (invited.duty, invited.is_administrator) == ("audit_firm_staff", True)
    listed = client.get(reverse("financing:audit_firms")).content.decode()
    assert NEW[0] in listed and "还没有人接受邀请" in listed


@pytest.mark.parametrize("name", ["name", "person", "email"])
def test_a_firm_needs_a_name_a_person_and_an_address(people, signed_in, name):
    said = {**dict(zip(("name", "person", "email"), NEW, strict=True)), name: " "}
    page = signed_in(people.city).post(reverse("financing:audit_firm_register"), said)
    assert page.status_code == 422 and name in page.context["form"].errors


def test_a_lost_invitation_is_sent_again(people):
    with acting_as(people.city):
        firm = register_firm(people.city, *NEW)
        former = Invitation.objects.get(organisation=firm)
        again = invite_firm_again(people.city, firm.pk, str(former.pk))
        assert again.email == former.email
        with pytest.raises(RuleViolation, match="已撤回或已重新发出"):
            invite_firm_again(people.city, firm.pk, str(former.pk))


def test_an_ended_firm_loses_its_claims_its_people_and_further_ones(
    people: SimpleNamespace, at_city, auditor_of: Actor
):
    row = working(people.city, at_city, auditor_of)
    assert sees(auditor_of)[0] == 1
    firm = firm_of(auditor_of)
    with acting_as(people.city):
        end_firm(people.city, firm.pk, "合同到期")
        assert firm.pk not in {one.pk for one in firms()}
    assert sees(auditor_of) == (0, 0, 0)
    with system_scope(reason="test"):
        assert AuditAssignment.objects.get(pk=row.pk).state == "withdrawn"
        assert not Membership.objects.working().filter(organisation=firm).exists()
        change = FirmAccessChange.objects.get(organisation=firm)
        assert (change.kind, change.reason) == ("ended", "合同到期")
    assert any("停止与" in one for one in filings.told(auditor_of.user_id))


def test_open_invitations_of_an_ended_firm_hold_no_more(people):
    with acting_as(people.city):
        firm = register_firm(people.city, *NEW)
        end_firm(people.city, firm.pk, "登记有误")
        assert Invitation.objects.get(organisation=firm).withdrawn_at is not None


def test_what_a_firm_filed_stays_and_cannot_go_back_to_it_once_it_is_ended(
    people, at_city, auditor_of
):
    row = working(people.city, at_city, auditor_of)
    with acting_as(people.city):
        end_firm(people.city, auditor_of.organisation_id, "合同到期")
        row = AuditAssignment.objects.select_related("firm").get(pk=row.pk)
        assert "恢复合作后" in firm_is_engaged(people.city, row)
    assert firm_is_engaged in MACHINE.transitions["send_back"].guards


def test_a_firm_is_taken_up_again_with_a_person_who_begins_there(people, auditor_of):
    firm_id = auditor_of.organisation_id
    with acting_as(people.city):
        end_firm(people.city, firm_id, "合同到期")
        resume_firm(people.city, firm_id, "重新签约", "钱示例", "qian@audit.example")
        assert firm_id in {one.pk for one in firms()}
        assert Invitation.objects.get(organisation_id=firm_id).email == "qian@audit.example"
        with pytest.raises(RuleViolation, match="正在合作中"):
            resume_firm(people.city, firm_id, "再次", "钱示例", "qian@audit.example")


def test_an_end_needs_a_reason_and_happens_once_by_the_city_alone(people, auditor_of, signed_in):
    firm_id = auditor_of.organisation_id
    client: Client = signed_in(people.city)
    assert client.post(address("audit_firm_end", firm_id), {"reason": ""}).status_code == 422
    assert client.post(address("audit_firm_end", firm_id), {"reason": "到期"}).status_code == 302
    assert "已停止合作" in client.get(address("audit_firm", firm_id)).content.decode()
    with acting_as(people.city), pytest.raises(RuleViolation, match="已经停止合作"):
        end_firm(people.city, firm_id, "再次")
    for stranger in (people.reviewer, people.staff):
        with acting_as(stranger), pytest.raises(NotPermitted):
            end_firm(stranger, firm_id, "原因")


def test_the_list_counts_what_each_has_in_hand_in_a_fixed_number_of_queries(
    people, at_city, auditor_of, signed_in, request_of=None
):
    assigned(people.city, at_city, auditor_of)
    client = signed_in(people.city)
    page = client.get(reverse("financing:audit_firms"))
    [row] = page.context["page"].rows
    assert row.has["offered"] == 1 and row.late == 0 and row.people == 1
    few = queries_of(client, reverse("financing:audit_firms"), 1)
    with acting_as(people.city):
        for number in range(3):
            register_firm(people.city, f"示例审计{number}", "某人", f"a{number}@audit.example")
    assert queries_of(client, reverse("financing:audit_firms"), 4) == few
