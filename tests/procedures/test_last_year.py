"""上年度 is the year before the batch opens; an older year does not stand in for it."""

from datetime import datetime

import pytest
from django.utils import timezone

from accounts.tenancy import acting_as, system_scope
from enterprises.models import YearlyReport
from procedures.cases.actions.start_application import start_application
from procedures.cases.frozen_inputs import thawed
from procedures.cases.standings import standings_of
from procedures.cases.submission import evaluate_application, inputs_of, take_snapshot
from procedures.models import Batch
from schemes.evaluation.judging import Verdict
from tests.procedures import filings

GOOD = {
    "revenue": 1000, "main_revenue": 900, "rd_cost": 50, "assets": 100, "liabilities": 10,
    "net_profit": 90, "staff": 100, "rd_staff": 20,
}  # fmt: skip


def report(actor, year, **figures):
    with system_scope(reason="test"):
        YearlyReport.objects.create(
            organisation_id=actor.organisation_id, district_id=actor.district_ids[0],
            year=year, state="submitted", **{**GOOD, **figures},
        )  # fmt: skip


def self_check(people, code="certified-product"):
    with acting_as(people.staff):
        found = {one.version.scheme.code: one for one in standings_of(people.staff)}[code]
    return {one.key: one for one in found.evaluation.findings}


@pytest.fixture
def last_year():
    return timezone.localdate().year - 1


def test_figures_of_an_older_year_decide_nothing(people, last_year):
    report(people.staff, last_year - 2)
    found = self_check(people)["debt_ratio"]
    assert found.verdict == Verdict.CANNOT_TELL
    assert found.sentence.startswith(f"{last_year} 年度数据还没有上报")


def test_figures_of_the_year_before_decide(people, last_year):
    report(people.staff, last_year)
    assert self_check(people)["debt_ratio"].verdict == Verdict.MET


def test_filing_is_judged_by_the_year_before_its_batch_opened(people, last_year):
    batch = filings.open_batch()
    with system_scope(reason="test"):
        opens_at = timezone.make_aware(datetime(last_year, 12, 1, 9))
        Batch.objects.filter(pk=batch.pk).update(opens_at=opens_at)
    report(people.staff, last_year, assets=100, liabilities=99)
    report(people.staff, last_year - 1)
    with acting_as(people.staff):
        case, _ = start_application(people.staff, batch.pk)
        inputs = inputs_of(filings.fresh(case))
        found = {one.key: one for one in evaluate_application(filings.fresh(case)).findings}
    assert inputs.last_year == last_year - 1
    assert found["debt_ratio"].verdict == Verdict.MET


def test_prefilled_figures_are_those_of_the_year_before(people, last_year):
    report(people.staff, last_year - 1, revenue=777)
    with acting_as(people.staff):
        case, _ = start_application(people.staff, filings.open_batch().pk)
    assert "revenue" not in case.answers


def test_snapshot_keeps_the_year_and_the_files_that_prove(people, last_year):
    report(people.staff, last_year)
    case = filings.draft(people.staff, filings.open_batch())
    with acting_as(people.staff):
        inputs = thawed(take_snapshot(filings.fresh(case), {}), {})
    assert (inputs.last_year, inputs.files) == (last_year, frozenset(filings.FILES))
