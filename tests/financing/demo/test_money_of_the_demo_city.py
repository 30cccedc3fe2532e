"""The money of the demo city: claims in every state, funds, batches, and sums that agree."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.tenancy import system_scope
from financing.ledger.replaying import replay
from financing.models import (
    EffectReport,
    FundYear,
    Payable,
    PaymentBatch,
    Recovery,
    SubsidyClaim,
    SubsidyUpload,
)
from financing.subsidies.replaying import decided_claims, replay_claims
from procedures.models.application import State


def test_claims_of_the_demo_city_come_to_the_same_sums_again(db, own_media):
    call_command("seed_demo", seed=1, enterprises=200, applications=50, verbosity=0)
    with system_scope(reason="test"):
        claims = SubsidyClaim.objects.select_related("application")
        states = {one.application.state for one in claims}
        assert states >= {State.DRAFT, State.DISTRICT_REVIEW, State.CITY_REVIEW, State.APPROVED}

        # The drawn claim: 205.60 万元 as it was declared, 180.96 万元 after the district's cuts.
        draft = claims.get(application__state=State.DRAFT, lines__number=12)
        assert draft.declared_amount == Decimal("2056000.00")
        assert claims.filter(district_amount=Decimal("1809600.00")).count() == 1

        years = list(FundYear.objects.select_related("fund"))
        assert len({one.fund_id for one in years}) == 4
        assert [one.wrong for one in replay(years) if one.wrong] == []
        assert PaymentBatch.objects.filter(state="closed").count() >= 2
        assert Recovery.objects.filter(state="proposed").count() == 2
        shows_effects(claims)

        found = list(replay_claims(list(decided_claims())))
        assert len(found) > 10
        assert [one.wrong for one in found if one.wrong] == []
        changed = found[0].claim
        changed.approved_amount += 1
        changed.save(update_fields=["approved_amount"])

    # A changed amount is named.
    said = StringIO()
    with pytest.raises(CommandError, match="1 件申报、0 个资金年度不一致"):
        call_command("replay_claims", stdout=said)
    assert str(changed.application.number) in said.getvalue()


def shows_effects(claims) -> None:
    """What came of the money, by the worked sums of the two rules."""
    # A goal of the staged 600 万元 was missed: half was paid, it comes back in parts.
    [back] = Recovery.objects.filter(cause="goal")
    assert (back.state, back.amount, back.received) == ("noticed", 3_000_000, 1_600_000)
    parts = Payable.objects.filter(application__scheme_version__scheme__code="little-giant-grant")
    assert set(parts.values_list("label", "amount", "state")) == {
        ("启动款", Decimal(3_000_000), "paid"),
        ("绩效评价后的余款", Decimal(3_000_000), "cancelled"),
        ("绩效评价后的余款", Decimal(3_000_000), "waiting"),
        ("绩效评价后的余款", Decimal(3_000_000), "due"),
    }

    # 50 + 50 + 100 万元 by stages, less 120 for 新三板.
    listing = claims.filter(application__scheme_version__scheme__code="listing-stages")
    assert Decimal(800_000) in listing.values_list("declared_amount", flat=True)

    reports = EffectReport.objects
    assert set(reports.values_list("state", flat=True)) >= {"filed", "confirmed"}
    upload = SubsidyUpload.objects.get()
    assert len(upload.rows) == 2
    assert {one["column"] for one in upload.findings} >= {"开票日期"}
