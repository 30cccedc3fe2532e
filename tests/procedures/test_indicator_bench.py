"""Trying an indicator on one enterprise; exporting a trial."""

import pytest
from django.urls import reverse

from accounts.tenancy import acting_as, system_scope
from enterprises.models import Enterprise
from procedures.models import Simulation
from procedures.trials.indicator_bench import enterprises_like, value_for
from schemes.expressions.types import ExpressionError
from schemes.models import SchemeVersion
from tests.procedures import filings


@pytest.fixture
def draft(people):
    with acting_as(people.city):
        published = SchemeVersion.objects.get(scheme__code="certified-product")
        return SchemeVersion.objects.create(
            scheme=published.scheme, label="草稿", definition=published.definition,
            source_document="示例", valid_from="2026-01-01", created_by_id=people.city.user_id,
        )  # fmt: skip


def tried(people, draft, text, **more):
    with acting_as(people.city):
        return value_for(draft, text, people.staff.organisation_id, **more)


def test_value_has_its_unit_and_decimals(people, draft):
    filings.submitted(people.staff)
    result = tried(people, draft, "answers.revenue / 3", unit="万元", decimals=1)
    assert result.value == "1,866.7 万元"
    assert [(one.name, one.value) for one in result.read] == [("answers.revenue", "5600")]
    assert result.answered_in.startswith("工业机器人用精密减速机")


def test_missing_figures_are_named(people, draft):
    result = tried(people, draft, "ratio(figures.rd_cost, figures.revenue)")
    assert result.value == ""
    assert [one.name for one in result.missing] == ["figures.rd_cost", "figures.revenue"]


def test_choices_are_said_by_their_labels(people, draft):
    filings.submitted(people.staff)
    (read,) = tried(people, draft, "answers.kind == 'product'").read
    assert (read.label, read.value) == ("申报类别", "产品")


def test_truth_is_said_in_words(people, draft):
    assert tried(people, draft, "enterprise.registration_state == 'confirmed'").value == "是"


def test_wrong_expression_names_its_place(people, draft):
    with pytest.raises(ExpressionError, match="第 1 行第"):
        tried(people, draft, "figures.nothing + 1")


def test_enterprise_is_found_by_name_and_by_code(people):
    with acting_as(people.city):
        one = Enterprise.objects.get(pk=people.staff.organisation_id)
        assert enterprises_like(one.name[1:5]) == [one]
        assert enterprises_like(one.credit_code.lower()) == [one]
        assert enterprises_like("减") == []


def test_page_tries_what_is_typed_and_saves_nothing(people, draft, signed_in):
    with system_scope(reason="test"):
        name = people.staff.organisation_name
    answer = signed_in(people.city).post(
        reverse("procedures:try_indicator", args=[draft.pk]),
        {"expression": "size(certificates)", "unit": "项", "decimals": "0",
         "enterprise_text": name},
    )  # fmt: skip
    assert '<b class="num">0 项</b>' in answer.content.decode()
    before = draft.definition
    with acting_as(people.city):
        draft.refresh_from_db()
    assert draft.definition == before


def test_page_says_the_place_of_a_mistake(people, draft, signed_in):
    answer = signed_in(people.city).post(
        reverse("procedures:try_indicator", args=[draft.pk]),
        {"expression": "figures.", "enterprise": people.staff.organisation_id},
    )
    assert "第 1 行第" in answer.content.decode()


def test_foreign_number_of_an_enterprise_is_no_error_page(people, draft, signed_in):
    answer = signed_in(people.city).post(
        reverse("procedures:try_indicator", args=[draft.pk]),
        {"expression": "1 + 1", "enterprise": "999999999"},
    )
    assert "没有这家企业" in answer.content.decode()


def test_trial_is_exported_with_all_its_tables(people, draft, signed_in):
    import io

    from openpyxl import load_workbook

    with acting_as(people.city):
        trial = Simulation.objects.create(
            version=draft, content_sha256=draft.content_sha256, enterprises=10, passed=4,
            started_by_id=people.city.user_id, finished_at=draft.created_at,
            results={
                "verdicts": {"not_met": 5, "cannot_tell": 1},
                "by_district": {"崂山区": [10, 4, 1]}, "by_industry": {"34": [10, 4, 1]},
                "by_criterion": {}, "only": {},
                "before": {"version_id": draft.pk, "passed": 3, "gained": 2, "lost": 1},
            },
        )  # fmt: skip
    answer = signed_in(people.city).get(reverse("procedures:simulation_export", args=[trial.pk]))
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[0] for row in rows] == [
        "表", "合计", "与上一版相比", "与上一版相比", "与上一版相比", "区市", "行业",
    ]  # fmt: skip
    assert rows[5][1:6] == ["崂山区", 10, 4, 5, 1]
