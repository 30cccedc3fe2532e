"""Banks join the line by the city's hand."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.errors import NotPermitted, RuleViolation
from accounts.models import Invitation, Organisation
from accounts.tenancy import acting_as, system_scope
from financing.line.actions.register_bank import register_bank
from financing.models import FeedRow
from financing.whitelist.bank_lists import BankList
from financing.whitelist.feed import connect_bank
from financing.whitelist.pulls import listed_with_name_part
from tests.financing.listing import consented, done, listed

SAID = ("示例新银行", "钱敏", "qian@bank.example")


def registered(actor, said=SAID):
    with acting_as(actor):
        return register_bank(actor, *said)


def test_city_registers_a_bank_and_invites_its_administrator(people):
    bank, job = registered(people.city)
    with system_scope(reason="test"):
        invitation = Invitation.objects.get(organisation=bank)
    assert (invitation.duty, invitation.is_administrator) == ("bank_officer", True)
    assert job.payload == {"bank_id": bank.pk}


def test_new_bank_gets_the_list_that_there_is(people, holder):
    listed(people)
    bank, _ = registered(people.city)
    with system_scope(reason="test"):
        FeedRow.objects.all().delete()
    assert connect_bank(bank.pk) == 1


def test_nobody_but_the_city_registers_banks(people):
    for actor in (people.reviewer, people.staff):
        with pytest.raises(NotPermitted):
            registered(actor)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (("", "钱敏", "q@bank.example"), "name"),
        (("示例新银行", "http://x.example", "q@bank.example"), "person"),
        (("示例新银行", "钱敏", "nonsense"), "email"),
    ],
)
def test_wrong_registration_is_refused_at_its_field(people, said, field):
    with pytest.raises(RuleViolation) as refusal:
        registered(people.city, said)
    assert set(refusal.value.errors) == {field}
    with system_scope(reason="test"):
        assert not Organisation.objects.filter(name="示例新银行").exists()


def test_bank_is_registered_once(people):
    registered(people.city)
    with pytest.raises(RuleViolation, match="已经登记"):
        registered(people.city)


def test_page_lists_the_banks(people, bank, signed_in):
    page = signed_in(people.city).get(reverse("financing:banks"))
    assert page.status_code == 200 and len(page.context["rows"]) >= 1


def names(page):
    return [row.content["name"] for row in page.context["page"].rows]


def test_bank_finds_an_enterprise_by_a_part_of_its_name(signed_in, people, holder, bank):
    entry = listed(people)
    client = signed_in(bank)
    part = entry.enterprise_name[2:4]
    assert names(client.get("/financing/bank/", {"q": part})) == [entry.enterprise_name]
    assert names(client.get("/financing/bank/", {"q": "没有的名"})) == []


def test_name_search_of_a_bank_finds_nobody_off_the_list(signed_in, people, holder, bank):
    entry = listed(people)
    done(people.staff, entry, "leave")
    with acting_as(bank):
        assert listed_with_name_part(entry.enterprise_name[2:4], 10) == []


def test_bank_sorts_the_list_by_consent(signed_in, people, holder, bank):
    entry = listed(people)
    client = signed_in(bank)
    assert names(client.get("/financing/bank/?consent=none")) == [entry.enterprise_name]
    consented(people.staff, bank, ["contacts"])
    assert names(client.get("/financing/bank/?consent=none")) == []
    assert names(client.get("/financing/bank/?consent=given")) == [entry.enterprise_name]


def test_exported_list_says_no_more_than_who_is_on_it(signed_in, people, holder, bank):
    entry = listed(people)
    consented(people.staff, bank, ["contacts"])
    answer = signed_in(bank).get("/financing/bank/?export=xlsx")
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)), read_only=True)
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[1][:2] == (entry.enterprise_name, entry.credit_code)
    assert rows[0] == tuple(one.label for one in BankList.columns) and rows[1][3] == "联系人"
