"""Numbers of a claim that are in use elsewhere, and what is told of them."""

import threading
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db import connection

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.models import District
from accounts.tenancy import Actor, acting_as, system_scope
from enterprises.models import Enterprise
from financing.subsidies.actions.explain_hit import explain_hit
from financing.subsidies.duplicates import elsewhere, hits_of
from procedures.models import Application, Batch
from tests.enterprises.entries import code_of
from tests.financing.subsidies import claims
from tests.procedures import filings


@pytest.fixture
def batch(people: SimpleNamespace) -> Batch:
    return claims.batch_of(claims.EQUIPMENT)


@pytest.fixture
def other(as_actor: Callable[..., Actor], district: District) -> Actor:
    """Staff of another enterprise of the district."""
    staff = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    filings.confirmed(staff, 2)
    return staff


@pytest.mark.django_db
def test_an_open_claim_of_another_enterprise_is_told_without_its_name(
    people: SimpleNamespace, other: Actor, batch: Batch
) -> None:
    with system_scope(reason="test"):
        Enterprise.objects.filter(pk=other.organisation_id).update(legal_representative="李示例")
    theirs = claims.ready(other, claims.draft(other, batch), 1)
    mine = claims.ready(people.staff, claims.draft(people.staff, batch), 1)
    with acting_as(people.staff):
        assert hits_of(claims.claim(mine)) == []  # a draft is nobody's business
    filings.done(other, theirs, "submit")
    with acting_as(people.staff):
        (hit,) = hits_of(claims.claim(mine))
        assert not hit.is_block and hit.is_open and hit.url == ""
        assert "另一企业 2026 年度的申报（名称按权限不显示" in hit.text
        assert other.organisation_name not in hit.text


@pytest.mark.django_db
def test_a_decided_claim_blocks_and_leads_to_the_own_one(
    people: SimpleNamespace, batch: Batch
) -> None:
    first = claims.ready(people.staff, claims.draft(people.staff, batch), 1)
    first = filings.done(people.staff, first, "submit")
    second = claims.draft(people.staff, claims.batch_of(claims.EQUIPMENT, "another"))
    second = claims.ready(people.staff, second, 1)
    claims.decide(first)
    with acting_as(people.staff):
        (hit,) = hits_of(claims.claim(second))
        assert hit.is_block and f"/claims/{first.pk}/lines/#line-1" in hit.url
        assert f"{first.number} 第 1 行" == hit.url_words
    with pytest.raises(RuleViolation, match="重复"):
        filings.done(people.staff, second, "submit")


@pytest.mark.django_db
def test_the_bureau_sees_which_claim_it_is(
    people: SimpleNamespace, other: Actor, batch: Batch
) -> None:
    theirs = filings.done(other, claims.ready(other, claims.draft(other, batch), 1), "submit")
    mine = claims.ready(people.staff, claims.draft(people.staff, batch), 1)
    with acting_as(people.staff):
        (hit,) = hits_of(claims.claim(mine))
        explain_hit(people.staff, mine.pk, 1, hit.key, "两家合用一台，发票开给本企业")
    filings.done(people.staff, mine, "submit")
    with acting_as(people.reviewer):
        (hit,) = hits_of(claims.claim(mine))
        assert theirs.number in hit.text and hit.said["text"].startswith("两家")


@pytest.mark.django_db
def test_the_same_legal_representative_is_named_as_a_relation(
    people: SimpleNamespace, other: Actor, batch: Batch
) -> None:
    with system_scope(reason="test"):
        Enterprise.objects.all().update(legal_representative="王示例")
    filings.done(other, claims.ready(other, claims.draft(other, batch), 1), "submit")
    mine = claims.ready(people.staff, claims.draft(people.staff, batch), 1)
    with acting_as(people.staff):
        assert "关联企业" in hits_of(claims.claim(mine))[0].text


@pytest.mark.django_db
def test_nobody_asks_about_a_claim_that_is_not_theirs(
    people: SimpleNamespace, other: Actor, batch: Batch
) -> None:
    theirs = claims.ready(other, claims.draft(other, batch), 1)
    filings.done(
        people.staff, claims.ready(people.staff, claims.draft(people.staff, batch), 1), "submit"
    )
    with acting_as(other):
        claim_id = claims.claim(theirs).pk
        assert len(elsewhere(claim_id)) == 1
    with acting_as(people.staff):
        assert elsewhere(claim_id) == []


@pytest.mark.django_db
def test_an_explanation_holds_for_what_it_was_given_to(
    people: SimpleNamespace, batch: Batch
) -> None:
    case = claims.draft(people.staff, batch)
    claims.add(people.staff, case, claims.invoice(1, 6_000_000, buyer_code=code_of(7)))
    with acting_as(people.staff):
        (hit,) = hits_of(claims.claim(case))
        explain_hit(people.staff, case.pk, 1, hit.key, "集团统一采购")
        assert not hits_of(claims.claim(case))[0].is_open
    changed = claims.invoice(1, 6_000_000, buyer_code=code_of(8))
    claims.add(people.staff, case, changed, number=1)
    with acting_as(people.staff):
        assert hits_of(claims.claim(case))[0].is_open


@pytest.mark.django_db(transaction=True)
def test_of_two_claims_sent_in_the_same_second_one_goes(
    people: SimpleNamespace, other: Actor, batch: Batch
) -> None:
    mine = claims.ready(people.staff, claims.draft(people.staff, batch), 1)
    theirs = claims.ready(other, claims.draft(other, batch), 1)
    begin, results = threading.Barrier(2), []

    def send(actor: Actor, case: Application) -> None:
        begin.wait()
        try:
            filings.done(actor, case, "submit")
            results.append("sent")
        except RuleViolation as refusal:
            results.append(str(refusal))
        finally:
            connection.close()

    threads = [
        threading.Thread(target=send, args=one) for one in ((people.staff, mine), (other, theirs))
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert sorted(one == "sent" for one in results) == [False, True]
    assert any("第 1 行" in one for one in results)
