"""What banks and the whitelist tell of districts: each figure equals a query by hand and is made up
of its rows."""

from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.utils import timezone

from accounts.duties import OrganisationKind
from accounts.tenancy import system_scope
from financing.models import CreditFeedback, WhitelistEntry
from schemes.models import SchemeVersion
from tests.district_figures import asked, told
from tests.enterprises.imports import code, enterprise
from tests.factories import OrganisationFactory

SPAN = date(2026, 1, 1), date(2026, 9, 30)
LOANS = """
WITH loan AS (
  SELECT district_id, count(*) AS n FROM financing_creditfeedback
  WHERE state IN ('paid_out', 'settled') AND voided_at IS NULL
    AND paid_out_on BETWEEN '2026-01-01' AND '2026-09-30' GROUP BY 1),
pool AS (
  SELECT district_id, count(*) AS n FROM enterprises_enterprise
  WHERE pool_entered_on <= '2026-09-30' GROUP BY 1)
SELECT district_id, coalesce(loan.n, 0), coalesce(pool.n, 0)
FROM loan FULL JOIN pool USING (district_id)
"""
LISTED = """
SELECT district_id, count(*) FROM financing_whitelistentry
WHERE (listed_at AT TIME ZONE 'Asia/Shanghai')::date <= '2026-09-30'
  AND (left_at IS NULL OR (left_at AT TIME ZONE 'Asia/Shanghai')::date > '2026-09-30')
  AND valid_to >= '2026-09-30' GROUP BY 1
"""


@pytest.fixture(autouse=True)
def later(monkeypatch):
    """The portal's clock stands after the period."""
    moment = timezone.make_aware(datetime(2026, 11, 26, 10))
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def bank(db):
    with system_scope(reason="test"):
        return OrganisationFactory(kind=OrganisationKind.BANK, name="示例银行")


@pytest.fixture(params=[1, 2, 3])
def chance(request):
    return Random(request.param)


@pytest.fixture
def holders(db, chance):
    return [
        enterprise(
            f"青岛示例{n}有限公司", code(n + 1), chance.choice(("370212", "370214")),
            pool_entered_on=chance.choice((None, date(2025, 1, 1), date(2026, 10, 1))),
        )
        for n in range(8)
    ]  # fmt: skip


def loan(bank, holder, reference, **fields):
    with system_scope(reason="test"):
        return CreditFeedback.objects.create(
            **{
                "organisation_id": holder.pk, "district_id": holder.district_id, "bank": bank,
                "reference": reference, "credit_code": holder.credit_code,
                "enterprise_name": holder.name, "state": "paid_out", "paid_out": 300,
                "contacted_on": date(2025, 12, 1), "paid_out_on": date(2026, 3, 1),
                "reported_at": timezone.now(), "reported_by": "示例",
            } | fields
        )  # fmt: skip


def test_loans_equal_a_query_by_hand(chance, holders, bank):
    for number in range(40):
        loan(
            bank, chance.choice(holders), f"A-{number}",
            state=chance.choice(("paid_out", "settled", "granted", "declined")),
            paid_out_on=date(2025, 11, 1) + timedelta(days=chance.randrange(400)),
            voided_at=chance.choice((None, None, timezone.now())),
        )  # fmt: skip
    assert told("loans_in_pool", *SPAN) == asked(LOANS)


def test_whitelist_equals_a_query_by_hand(chance, holders):
    with system_scope(reason="test"):
        version = SchemeVersion.objects.first()
        for number in range(30):
            holder = chance.choice(holders)
            since = timezone.make_aware(datetime(2026, 1, 1)) + timedelta(
                hours=chance.randrange(7500)
            )
            WhitelistEntry.objects.create(
                organisation_id=holder.pk, district_id=holder.district_id, state="left",
                origin="district", scheme_version=version, enterprise_name=f"{holder.name}{number}",
                credit_code=holder.credit_code, listed_at=since,
                left_at=since + timedelta(hours=chance.randrange(3000)),
                valid_to=since.date() + timedelta(days=chance.randrange(300)),
            )  # fmt: skip
    assert told("whitelist_enterprises", *SPAN) == asked(LISTED)


def test_loan_without_an_amount_is_shown(bank, holders):
    loan(bank, holders[0], "A-1", paid_out=None)
    told("loans_in_pool", *SPAN)
