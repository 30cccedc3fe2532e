"""Rows of an import that are none, and one paper under several spellings of its number."""

from datetime import date

import pytest

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as, system_scope
from pages.imports.actions import apply_import
from pages.records.actions import save_record
from services.models import Policy
from services.records import PolicyImport, PolicyRecord
from tests.pages.test_imports import checked, line, officer, titles, wrong
from tests.services.test_policies import policy

__all__ = ["checked", "officer"]
SPELLINGS = (
    "示例〔2026〕1号", "示例[2026]1号", "示例（2026）1号", "示例(2026)1号", "示例【2026】1号",
    "示例〔２０２６〕１号", "示例 〔2026〕 1 号",
)  # fmt: skip


def test_row_of_totals_has_one_reason_and_shows_what_it_holds(checked):
    staged = checked([line(1), line(2, 政策名称="", 文号="合计", 发布机构="", 级别="")])
    assert (len(staged.rows), staged.rows_wrong) == (1, 1)
    (one,) = staged.problems
    assert one["reason"].startswith("第 3 行像是合计行") and one["value"] == "合计"


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_number_of_a_document_is_one_key_however_it_is_spelled(checked, officer, spelling):
    with acting_as(officer):
        apply_import(officer, PolicyImport, checked([line(1)]).pk)
    again = checked([line(1, 文号=spelling)])
    assert (again.rows, again.rows_unchanged, again.problems) == ([], 1, [])
    renamed = checked([line(1, 文号=spelling, 政策名称="新名称")])
    with acting_as(officer):
        apply_import(officer, PolicyImport, renamed.pk)
    assert titles() == ["新名称"]
    with system_scope(reason="test"):
        assert Policy.objects.get().document_number == SPELLINGS[0]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_form_refuses_a_number_that_is_there_in_another_spelling(officer, spelling):
    policy(1)
    said = {
        "title": "示例政策", "document_number": spelling, "issuer": "示例局", "level": "city",
        "valid_from": date(2026, 1, 1), "text": "内容",
    }  # fmt: skip
    with acting_as(officer), pytest.raises(RuleViolation) as refused:
        save_record(officer, PolicyRecord, said)
    assert refused.value.errors == {"document_number": "这个文号已经登记。"}


def test_two_spellings_in_one_file_repeat_each_other(checked):
    staged = checked([line(1), line(2, 文号=SPELLINGS[1])])
    assert wrong(staged) == {"B3": "与第 2 行重复"}
