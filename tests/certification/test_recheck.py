"""Re-check: when its filing may start, by what it is judged, and what its approval extends."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from certification.actions.start_recheck import recheck_window, start_recheck
from certification.models import Certificate
from certification.nightly import run_nightly
from certification.outcomes import CertificateOutcome
from certification.validity import add_months
from procedures.cases.frozen_inputs import thawed
from procedures.cases.submission import definition_for
from procedures.models import Application, Snapshot
from schemes.evaluation.evaluate import evaluate
from schemes.evaluation.indicators import Inputs
from schemes.evaluation.judging import Verdict
from tests.certification.certificates import act, certified, ends_in, events_of, fresh
from tests.procedures import filings
from tests.procedures.notices import ended, published
from tests.schemes.shipped import FOLDER, load_definition

State = Certificate.State


@pytest.fixture
def due(people):
    """A certificate with a month left, whose scheme takes filings now."""
    return ends_in(certified(people), 30)


def started(people, certificate):
    with acting_as(people.staff):
        return start_recheck(people.staff, certificate.pk)


def filed(people, certificate):
    case = started(people, certificate)
    with acting_as(people.staff):
        case.answers = {**case.answers, **filings.ANSWERS}
        case.save()
        for field in filings.FILES:
            filings.attach(case, field)
    return filings.done(people.staff, case, "submit")


def approved(people, certificate):
    case = filed(people, certificate)
    filings.done(people.reviewer, case, "recommend")
    filings.approved_by_city(people, case)
    ended(published(people, [case]))
    return filings.done(people.city, case, "certify")


def test_filing_names_its_purpose_and_the_case_that_it_renews(people, due):
    case = started(people, due)
    assert (case.purpose, case.renews_id) == ("recheck", due.application_id)
    assert case.answers["product_name"] == filings.ANSWERS["product_name"]


def test_starting_again_goes_on_with_the_draft(people, due):
    assert started(people, due).pk == started(people, due).pk


def test_two_certificates_are_rechecked_in_the_same_batch(people, due):
    other = ends_in(certified(people), 30)
    assert started(people, due).pk != started(people, other).pk


def test_recheck_stands_beside_a_draft_for_a_new_certificate(people, due):
    draft = filings.draft(people.staff, due.application.batch)
    assert started(people, due).pk != draft.pk


def test_second_filing_is_refused_while_one_is_under_way(people, due):
    filed(people, due)
    with pytest.raises(RuleViolation, match="正在办理"):
        started(people, due)


def test_too_early_is_refused_with_the_day_from_which_it_may_start(people):
    certificate = ends_in(certified(people), 91)
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(RuleViolation, match=f"{tomorrow:%Y-%m-%d} 起"):
        started(people, certificate)


@pytest.mark.parametrize("name", ["suspend", "revoke"])
def test_certificate_out_of_force_is_not_rechecked(people, due, name):
    act(people.city, due, name)
    with pytest.raises(RuleViolation, match="不能申请复核"):
        started(people, due)


def test_expired_certificate_is_not_rechecked(people):
    certificate = ends_in(certified(people), -1)
    with pytest.raises(RuleViolation, match="届满"):
        started(people, certificate)


def test_without_an_open_batch_there_is_nothing_to_start(people, due):
    filings.close(due.application.batch)
    with pytest.raises(RuleViolation, match="没有开放的复核批次"):
        started(people, due)


def test_bureaus_do_not_file_for_the_holder(people, due):
    with acting_as(people.city), pytest.raises(NotPermitted):
        start_recheck(people.city, due.pk)


def test_foreign_certificate_does_not_exist(people, due, as_actor):
    stranger = as_actor(Duty.ENTERPRISE_STAFF)
    with acting_as(stranger), pytest.raises(Certificate.DoesNotExist):
        start_recheck(stranger, due.pk)


def test_approval_extends_the_same_certificate_from_its_last_day(people, due):
    approved(people, due)
    renewed = fresh(due)
    first = due.valid_to + timedelta(days=1)
    assert renewed.valid_to == add_months(first, 36) - timedelta(days=1)
    assert (renewed.valid_from, renewed.number) == (due.valid_from, due.number)
    with system_scope(reason="test"):
        assert Certificate.objects.count() == 1
    assert events_of(due)[-1].transition == "renew"


def test_approval_asks_for_a_new_pdf_and_keeps_where_the_old_one_is(people, due, own_media):
    from certification.issuing import typeset

    with acting_as(people.staff):
        old = typeset(due.pk).pdf_key
    approved(people, due)
    assert fresh(due).pdf_key == ""
    assert events_of(due)[-1].facts["pdf_key"] == [old, ""]
    with acting_as(people.staff):
        assert typeset(due.pk).pdf_key not in ("", old)


def test_approval_after_the_last_day_extends_from_today(people, due):
    case = filed(people, due)
    filings.done(people.reviewer, case, "recommend")
    filings.approved_by_city(people, case)
    ended(published(people, [case]))
    ends_in(due, -5)
    run_nightly()
    assert fresh(due).state == State.EXPIRED
    filings.done(people.city, case, "certify")
    renewed = fresh(due)
    assert renewed.state == State.VALID
    assert renewed.valid_to == add_months(timezone.localdate(), 36) - timedelta(days=1)


def test_approval_of_a_suspended_certificate_is_refused(people, due):
    case = filed(people, due)
    filings.done(people.reviewer, case, "recommend")
    filings.approved_by_city(people, case)
    ended(published(people, [case]))
    act(people.city, due, "suspend")
    with pytest.raises(RuleViolation, match="暂停"):
        filings.done(people.city, case, "certify")


def test_second_grant_extends_nothing(people, due):
    case = approved(people, due)
    before = fresh(due).valid_to
    with acting_as(people.city):
        snapshot = case.snapshots.get()
        CertificateOutcome(Certificate.Kind.PRODUCT).grant(case, snapshot)
    assert fresh(due).valid_to == before


def test_declined_recheck_leaves_the_certificate_to_run_out(people, due):
    case = filed(people, due)
    filings.done(people.reviewer, case, "decline", reason="不符合条件")
    assert fresh(due).valid_to == due.valid_to
    ends_in(due, -1)
    run_nightly()
    assert fresh(due).state == State.EXPIRED


def test_recheck_is_judged_without_the_conditions_that_are_left_out():
    giant = load_definition(FOLDER / "little_giant_2026.yaml")
    first = {one.key for group in giant.criteria for one in group.all_criteria()}
    again = {one.key for group in giant.for_recheck().criteria for one in group.all_criteria()}
    assert first - again == {"growth"}


@pytest.mark.parametrize(
    ("is_recheck", "last", "before", "verdict"),
    [
        (False, "59.99", "60", Verdict.NOT_MET),
        (False, "60", None, Verdict.MET),
        (True, "59.99", "59.99", Verdict.NOT_MET),
        (True, "59.99", "60", Verdict.MET),
        (True, "60", None, Verdict.MET),
        (True, None, None, Verdict.CANNOT_TELL),
    ],
)
def test_score_of_either_of_two_years_serves_a_recheck_alone(is_recheck, last, before, verdict):
    giant = load_definition(FOLDER / "little_giant_2026.yaml")
    answers = {"platform_score": last, "platform_score_before": before}
    files = frozenset({"score_proof"})
    inputs = Inputs(answers=answers, files=files, is_recheck=is_recheck)
    found = {one.key: one.verdict for one in evaluate(giant, inputs).findings}
    assert found["platform_score"] == verdict


def test_submission_of_a_recheck_keeps_that_it_was_one(people, due):
    case = filed(people, due)
    with system_scope(reason="test"):
        snapshot = Snapshot.objects.get(application=case)
        assert thawed(snapshot, snapshot.answers).is_recheck
        first = Snapshot.objects.filter(application=due.application).latest("number")
        assert not thawed(first, first.answers).is_recheck


def test_scheme_that_says_nothing_of_rechecks_judges_them_alike():
    product = load_definition(FOLDER / "certified_product_2018.yaml")
    assert product.for_recheck() == product


def test_only_rechecks_are_judged_as_rechecks(people, due):
    case = started(people, due)
    version = case.scheme_version
    data = {**version.definition, "recheck": {"leave_out": [], "validity_months": 12}}
    version.definition = data
    version.__dict__.pop("parsed", None)
    assert definition_for(case).timetable.validity_months == 12
    case.purpose = Application.Purpose.CERTIFY
    assert definition_for(case).timetable.validity_months == 36


def test_missed_yearly_update_refuses_the_recheck(people, due, monkeypatch):
    terms = due.terms.model_copy(update={"yearly_update_by": "01-01"})
    monkeypatch.setattr(Certificate, "terms", terms)
    year = timezone.localdate().year - 1
    with pytest.raises(RuleViolation, match=f"{year} 年度的数据没有按期更新"):
        started(people, due)


def test_window_opens_on_the_day_that_the_version_names(people):
    certificate = ends_in(certified(people), 200)
    with acting_as(people.staff):
        window = recheck_window(certificate)
    assert certificate.valid_to - window.opens_on == timedelta(days=90)
    assert isinstance(window.closes_on, date)
    assert not window.is_possible
