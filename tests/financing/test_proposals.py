"""Proposals for the list: taken back, decided by another, decided in bulk."""

import pytest
from django.urls import reverse

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as
from financing.whitelist.actions.decide_entries import MOST, decide_entries, prospects
from lifecycle.transitions import TransitionInput
from tests.certification.certificates import act as act_on_certificate
from tests.financing.listing import candidate, done, fresh, listed, proposed
from tests.procedures import filings

LIST = reverse("financing:entries")


@pytest.fixture
def second_officer(as_actor):
    return as_actor(Duty.CITY_OFFICER)


def test_who_proposed_does_not_approve(people, holder, second_officer):
    entry = candidate(people)
    done(people.city, entry, "propose")
    with pytest.raises(RuleViolation, match="推荐人不能审定自己推荐的企业"):
        done(people.city, entry, "approve")
    assert done(second_officer, entry, "approve").state == "listed"


def test_district_takes_its_proposal_back(people, holder):
    entry = proposed(people)
    assert (
        done(people.reviewer, entry, "take_back", TransitionInput("材料要补")).state == "candidate"
    )
    assert any("推荐已撤回" in one for one in filings.told(people.city.user_id))
    assert done(people.reviewer, entry, "propose").state == "proposed"


def test_proposal_of_the_city_is_not_the_districts_to_take_back(people, holder):
    entry = candidate(people)
    done(people.city, entry, "propose")
    with pytest.raises(RuleViolation, match="不是本单位的推荐"):
        done(people.reviewer, entry, "take_back")
    with pytest.raises(NotPermitted):
        done(people.city, entry, "take_back")


def test_decided_proposal_is_not_taken_back(people, holder):
    with pytest.raises(RuleViolation, match="在库"):
        done(people.reviewer, listed(people), "take_back")


def test_city_looks_and_decides_on_many(people, holder, signed_in):
    entry = proposed(people)
    client = signed_in(people.city)
    seen = client.post(LIST, {"row": [entry.pk], "bulk": "approve"})
    assert [one.pk for one in seen.context["possible"]] == [entry.pk]
    result = client.post(
        reverse("financing:decide"),
        {"decision": "approve", "looked_at": f"{entry.pk}:{entry.version}"},
    )
    assert [one.pk for one in result.context["done"]] == [entry.pk]
    assert fresh(entry).state == "listed"


def test_preview_says_who_cannot_be_decided(people, holder, signed_in):
    entry = proposed(people)
    act_on_certificate(people.city, holder, "revoke")
    page = signed_in(people.city).post(LIST, {"row": [entry.pk], "bulk": "approve"})
    assert not page.context["possible"] and "不符合入库条件" in page.content.decode()


def test_one_that_changed_meanwhile_is_told_and_left_alone(people, holder, signed_in):
    entry = proposed(people)
    done(people.reviewer, entry, "take_back")
    with acting_as(people.city):
        (one,) = decide_entries(people.city, "approve", {entry.pk: entry.version}, "")
    assert "撤回推荐" in one.reasons[0] and fresh(entry).state == "candidate"


def test_refusal_of_many_needs_its_reason(people, holder, signed_in):
    entry = proposed(people)
    client = signed_in(people.city)
    said = {"decision": "decline", "looked_at": f"{entry.pk}:{entry.version}"}
    page = client.post(reverse("financing:decide"), said)
    assert page.status_code == 422 and "请写明原因" in page.content.decode()
    assert client.post(reverse("financing:decide"), said | {"reason": "不符合"}).context["done"]
    assert fresh(entry).state == "declined"


def test_all_that_the_filter_matches_is_previewed(people, holder, signed_in):
    entry = proposed(people)
    said = {"all_matching": "yes", "bulk": "approve"}
    client = signed_in(people.city)
    page = client.post(LIST, said | {"query": "state=proposed"})
    assert [one.pk for one in page.context["possible"]] == [entry.pk]
    refused = client.post(LIST, said | {"query": "state=declined"})
    assert refused.status_code == 422
    assert refused.context["list"].filter.chosen


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (reverse("financing:decide"), {"decision": "approve"}),
        (reverse("financing:decide"), {"decision": "remove", "looked_at": "1:1"}),
    ],
)
def test_nothing_chosen_leads_back_to_the_list(people, signed_in, address, said):
    page = signed_in(people.city).post(address, said)
    assert page.status_code == 302 and page.headers["Location"] == LIST


def test_list_from_which_nothing_was_chosen_comes_back(people, signed_in):
    page = signed_in(people.city).post(LIST, {"bulk": "approve"})
    assert page.status_code == 422
    assert "请先勾选" in page.content.decode()


def test_act_over_many_that_there_is_not_is_not_found(people, signed_in):
    assert signed_in(people.city).post(LIST, {"bulk": "remove", "row": 1}).status_code == 404


def test_too_many_at_once_and_other_duties_are_refused(people):
    with acting_as(people.city), pytest.raises(RuleViolation, match="一次最多"):
        prospects(people.city, "approve", range(1, MOST + 2))
    with acting_as(people.reviewer), pytest.raises(NotPermitted):
        decide_entries(people.reviewer, "approve", {1: 1}, "")
