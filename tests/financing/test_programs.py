"""Programs of a bank: changed, and seen when they were refused."""

import pytest
from django.urls import reverse

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from financing.line.actions.save_client import change_client, disable_client, make_client
from financing.models import BankClient, ClientScope
from pages.stale import StaleRecord
from tests.financing.test_api import LIST, call, is_problem, token_of
from tests.financing.test_api_manners import ask, token

__all__ = ["ask", "call", "token"]


def fresh(program):
    with system_scope(reason="test"):
        return BankClient.objects.get(pk=program.client.pk)


def changed(bank, program, **more):
    terms = {"name": "核心系统", "scopes": list(ClientScope), "networks": ()} | more
    with acting_as(bank):
        return change_client(bank, program.client.pk, **terms)


def test_program_is_changed_through_its_page(program, bank, signed_in):
    client, address = signed_in(bank), reverse("financing:program", args=[program.client.pk])
    form = client.get(address)
    assert form.context["form"]["name"].value() == "核心系统"
    client.post(
        address,
        {
            "name": "信贷系统", "scopes": ["demands:read"], "networks": "203.0.113.7\n10.0.0.0/8",
            "version": form.context["version"],
        },
    )  # fmt: skip
    row = fresh(program)
    assert (row.name, row.scopes) == ("信贷系统", ["demands:read"])
    assert row.allowed_networks == ["203.0.113.7/32", "10.0.0.0/8"]
    page = client.get(reverse("financing:programs")).content.decode()
    assert address in page and "信贷系统" in page


def test_new_networks_hold_for_tokens_that_exist(program, bank, ask):
    changed(bank, program, networks=["203.0.113.7"])
    is_problem(ask("get", LIST), 401, "unauthenticated")


def test_scope_that_was_taken_is_lost_to_tokens_that_exist(program, bank, ask):
    changed(bank, program, scopes=["feedback:write"])
    is_problem(ask("get", f"{LIST}changes/"), 403, "forbidden")
    changed(bank, program, scopes=list(ClientScope))
    is_problem(ask("get", f"{LIST}changes/"), 400, "invalid-request")


def test_wrong_change_is_refused_at_its_fields(program, bank):
    with acting_as(bank):
        make_client(bank, "另一个", ["whitelist:read"])
    with pytest.raises(RuleViolation) as refused:
        changed(bank, program, name="另一个", scopes=[], networks=["300.1.1.1"])
    assert set(refused.value.errors) == {"name", "scopes", "networks"}
    changed(bank, program, name="核心系统")


def test_change_of_a_page_that_is_out_of_date_is_refused(program, bank):
    changed(bank, program, name="第一次")
    with pytest.raises(StaleRecord):
        changed(bank, program, name="第二次", version=1)


def test_page_that_is_out_of_date_keeps_what_was_typed(program, bank, signed_in):
    client, address = signed_in(bank), reverse("financing:program", args=[program.client.pk])
    changed(bank, program, name="第一次")
    page = client.post(address, {"name": "第二次", "scopes": ["whitelist:read"], "version": 1})
    assert page.status_code == 422 and fresh(program).name == "第一次"
    text = page.content.decode()
    assert 'value="第二次"' in text and "第一次" in text


def test_disabled_program_is_not_changed(program, bank, signed_in):
    with acting_as(bank):
        disable_client(bank, program.client.pk)
    with pytest.raises(RuleViolation):
        changed(bank, program)
    address = reverse("financing:program", args=[program.client.pk])
    assert signed_in(bank).get(address).status_code == 404


def test_officers_and_other_banks_change_nothing(program, bank, other_bank, as_actor):
    with system_scope(reason="test"):
        organisation = BankClient.objects.select_related("organisation").get().organisation
    officer = as_actor(Duty.BANK_OFFICER, organisation=organisation)
    for actor in (officer, other_bank):
        with pytest.raises((NotPermitted, BankClient.DoesNotExist)):
            changed(actor, program, name="别人改的")


def test_page_of_programs_tells_who_was_refused(program, bank, signed_in):
    client, address = signed_in(bank), reverse("financing:programs")
    assert "被拒绝的登录和调用" not in client.get(address).content.decode()
    token_of(program.client, "nonsense")
    text = client.get(address).content.decode().split("被拒绝的登录和调用")[1]
    assert "密钥不对" in text and "127.0.0.1" in text and "核心系统" in text
