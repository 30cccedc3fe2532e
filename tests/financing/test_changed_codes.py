"""The code of a listed enterprise changes: followers are left with no ghost of the former one."""

import json
from types import SimpleNamespace

import pytest
from django.urls import reverse

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from enterprises.models import Enterprise
from financing.models import FeedRow
from financing.whitelist import pulls
from financing.whitelist.feed import refresh
from tests.certification.certificates import certified
from tests.enterprises.entries import code_of
from tests.financing.credits import line, reported
from tests.financing.demands import at, posted
from tests.financing.listing import done, fresh, listed
from tests.procedures.filings import confirmed

OTHER, THIRD = code_of(900_001), code_of(900_002)


@pytest.fixture
def entry(people, holder, bank):
    return listed(people)


@pytest.fixture
def neighbour(people, entry, as_actor, district):
    """The entry of a second enterprise on the list."""
    staff = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    confirmed(staff, 2)
    certified(SimpleNamespace(**{**vars(people), "staff": staff}))
    return listed(people, staff.organisation_id)


def recoded(enterprise_id, code):
    with system_scope(reason="test"):
        Enterprise.objects.filter(pk=enterprise_id).update(credit_code=code)
    refresh([enterprise_id])


def followed(bank, place=0):
    """Credit code -> entry, as a program has it that follows the changes since `place`."""
    copy = {}
    with acting_as(bank):
        for text in pulls.changes_since(bank, place, 100, "测试").rows:
            row = json.loads(text)
            copy.pop(row["credit_code"], None)
            if row["status"] == "listed":
                copy[row["credit_code"]] = row
    return copy


def pulled(bank):
    with acting_as(bank):
        rows = FeedRow.objects.listed_for(bank.organisation_id)
        return set(rows.values_list("credit_code", flat=True))


def test_former_code_leaves_a_tombstone_that_names_the_new_one(entry, bank):
    recoded(entry.organisation_id, OTHER)
    with acting_as(bank):
        rows = [json.loads(text) for text in pulls.changes_since(bank, 0, 100, "测试").rows]
    gone, here = rows
    assert (gone["credit_code"], gone["status"]) == (entry.credit_code, "left")
    assert (gone["reason"], gone["replaced_by"]) == ("code_changed", OTHER)
    assert (here["credit_code"], here["status"]) == (OTHER, "listed")


def test_copy_and_list_agree_after_a_change_and_after_leaving(entry, people, bank):
    recoded(entry.organisation_id, OTHER)
    assert set(followed(bank)) == pulled(bank) == {OTHER}
    done(people.staff, fresh(entry), "leave")
    assert followed(bank) == {} and pulled(bank) == set()


def test_enterprise_that_leaves_before_its_new_code_was_shown_leaves_no_ghost(entry, people, bank):
    with system_scope(reason="test"):
        Enterprise.objects.filter(pk=entry.organisation_id).update(credit_code=OTHER)
    done(people.staff, fresh(entry), "leave")
    assert followed(bank) == {} and pulled(bank) == set()


def test_code_that_comes_back_is_listed_again(entry, bank):
    recoded(entry.organisation_id, OTHER)
    recoded(entry.organisation_id, entry.credit_code)
    assert set(followed(bank)) == pulled(bank) == {entry.credit_code}


def test_code_that_passes_to_another_enterprise_is_the_others(entry, neighbour, bank):
    given = entry.credit_code
    recoded(entry.organisation_id, OTHER)
    recoded(neighbour.organisation_id, given)
    copy = followed(bank)
    assert set(copy) == pulled(bank) == {OTHER, given}
    assert copy[given]["name"] == neighbour.enterprise_name


def test_code_is_the_others_although_its_former_holder_is_written_later(entry, neighbour, bank):
    given = entry.credit_code
    with system_scope(reason="test"):
        Enterprise.objects.filter(pk=entry.organisation_id).update(credit_code=OTHER)
    recoded(neighbour.organisation_id, given)
    refresh([entry.organisation_id])
    assert set(followed(bank)) == pulled(bank) == {OTHER, given}


def test_two_enterprises_that_swap_their_codes_are_both_there(entry, neighbour, bank):
    with system_scope(reason="test"):
        for one, code in (
            (entry, THIRD), (neighbour, entry.credit_code), (entry, neighbour.credit_code)
        ):  # fmt: skip
            Enterprise.objects.filter(pk=one.organisation_id).update(credit_code=code)
    refresh([entry.organisation_id, neighbour.organisation_id])
    copy = followed(bank)
    assert set(copy) == pulled(bank) == {entry.credit_code, neighbour.credit_code}
    assert copy[entry.credit_code]["name"] == neighbour.enterprise_name


def test_unchanged_code_writes_nothing(entry, bank):
    with acting_as(bank):
        before = pulls.last_change(bank)
    refresh([entry.organisation_id])
    with acting_as(bank):
        assert pulls.last_change(bank) == before


def test_bank_reports_under_the_new_code_and_the_former(entry, bank):
    recoded(entry.organisation_id, OTHER)
    results = reported(bank, line(entry, "A-1"), line(entry, "A-2", credit_code=OTHER))
    assert [one.status for one in results] == ["created", "created"]
    (again,) = reported(bank, line(entry, "A-1", credit_code=OTHER))
    assert again.status == "updated"


def test_demands_and_credits_are_found_by_the_code_of_today(entry, people, bank, signed_in):
    handling = at(bank, posted(people.staff, bank))
    reported(bank, line(entry, "A-1"))
    recoded(entry.organisation_id, OTHER)
    for code in (entry.credit_code, OTHER):
        for actor, demands, credits in (
            (bank, "financing:bank_demands", "financing:feedback"),
            (people.city, "financing:demands", "financing:credits"),
        ):
            client = signed_in(actor)
            found = client.get(reverse(demands), {"q": code}).context["page"].rows
            assert [row.pk for row in found] == [handling.pk]
            found = client.get(reverse(credits), {"q": code}).context["page"].rows
            assert [row.reference for row in found] == ["A-1"]


def test_page_of_the_enterprise_is_found_by_its_new_code(entry, bank, signed_in):
    recoded(entry.organisation_id, OTHER)
    client = signed_in(bank)
    assert client.get(reverse("financing:bank_entry", args=[OTHER])).status_code == 200
