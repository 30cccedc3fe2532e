"""Who objects leaves a way to be reached."""

import pytest

from accounts.errors import RuleViolation
from accounts.tenancy import system_scope
from procedures.models import NoticeEntry
from procedures.notices.actions.object_to_case import file_objection
from tests.procedures import filings
from tests.procedures.notices import proposed, published


def test_contact_of_an_objection_is_one_that_reaches_somebody(people):
    filings.open_batch()
    notice = published(people, [proposed(people)])
    with system_scope(reason="test"):
        entry = NoticeEntry.objects.get(notice=notice)
    with pytest.raises(RuleViolation) as refusal:
        file_objection(entry.pk, name="张示例", contact="微信联系", text="专利已转让。")
    assert refusal.value.errors == {"contact": "请填写能联系到您的电话或邮箱，便于核实。"}
