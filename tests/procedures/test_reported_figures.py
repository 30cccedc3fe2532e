"""A filing that says another figure than the yearly report is told to both who file and review."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.tenancy import system_scope
from procedures.cases.reported_figures import reported_otherwise
from procedures.cases.revisions import current_revision
from procedures.models import Application
from tests.procedures import filings
from tests.procedures.test_last_year import report


@pytest.fixture
def definition(people):
    return filings.open_batch().version.parsed


@pytest.fixture
def reported(people):
    report(people.staff, timezone.localdate().year - 1, revenue="12345.6", rd_cost=280)


def test_only_the_answer_that_says_another_figure_is_told(definition):
    answers = {"revenue": "1234.56", "rd_cost": "280.00"}
    found = reported_otherwise(definition, answers, {"revenue": "12345.6", "rd_cost": 280})
    assert found == {"revenue": "12,345.6 万元"}


@pytest.mark.parametrize("answer", [None, "", "一万"])
def test_answer_that_is_no_figure_yet_is_not_compared(definition, answer):
    assert reported_otherwise(definition, {"revenue": answer}, {"revenue": 5600}) == {}


def test_figure_that_was_not_reported_is_not_compared(definition):
    assert reported_otherwise(definition, {"revenue": "5600"}, {}) == {}


def test_form_asks_beside_the_figure(people, reported, signed_in):
    case = filings.draft(people.staff, filings.open_batch())
    page = signed_in(people.staff).get(reverse("procedures:fill", args=[case.pk]))
    assert "年度数据中上年度是 12,345.6 万元，与这里不同" in page.content.decode()


def test_answer_to_a_save_asks_and_stops_asking(people, reported, signed_in):
    case = filings.draft(people.staff, filings.open_batch())
    client = signed_in(people.staff)
    address = reverse("procedures:autosave", args=[case.pk])

    def told(value):
        with system_scope(reason="test"):
            revision = current_revision(Application.objects.get(pk=case.pk))
        body = {"name": "revenue", "value": value, "revision": revision}
        return client.post(address, body).json()["told"]["doubt-revenue"]

    assert "12,345.6 万元" in told("5432.1")
    assert told("12345.6") == ""


def test_reviewer_reads_the_reported_figure_beside_the_answer(people, reported, signed_in):
    case = filings.submitted(people.staff)
    page = signed_in(people.reviewer).get(reverse("procedures:case", args=[case.pk]))
    assert "与年度数据不同：上年度报的是 12,345.6 万元" in page.content.decode()
