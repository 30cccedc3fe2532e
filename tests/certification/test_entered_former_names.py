"""Certificates that name their holder as it was called before."""

from datetime import date

import pytest

from accounts.tenancy import system_scope
from enterprises.actions.rename_enterprise import take_new_name
from tests.certification import test_entered
from tests.certification.test_entered import certificates, entered, refusal
from tests.enterprises.imports import code, enterprise

NAME, NEW = "青岛示例精密有限公司", "青岛全新名字有限公司"
city, known = test_entered.city, test_entered.known


@pytest.fixture
def renamed(known):
    with system_scope(reason="test"):
        return take_new_name(known.pk, NEW, since=date(2026, 3, 1), document_number="1 号")


@pytest.mark.parametrize("said", [{}, {"credit_code": ""}], ids=["code", "name"])
def test_former_name_that_the_registry_knows_finds_the_holder(city, renamed, said):
    entered(city, holder_name=NAME, **said)
    (one,) = certificates()
    assert (one.organisation_id, one.holder_name) == (renamed.pk, NAME)


def test_name_that_one_had_and_another_has_is_doubtful_without_a_code(city, renamed):
    enterprise(NAME, code(5))
    errors = refusal(city, credit_code="", holder_name=NAME)
    assert "2 家企业叫这个名称或用过它" in errors["credit_code"]
