"""Enterprises that are related by their shareholders: their claims count for each other."""

from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.duties import Duty
from accounts.models import District
from accounts.tenancy import Actor, acting_as, system_scope
from enterprises.models import Enterprise, Shareholder
from financing.models import SubsidyClaim
from financing.subsidies.duplicates import elsewhere, hits_of
from financing.subsidies.facts_of import facts_of
from procedures.models import Application, Batch
from schemes.amounts.facts import EarlierPay
from tests.financing.subsidies import claims
from tests.procedures import filings

EXCLUDING: dict[str, Any] = {
    **claims.EQUIPMENT,
    "exclusion": {"group": "machines", "label": "同一设备的资金", "mode": "top_up_difference"},
}


@pytest.fixture
def batch(people: SimpleNamespace) -> Batch:
    return claims.batch_of(EXCLUDING)


@pytest.fixture
def other(as_actor: Callable[..., Actor], district: District) -> Actor:
    """Staff of another enterprise of the district, with another legal representative."""
    staff = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    filings.confirmed(staff, 2)
    with system_scope(reason="test"):
        Enterprise.objects.filter(pk=staff.organisation_id).update(legal_representative="乙示例")
    return staff


def holds(staff: Actor, percent: str, **more: str) -> None:
    with system_scope(reason="test"):
        home = Enterprise.objects.get(pk=staff.organisation_id)
        values = {"kind": "person", "name": "丙示例", **more}
        Shareholder.objects.create(
            organisation_id=home.pk, district_id=home.district_id, percent=Decimal(percent),
            **values,
        )  # fmt: skip


def filed(staff: Actor, batch: Batch) -> Application:
    return filings.done(staff, claims.ready(staff, claims.draft(staff, batch), 1), "submit")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("percent", "words"),
    [("25", "关联企业（有同名股东各持股 25% 以上）"), ("24.9999", "另一企业 2026 年度")],
)
def test_shareholder_of_a_quarter_is_named_as_the_relation(
    people: SimpleNamespace, other: Actor, batch: Batch, percent: str, words: str
) -> None:
    holds(people.staff, "60")
    holds(other, percent)
    filed(other, batch)
    mine = claims.ready(people.staff, claims.draft(people.staff, batch), 1)
    with acting_as(people.staff):
        (hit,) = hits_of(claims.claim(mine))
        assert words in hit.text
        assert other.organisation_name not in hit.text
        assert "丙示例" not in hit.text


@pytest.mark.django_db
def test_holding_is_named_as_the_relation(
    people: SimpleNamespace, other: Actor, batch: Batch
) -> None:
    with system_scope(reason="test"):
        code = Enterprise.objects.get(pk=other.organisation_id).credit_code
    assert code is not None
    holds(people.staff, "30", kind="enterprise", name="示例控股", credit_code=code)
    filed(other, batch)
    mine = claims.ready(people.staff, claims.draft(people.staff, batch), 1)
    with acting_as(people.staff):
        (hit,) = hits_of(claims.claim(mine))
        assert "关联企业（一方持有另一方 25% 以上股权）" in hit.text


@pytest.mark.django_db
def test_what_a_related_enterprise_was_granted_counts_for_the_exclusion(
    people: SimpleNamespace, other: Actor, batch: Batch
) -> None:
    theirs = filed(other, batch)
    claims.decide(theirs)
    with system_scope(reason="test"):
        SubsidyClaim.objects.filter(application=theirs).update(approved_amount=Decimal(300_000))
    mine = claims.draft(people.staff, claims.batch_of(EXCLUDING, "another"))
    claims.add(people.staff, mine, claims.invoice(50, 6_000_000))
    with acting_as(people.staff):
        assert facts_of(claims.claim(mine), "declared").earlier == ()
    holds(people.staff, "60", id_tail="001X")
    holds(other, "60", id_tail="001X")
    # What another enterprise got is no business of who only declares.
    with acting_as(people.staff):
        assert facts_of(claims.claim(mine), "declared").earlier == ()
    with system_scope(reason="test"):
        earlier = facts_of(claims.claim(mine), "district").earlier
    assert earlier == (EarlierPay("关联企业", Decimal("300000.00"), claims.YEAR),)


@pytest.mark.django_db
def test_namesakes_take_no_money_from_each_other(
    people: SimpleNamespace, other: Actor, batch: Batch
) -> None:
    theirs = filed(other, batch)
    claims.decide(theirs)
    with system_scope(reason="test"):
        SubsidyClaim.objects.filter(application=theirs).update(approved_amount=Decimal(300_000))
        both = (people.staff.organisation_id, other.organisation_id)
        Enterprise.objects.filter(pk__in=both).update(legal_representative="示例同名")
    holds(people.staff, "60")
    holds(other, "60")
    mine = claims.draft(people.staff, claims.batch_of(EXCLUDING, "another"))
    claims.add(people.staff, mine, claims.invoice(50, 6_000_000))
    with system_scope(reason="test"):
        assert facts_of(claims.claim(mine), "district").earlier == ()


@pytest.mark.django_db
def test_relation_is_found_by_the_indexes(
    people: SimpleNamespace, other: Actor, batch: Batch
) -> None:
    """Whatever the number of lines: one call of the function, its relations looked up once."""
    holds(people.staff, "60")
    holds(other, "60")
    filed(other, batch)
    mine = claims.ready(people.staff, claims.draft(people.staff, batch), 1)
    with acting_as(people.staff), CaptureQueriesContext(connection) as queries:
        (found,) = elsewhere(claims.claim(mine).pk)
    assert found.relation == "same_name"
    assert sum("financing_claim_hits" in one["sql"] for one in queries) == 1
