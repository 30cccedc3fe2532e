"""Accounts of enterprises: two persons, what is checkable, cooling off."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.errors import RuleViolation
from accounts.models import OutboxMessage
from accounts.tenancy import acting_as, system_scope
from enterprises.models import FormerName
from financing.ledger.account_machine import MACHINE
from financing.ledger.accounts import account_of, why_no_account
from financing.ledger.actions.enter_account import enter_account
from financing.ledger.bank_codes import wrong_cnaps, wrong_number
from financing.models import PayeeAccount
from lifecycle.transitions import TransitionInput
from tests.financing.ledger import money


def entered(actor, holder="", number="802010200001234", **more):
    said = {
        "holder": holder or actor.organisation_name, "bank": "102", "branch": "崂山支行",
        "cnaps": "102452000010", "number": number, "again": number,
    }  # fmt: skip
    with acting_as(actor):
        return enter_account(actor, **said | more)


def done(actor, account, name, reason=""):
    with acting_as(actor):
        return MACHINE.execute(actor, account.pk, name, TransitionInput(reason=reason))


def test_first_account_is_usable_once_a_colleague_has_confirmed_it(people):
    account = entered(people.staff)
    with acting_as(people.city):
        assert "第二人确认" in why_no_account(account.organisation_id)
    done(people.colleague, account, "confirm")
    with acting_as(people.city):
        assert account_of(account.organisation_id).pk == account.pk
        assert why_no_account(account.organisation_id) == ""


def test_who_enters_does_not_confirm(people):
    with pytest.raises(RuleViolation, match="录入人不能确认"):
        done(people.staff, entered(people.staff), "confirm")


def test_bureau_confirms_only_for_an_enterprise_of_one_person(people, others):
    from tests.procedures import filings

    account = entered(people.staff)
    with acting_as(people.reviewer):
        assert "由企业的另一位同事确认" in MACHINE.obstacles(people.reviewer, account, "confirm")[0]
    filings.confirmed(others.staff, 2)
    alone = entered(others.staff)
    assert done(people.reviewer, alone, "confirm").state == "confirmed"


def test_changed_account_cools_off_for_three_working_days_and_everybody_is_told(people):
    done(people.colleague, entered(people.staff), "confirm")
    second = done(people.staff, entered(people.colleague, number="802010200009999"), "confirm")
    assert second.usable_on >= timezone.localdate() + timedelta(days=3)
    with acting_as(people.city):
        assert account_of(second.organisation_id) is None
        assert "冷静期" in why_no_account(second.organisation_id)
    with system_scope(reason="test"):
        told = OutboxMessage.objects.filter(payload__title="收款账户已确认")
        assert {one.payload["recipient_id"] for one in told} == {
            people.staff.user_id, people.colleague.user_id
        }  # fmt: skip
        assert set(PayeeAccount.objects.values_list("state", flat=True)) == {
            "replaced", "confirmed"
        }  # fmt: skip


def test_account_is_not_changed_while_a_batch_is_being_paid(people, batch):
    waiting = entered(people.staff, number="802010200009999")
    with pytest.raises(RuleViolation, match="有款项正在支付"):
        done(people.colleague, waiting, "confirm")


def test_name_must_be_the_enterprise_s_or_a_proven_former_one(people):
    with pytest.raises(RuleViolation, match="户名应与企业名称"):
        entered(people.staff, holder="别家有限公司")
    with system_scope(reason="test"):
        FormerName.objects.create(
            organisation_id=people.staff.organisation_id, district_id=people.district_id,
            name="旧名有限公司", name_key="旧名", until=timezone.localdate(),
        )  # fmt: skip
    assert entered(people.staff, holder="旧名有限公司").state == "entered"


def test_numbers_typed_differently_are_refused(people):
    with pytest.raises(RuleViolation, match="两次输入的账号不一致"):
        entered(people.staff, again="802010200001235")


@pytest.mark.parametrize(
    ("cnaps", "bank", "why"),
    [
        ("102452000010", "102", ""), ("10245200001", "102", "12 位数字"),
        ("103452000010", "102", "中国农业银行"), ("999452000010", "102", "不是常见银行的"),
        ("１02452000010", "102", "12 位数字"),
    ],
)  # fmt: skip
def test_number_of_a_branch_is_checked_as_far_as_it_can_be(cnaps, bank, why):
    found = wrong_cnaps(cnaps, bank)
    assert why in found
    assert bool(found) == bool(why)


@pytest.mark.parametrize("number", ["6222020200112233", "1234567", "80201020A001", "8" * 31])
def test_number_that_no_company_has_is_refused(number):
    digits = [int(one) for one in reversed(number) if one.isdigit()]
    if number.startswith("62"):
        doubled = [sum(divmod(2 * one, 10)) for one in digits[1::2]]
        last = (-(sum(digits[2::2]) + sum(doubled))) % 10
        number = f"{number[:-1]}{last}"
    assert wrong_number(number)


@given(st.integers(10**7, 10**30 - 1).map(str))
def test_digits_alone_are_no_reason_to_refuse_but_a_card_s(number):
    assert not wrong_number(number) or number.startswith("62")


def test_account_is_masked():
    assert money  # its numbers are invented
    assert PayeeAccount(number="802010200001234").masked == "···· 1234"
