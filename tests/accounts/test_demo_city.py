"""The demo city: the same for the same seed, valid, and alive."""

import re
from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.actors import actor_of_membership
from accounts.lanes import Lane
from accounts.models import Membership, Notification, User
from accounts.outbox import deliver_next
from accounts.tenancy import Actor, acting_as, system_scope
from audit.models import TrailEntry
from certification.models import Certificate, CertificateEvent
from certification.rungs import valid_today
from documents.models import Attachment
from enterprises.demo.invention import invent
from enterprises.models import Enterprise, YearlyReport
from enterprises.rules.credit_code import credit_code_problem
from financing.demo.whitelist import BANK
from financing.models import Consent, DemandHandling, FeedRow, LoanDemand, WhitelistEntry
from people.trail_display import names_in, told
from procedures.cases.lifecycle import MACHINE
from procedures.cases.verdicts import unsettled, verdicts_of
from procedures.demo.expert_review import CASES
from procedures.experts.actions.draw_panel import PanelSettings, draw_panel, feasibility
from procedures.models import Application, CaseEvent, Expert, Snapshot
from procedures.models.application import State
from qingdao_portal.engines.demo import ACCOUNTS

SIZE = {"enterprises": 60, "applications": 50, "verbosity": 0}


@pytest.fixture
def city(db: None, own_media: None) -> None:
    call_command("seed_demo", seed=1, **SIZE)
    with system_scope(reason="test"):  # outside of a scope no event is there to be found
        connection.check_constraints()


def actor(username: str) -> Actor:
    with system_scope(reason="test"):
        membership = Membership.objects.get(user__username=username)
    return actor_of_membership(membership.pk)


def test_same_seed_invents_the_same_enterprise():
    assert invent(17, 1, 2025) == invent(17, 1, 2025)


def test_another_seed_invents_another_city():
    assert invent(17, 1, 2025).values["name"] != invent(17, 2, 2025).values["name"]


def test_invented_names_say_that_they_are_invented():
    assert all("示例" in invent(number, 1, 2025).values["name"] for number in range(50))


def test_officers_begin_with_messages_that_they_can_read(city):
    """Work of one sort is one message, and what was decided meanwhile is none."""
    while deliver_next(500, Lane.NOTICES):
        pass
    with system_scope(reason="test"):
        unread = Notification.objects.filter(read_at=None)
        for name in ("city", "city2", "district"):
            assert unread.filter(recipient__username=name).count() <= 40
        assert not unread.filter(title__startswith="等您批准").exists()
        proposed = unread.filter(recipient__username="city2", title__startswith="名单库推荐待审定")
        assert proposed.count() <= 1


def test_city_has_the_size_that_was_asked_for(city):
    with system_scope(reason="test"):
        assert Enterprise.objects.count() == 60
        before_experts = Application.objects.filter(state=State.EXPERT_REVIEW)
        assert before_experts.count() == CASES
        before = Application.objects.filter(batch__version__scheme__code="certified-product")
        assert before.count() == 50


def test_city_draws_experts_for_the_cases_that_wait(city):
    officer = actor("city")
    with acting_as(officer):
        batch = Application.objects.filter(state=State.EXPERT_REVIEW).first().batch_id
        pool = tuple(Expert.objects.values_list("user_id", flat=True))
        assert feasibility(officer, batch, pool).conflicts
        due_on = timezone.localdate() + timedelta(9)
        settings = PanelSettings("评审组", 3, False, Decimal(20), due_on, pool)
        panel = draw_panel(officer, batch, settings)
        assert panel.cases.count() == CASES


def test_demo_enterprises_and_waiting_registrations_have_their_licences(city):
    sme = actor("sme")
    with system_scope(reason="test"):
        waiting = Enterprise.objects.filter(registration_state="pending_confirmation")
        assert waiting.exists() and not waiting.filter(licence=None).exists()
        own = Enterprise.objects.get(pk=sme.organisation_id)
        scan = Attachment.objects.get(pk=own.licence)
    assert scan.name == "营业执照（示例）.pdf" and scan.uploaded_at < own.confirmed_at


def test_every_credit_code_is_valid(city):
    with system_scope(reason="test"):
        codes = Enterprise.objects.values_list("credit_code", flat=True)
        assert {credit_code_problem(code) for code in codes} == {""}


def test_every_enterprise_has_three_years_of_figures(city):
    with system_scope(reason="test"):
        years = Counter(YearlyReport.objects.values_list("organisation_id", flat=True))
        assert set(years.values()) == {3} and len(years) == 60


def test_submitted_cases_have_their_snapshot_and_their_first_event(city):
    with system_scope(reason="test"):
        submitted = Application.objects.exclude(submitted_at=None)
        assert Snapshot.objects.count() == submitted.count()
        assert CaseEvent.objects.filter(transition="submit").count() == submitted.count()


def test_approved_cases_and_only_they_have_certificates(city):
    with system_scope(reason="test"):
        approved = set(
            Application.objects.filter(
                state=State.APPROVED, purpose="certify", claim=None
            ).values_list("pk", flat=True)
        )
        assert approved == set(Certificate.objects.values_list("application_id", flat=True))


def test_seeded_rows_are_in_the_trail(city):
    with system_scope(reason="test"):
        rows = TrailEntry.objects.filter(table_name="enterprises_enterprise")
        assert rows.count() == 60
        assert set(rows.values_list("scope_reason", flat=True)) == {"seed the demo city"}


def test_trail_of_the_demo_city_is_told_in_chinese(city):
    with system_scope(reason="test"):
        entries = list(TrailEntry.objects.exclude(table_name="enterprises_enterprise"))
        names = names_in(entries)
        told_of = [(entry.table_name, line) for entry in entries for line in told(entry, names)]
    assert {(table, one.label) for table, one in told_of if one.label.isascii()} == set()
    keys = re.compile(r"\b[a-z_]{3,}：|[{}]|\['")
    assert {(table, one) for table, one in told_of if keys.search(one.value)} == set()


def test_seeded_case_goes_on_through_the_acts(city):
    officer = actor("city")
    with acting_as(officer):
        waiting = Application.objects.filter(state=State.CITY_REVIEW, claim=None).order_by("pk")
        case = next(case for case in waiting if not list(unsettled(verdicts_of(case))))
        moved = MACHINE.execute(officer, case.pk, "propose")
        connection.check_constraints()
        assert moved.state == State.PROPOSED


def test_every_demo_account_has_one_duty(city):
    with system_scope(reason="test"):
        duties = Counter(Membership.objects.values_list("user__username", flat=True))
    assert duties == Counter(User.objects.values_list("username", flat=True))
    assert set(duties) >= {name for name, _ in ACCOUNTS}


def test_second_city_in_the_same_registry_is_refused(city):
    with pytest.raises(CommandError, match="not empty"):
        call_command("seed_demo", seed=2, **SIZE)


def test_more_applications_than_enterprises_are_refused(db):
    with pytest.raises(CommandError, match="2 more than applications"):
        call_command("seed_demo", enterprises=10, applications=10, verbosity=0)


def test_demo_city_has_cases_on_a_desk_and_certificates_out_of_force(city):
    reviewer = actor("district")
    with acting_as(reviewer):
        assert Application.objects.filter(reviewer_id=reviewer.user_id).exists()
    with system_scope(reason="test"):
        states = set(Certificate.objects.values_list("state", flat=True))
    assert states >= {"valid", "suspended", "revoked", "expired"}


def test_demo_city_has_a_history_of_the_second_and_third_rung(city):
    with system_scope(reason="test"):
        for kind in (Certificate.Kind.DEMONSTRATION, Certificate.Kind.CHAMPION):
            years = Certificate.objects.filter(kind=kind).dates("issued_on", "year")
            assert len(years) == 6
            assert valid_today(Certificate.objects.filter(kind=kind)).exists()
        assert CertificateEvent.objects.filter(transition="renew").exists()
        assert Application.objects.filter(purpose="recheck", state=State.APPROVED).exists()


def test_nobody_of_the_past_was_certified_against_a_condition(city):
    with system_scope(reason="test"):
        for case in Application.objects.filter(state=State.APPROVED):
            assert not list(unsettled(verdicts_of(case))), case


def test_demo_city_has_loan_demands_that_banks_have_answered(city):
    with system_scope(reason="test"):
        states = set(DemandHandling.objects.values_list("state", flat=True))
        own = LoanDemand.objects.filter(posted_by__username="sme3", handlings__state="offered")
        assert own.exists()
        assert DemandHandling.objects.overdue().exists()
    assert states >= {"sent", "taken", "asked", "offered", "declined"}


def test_demo_city_has_a_whitelist_with_a_consent(city):
    with system_scope(reason="test"):
        states = Counter(WhitelistEntry.objects.values_list("state", flat=True))
        assert states["listed"] > states["proposed"] > 0 < states["candidate"]
        assert FeedRow.objects.count() == 2 * states["listed"]
        given = Consent.objects.in_force()
        assert {one.bank.name for one in given} == {BANK}
        assert FeedRow.objects.exclude(full="").count() == given.count()
