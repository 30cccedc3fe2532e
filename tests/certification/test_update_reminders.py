"""Reminders of the yearly update: to holders without last year's figures, once a stage."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.tenancy import system_scope
from certification import update_reminders
from certification.nightly import run_nightly
from certification.update_reminders import Owed
from enterprises.models import YearlyReport
from tests.certification.certificates import certified, ends_in
from tests.procedures import filings

TODAY = timezone.localdate


@pytest.fixture
def holder(people):
    return ends_in(certified(people), 500)


@pytest.fixture
def due_in(monkeypatch, holder):
    """Let the holder's update be due in some days."""

    def due(days):
        day = TODAY() + timedelta(days=days)
        owed = [Owed(holder.scheme_version_id, TODAY().year - 1, day)]
        monkeypatch.setattr("certification.nightly.owed_now", lambda today: owed)

    return due


def reminded(people):
    return [one for one in filings.told(people.staff.user_id) if "年度数据" in one]


@pytest.mark.parametrize(
    ("days", "word"), [(30, "请在"), (7, "请在"), (0, "请在"), (-1, "没有按期更新")]
)
def test_holder_without_the_figures_is_reminded(people, due_in, days, word):
    due_in(days)
    run_nightly()
    (title,) = reminded(people)
    assert word in title


def test_same_stage_is_told_once(people, due_in):
    due_in(20)
    run_nightly()
    due_in(20)
    run_nightly()
    assert len(reminded(people)) == 1


def test_holder_who_has_sent_them_is_left_alone(people, holder, due_in):
    with system_scope(reason="test"):
        YearlyReport.objects.create(
            organisation_id=holder.organisation_id, district_id=holder.district_id,
            year=TODAY().year - 1, state="submitted", submitted_at=timezone.now(),
        )  # fmt: skip
    due_in(20)
    run_nightly()
    assert reminded(people) == []


def test_certificate_of_this_year_owes_nothing_yet(people, monkeypatch):
    certificate = certified(people)
    owed = [Owed(certificate.scheme_version_id, TODAY().year - 1, TODAY())]
    monkeypatch.setattr("certification.nightly.owed_now", lambda today: owed)
    run_nightly()
    assert reminded(people) == []


@pytest.mark.parametrize(
    ("month", "day", "versions"), [(4, 30, True), (3, 31, True), (3, 30, False), (7, 1, False)]
)
def test_versions_ask_around_their_own_last_day(db, month, day, versions):
    with system_scope(reason="test"):
        owed = update_reminders.owed_now(TODAY().replace(month=month, day=day))
    assert bool([one for one in owed if (one.due.month, one.due.day) == (4, 30)]) is versions
