"""What a reviewer decides of a claim's lines."""

from decimal import Decimal

import pytest

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation, StaleVersion
from accounts.tenancy import acting_as
from financing.models import LineDecision, SubsidyClaim
from financing.subsidies.review.actions.decide_line import (
    LineChoice,
    accept_the_rest,
    decide_line,
)
from financing.subsidies.review.finding import finding_of
from financing.subsidies.review.lines import counted_in, line_rows, totals_of
from tests.financing.subsidies.review.claims import WAN, cut_as_drawn, decided, fresh


def totals(actor, claim):
    with acting_as(actor):
        return totals_of(line_rows(claim, "district"))


def test_drawn_claim_counts_1081_of_1235(people, claim):
    cut_as_drawn(people.reviewer, claim)
    found = totals(people.reviewer, claim)
    assert (found.number, found.cut, found.unseen) == (11, 3, 0)
    assert (found.declared / WAN, found.counted / WAN) == (Decimal(1235), Decimal(1081))
    assert found.difference / WAN == Decimal(-154)


def test_amount_of_the_stage_follows_each_decision(people, claim):
    cut_as_drawn(people.reviewer, claim)
    row = fresh(claim)
    assert row.district_amount == Decimal("1809600.00")
    assert Decimal(row.sums["district"]["amount"]) == row.district_amount


def test_title_says_what_was_cut(people, claim):
    cut_as_drawn(people.reviewer, claim)
    row = fresh(claim)
    with acting_as(people.reviewer):
        said = finding_of(row, "district", totals_of(line_rows(row, "district")))
    assert said == "核减 3 行、154.00 万元，奖补由 205.60 核为 180.96 万元"


@pytest.mark.parametrize(
    "choice, field",
    [
        (LineChoice("reduce", Decimal(1)), "reason"),
        (LineChoice("strike"), "reason"),
        (LineChoice("reduce", None, "示例"), "counted"),
        (LineChoice("reduce", Decimal(0), "示例"), "counted"),
        (LineChoice("reduce", Decimal(-1), "示例"), "counted"),
        (LineChoice("reduce", Decimal(1_860_000), "示例"), "counted"),
        (LineChoice("reduce", Decimal(10) ** 11, "示例"), "counted"),
        (LineChoice("nonsense"), "verdict"),
    ],
)
def test_wrong_decision_is_refused_at_its_field(people, claim, choice, field):
    with acting_as(people.reviewer), pytest.raises(RuleViolation) as refused:
        decide_line(people.reviewer, claim.pk, 1, choice)
    assert field in refused.value.errors


def test_withdrawn_line_is_not_decided(people, claim):
    with acting_as(people.reviewer), pytest.raises(RuleViolation, match="撤下"):
        decide_line(people.reviewer, claim.pk, 9, LineChoice("accept"))


def test_earlier_decisions_are_kept_and_the_last_counts(people, claim):
    decided(people.reviewer, claim, 1, "strike", reason="示例")
    decided(people.reviewer, claim, 1, "accept")
    with acting_as(people.reviewer):
        assert LineDecision.objects.filter(claim=claim).count() == 2
        assert line_rows(claim, "district")[0].counted == Decimal(1_860_000)
        # What counts as it was declared is not named.
        assert 1 not in counted_in(claim, "district")


def test_colleague_who_decided_meanwhile_is_named_not_overwritten(
    people, claim, as_actor, district
):
    colleague = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    decided(colleague, claim, 1, "strike", reason="示例")
    with acting_as(people.reviewer), pytest.raises(StaleVersion, match=colleague.user_name):
        decide_line(people.reviewer, claim.pk, 1, LineChoice("accept", shown=0))


def test_rest_is_accepted_without_touching_what_was_decided(people, claim):
    decided(people.reviewer, claim, 1, "strike", reason="示例")
    with acting_as(people.reviewer):
        assert accept_the_rest(people.reviewer, claim.pk) == 10
        assert accept_the_rest(people.reviewer, claim.pk) == 0
        assert counted_in(claim, "district")[1] is None


def test_city_does_not_decide_while_the_district_reviews(people, claim):
    with acting_as(people.city), pytest.raises(RuleViolation, match="区市初审"):
        decide_line(people.city, claim.pk, 1, LineChoice("accept"))


def test_district_does_not_decide_once_the_city_reviews(people, at_city):
    with acting_as(people.reviewer), pytest.raises(RuleViolation, match="市级审核"):
        decide_line(people.reviewer, at_city.pk, 1, LineChoice("accept"))


def test_leader_decides_nothing(people, claim, as_actor):
    leader = as_actor(Duty.LEADER)
    with acting_as(leader), pytest.raises(NotPermitted):
        decide_line(leader, claim.pk, 1, LineChoice("accept"))


def test_reviewer_of_another_district_finds_no_claim(claim, as_actor, other_district):
    stranger = as_actor(Duty.DISTRICT_REVIEWER, district=other_district)
    with acting_as(stranger), pytest.raises(SubsidyClaim.DoesNotExist):
        decide_line(stranger, claim.pk, 1, LineChoice("accept"))


def test_enterprise_does_not_read_decisions(people, claim):
    decided(people.reviewer, claim, 1, "strike", reason="示例")
    with acting_as(people.staff):
        assert not LineDecision._base_manager.exists()


def test_city_begins_with_what_the_district_counted(people, at_city):
    decided(people.city, at_city, 1, "reduce", "100", "示例")
    with acting_as(people.city):
        rows = {one.line.number: one for one in line_rows(at_city, "audited")}
    assert rows[1].before == Decimal(1_860_000)
    assert rows[1].counted == Decimal(1_000_000)
