"""What stands against an enterprise, on the page of its case."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.tenancy import acting_as, system_scope
from enterprises.actions.save_credit_record import lift_credit_record, record_credit
from enterprises.models import CreditRecord
from procedures.cases.frozen_inputs import thawed
from procedures.cases.material import snapshots_of
from tests.procedures import filings

HEADING = "企业不良记录"


def recorded(people, number, days_ago, kind="abnormal"):
    with acting_as(people.reviewer):
        return record_credit(
            people.reviewer, people.staff.organisation_id, kind=kind, authority="崂山区市场监管局",
            document_number=f"崂市监列字〔2026〕{number}号", note="未按期公示年度报告",
            recorded_on=timezone.localdate() - timedelta(days=days_ago),
        )  # fmt: skip


def page_of(people, case, signed_in, reader="reviewer"):
    client = signed_in(getattr(people, reader))
    return client.get(reverse("procedures:case", args=[case.pk])).content.decode()


@pytest.mark.parametrize("reader", ["reviewer", "city"])
def test_reviewers_read_what_is_on_record_with_date_and_source(people, signed_in, reader):
    record = recorded(people, 1, 40)
    case = filings.submitted(people.staff)
    if reader == "city":
        filings.done(people.reviewer, case, "recommend")
    text = page_of(people, case, signed_in, reader)
    for words in ("经营异常名录", "崂山区市场监管局", "崂市监列字〔2026〕1号", "提交时已登记"):
        assert words in text
    assert f"{record.recorded_on:%Y-%m-%d}" in text


def test_record_that_came_after_the_submission_is_told_apart(people, signed_in):
    case = filings.submitted(people.staff)
    recorded(people, 2, 1)
    assert "提交后登记" in page_of(people, case, signed_in)


def test_lifted_record_of_the_last_three_years_is_still_shown(people, signed_in):
    lifted = [recorded(people, 3, 1000), recorded(people, 4, 1200)]
    for record in lifted:
        with acting_as(people.reviewer):
            lift_credit_record(people.reviewer, record.pk, reason="已补报年报")
    text = page_of(people, filings.submitted(people.staff), signed_in)
    assert "〔2026〕3号" in text
    assert "〔2026〕4号" not in text


def test_clean_enterprise_is_said_to_have_no_record(people, signed_in):
    assert "没有登记的记录" in page_of(people, filings.submitted(people.staff), signed_in)


def test_enterprise_is_not_shown_the_reviewers_sheet(people, signed_in):
    case = filings.submitted(people.staff)
    assert HEADING not in page_of(people, case, signed_in, "staff")


def test_snapshot_keeps_the_records_with_their_dates(people):
    record = recorded(people, 5, 40, kind=CreditRecord.Kind.ACCIDENT)
    case = filings.submitted(people.staff)
    with system_scope(reason="test"):
        (kept,) = snapshots_of(case)
    assert thawed(kept, {}).credit_history == (
        {"kind": "accident", "recorded_on": record.recorded_on.isoformat(), "lifted_on": None},
    )
