"""Money without a claim, from the certificate to the account."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db.models import F

from accounts.errors import NotPermitted, RuleViolation
from accounts.models import Notification, OutboxMessage
from accounts.tenancy import Actor, acting_as, system_scope
from certification.models import Certificate
from enterprises.models import Enterprise
from financing.ledger.actions.carry_out import carry_out
from financing.ledger.actions.make_batch import make_batch
from financing.ledger.commitments import reserve
from financing.ledger.positions import position_of
from financing.models import GrantCandidate, GrantList, Payable, SubsidyClaim
from financing.subsidies.auto.candidate_machine import MACHINE
from financing.subsidies.auto.freezing import hash_of
from financing.subsidies.auto.list_machine import MACHINE as LISTS
from financing.subsidies.auto.nightly import run_nightly
from financing.subsidies.auto.own import own_grants
from lifecycle.transitions import TransitionInput
from procedures.models import Application
from tests.financing.ledger import money
from tests.financing.subsidies.auto import lists
from tests.procedures import filings
from tests.procedures.notices import ended, published

pytestmark = pytest.mark.django_db
State = GrantCandidate.State


def act(actor: Actor, row: GrantCandidate, name: str, reason: str = "") -> GrantCandidate:
    with acting_as(actor):
        MACHINE.execute(actor, row.pk, name, TransitionInput(reason=reason))
    return lists.only()


def night(days: int, row: GrantCandidate) -> GrantCandidate:
    """The night of `days` days later, as the candidate sees it."""
    with system_scope(reason="test"):
        shift = timedelta(days=days)
        GrantCandidate.objects.update(
            answer_by=F("answer_by") - shift, claim_until=F("claim_until") - shift
        )
        GrantList.objects.update(claim_until=F("claim_until") - shift)
    run_nightly()
    return lists.only()


def test_a_list_is_frozen_with_version_moment_and_hash(
    people: SimpleNamespace, holder: Certificate
) -> None:
    row = lists.drawn(people, holder)
    candidate = lists.only()
    assert (candidate.state, candidate.amount) == (State.MATCHED, Decimal("100000.00"))
    with system_scope(reason="test"):
        row = GrantList.objects.select_related("scheme_version").get(pk=row.pk)
        assert row.sha256 == hash_of(row, [candidate]) != ""
        candidate.amount += 1
        assert row.sha256 != hash_of(row, [candidate])


def test_who_draws_up_a_list_does_not_push_it(people: SimpleNamespace, holder: Certificate) -> None:
    row = lists.drawn(people, holder)
    with acting_as(people.city), pytest.raises(RuleViolation, match="另一位经办人"):
        carry_out(LISTS, people.city, row.pk, "push", TransitionInput())


def test_a_list_that_was_altered_is_not_pushed(
    people: SimpleNamespace, holder: Certificate
) -> None:
    row = lists.drawn(people, holder)
    with system_scope(reason="test"):
        GrantCandidate.objects.update(amount=1)
    with acting_as(people.city2), pytest.raises(RuleViolation, match="与冻结时不一致"):
        carry_out(LISTS, people.city2, row.pk, "push", TransitionInput())


def test_the_check_is_made_again_on_the_day(people: SimpleNamespace, holder: Certificate) -> None:
    row = lists.pushed(people, holder)
    with system_scope(reason="test"):
        Certificate.objects.filter(pk=holder.pk).update(holder_name="另一家（示例）有限公司")
    with acting_as(people.staff), pytest.raises(RuleViolation, match="今天的预检没有通过"):
        MACHINE.execute(people.staff, row.pk, "confirm")


def test_another_name_on_the_certificate_bars(people: SimpleNamespace, holder: Certificate) -> None:
    with system_scope(reason="test"):
        Certificate.objects.filter(pk=holder.pk).update(holder_name="另一家（示例）有限公司")
    row = lists.drawn(people, holder)
    candidate = lists.only()
    assert candidate.state == State.BARRED and "与登记不一致" in candidate.barred_by
    with acting_as(people.city2), pytest.raises(RuleViolation, match="没有通过预检"):
        carry_out(LISTS, people.city2, row.pk, "push", TransitionInput())


def test_one_click_makes_claim_case_and_reserve(
    people: SimpleNamespace, holder: Certificate
) -> None:
    row = act(people.staff, lists.pushed(people, holder), "confirm")
    assert row.state == State.CONFIRMED and row.account_id
    with system_scope(reason="test"):
        claim = SubsidyClaim.objects.get(application=row.application_id)
        assert (claim.origin, claim.approved_amount) == ("auto", Decimal("100000.00"))
        assert Application.objects.get(pk=row.application_id).state == "proposed"
        assert position_of("jigai", 2026).reserved == Decimal("100000.00")


def test_public_notice_then_payable(people: SimpleNamespace, holder: Certificate) -> None:
    row = act(people.staff, lists.pushed(people, holder), "confirm")
    case = filings.fresh(row.application)
    ended(published(people, [case]))
    filings.done(people.city, case, "certify")
    with system_scope(reason="test"):
        payable = Payable.objects.get(application=case)
        assert (payable.amount, payable.state) == (Decimal("100000.00"), "due")
        assert position_of("jigai", 2026).committed == Decimal("100000.00")


def test_a_paid_one_is_fulfilled_at_night(people: SimpleNamespace, holder: Certificate) -> None:
    row = act(people.staff, lists.pushed(people, holder), "confirm")
    case = filings.fresh(row.application)
    ended(published(people, [case]))
    filings.done(people.city, case, "certify")
    with system_scope(reason="test"):
        payable = Payable.objects.get(application=case)
    with acting_as(people.city):
        batch = make_batch(people.city, payable.fund_year_id, [payable.pk], "示例")
    money.sent(people, batch)
    money.imported(people.city, batch, [money.line(money.orders(batch)[0])])
    run_nightly()
    assert lists.only().state == State.FULFILLED


def test_without_an_account_nothing_is_confirmed(
    people: SimpleNamespace, holder: Certificate
) -> None:
    row = lists.pushed(people, holder)
    with system_scope(reason="test"):
        # The account keeps its holder; the enterprise has another name since.
        Enterprise.objects.filter(pk=people.staff.organisation_id).update(
            name="另一家（示例）有限公司"
        )
    with acting_as(people.staff), pytest.raises(RuleViolation, match="户名与企业名称不一致"):
        MACHINE.execute(people.staff, row.pk, "confirm")


def test_nobody_else_confirms(people: SimpleNamespace, holder: Certificate) -> None:
    row = lists.pushed(people, holder)
    with acting_as(people.city), pytest.raises(NotPermitted):
        MACHINE.execute(people.city, row.pk, "confirm")


def test_a_second_click_grants_nothing_more(people: SimpleNamespace, holder: Certificate) -> None:
    row = act(people.staff, lists.pushed(people, holder), "confirm")
    with acting_as(people.staff), pytest.raises(RuleViolation):
        MACHINE.execute(people.staff, row.pk, "confirm")
    with system_scope(reason="test"):
        assert SubsidyClaim.objects.filter(origin="auto").count() == 1


def test_declining_needs_a_reason_and_may_be_changed(
    people: SimpleNamespace, holder: Certificate
) -> None:
    row = lists.pushed(people, holder)
    with acting_as(people.staff), pytest.raises(RuleViolation):
        MACHINE.execute(people.staff, row.pk, "decline")
    assert act(people.staff, row, "decline", "已享受区级奖励").state == State.DECLINED
    assert act(people.staff, row, "change_mind").state == State.PUSHED


def test_a_wrong_match_is_answered_by_the_city(
    people: SimpleNamespace, holder: Certificate
) -> None:
    row = act(people.staff, lists.pushed(people, holder), "dispute", "证书名称不对")
    assert row.state == State.DISPUTED
    assert act(people.city, row, "remove", "核实后移出").state == State.REMOVED


def test_silence_is_reminded_then_lapses_and_stays_claimable(
    people: SimpleNamespace, holder: Certificate
) -> None:
    row = lists.pushed(people, holder)
    night(8, row)
    with system_scope(reason="test"):
        assert row.events.filter(transition="remind").count() == 1
    assert night(3, row).state == State.LAPSED
    assert act(people.staff, row, "confirm").state == State.CONFIRMED


def test_after_the_window_it_is_over(people: SimpleNamespace, holder: Certificate) -> None:
    row = lists.pushed(people, holder)
    assert night(60, row).state == State.EXPIRED
    with system_scope(reason="test"):
        assert GrantList.objects.get().state == GrantList.State.CLOSED


def test_the_night_may_be_repeated(people: SimpleNamespace, holder: Certificate) -> None:
    row = lists.pushed(people, holder)
    night(8, row)
    run_nightly()
    with system_scope(reason="test"):
        assert row.events.filter(transition="remind").count() == 1


def test_the_enterprise_is_told_once(people: SimpleNamespace, holder: Certificate) -> None:
    row = lists.pushed(people, holder)
    with system_scope(reason="test"):
        owed = OutboxMessage.objects.filter(payload__title__startswith="免申即享待您确认")
        told = Notification.objects.filter(title__startswith="免申即享待您确认")
        assert owed.count() + told.count() >= 1
    with acting_as(people.staff):
        assert [one.row.pk for one in own_grants(people.staff)] == [row.pk]


def test_a_certificate_is_listed_once(people: SimpleNamespace, holder: Certificate) -> None:
    lists.drawn(people, holder)
    with pytest.raises(RuleViolation, match="没有新发的证书"):
        lists.drawn(people, holder)


def test_a_short_budget_is_told_before_pushing(
    people: SimpleNamespace, holder: Certificate
) -> None:
    row = lists.drawn(people, holder)
    case = money.case_of(
        people.staff, people.staff.district_ids[0], lists.batch_of(lists.AWARD, "b")
    )
    with acting_as(people.city):
        reserve(case, Decimal(950_000))
    with acting_as(people.city2), pytest.raises(RuleViolation, match="预算不足"):
        carry_out(LISTS, people.city2, row.pk, "push", TransitionInput())
