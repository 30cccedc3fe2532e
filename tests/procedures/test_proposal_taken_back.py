"""A proposal to certify that was a mistake goes back to review, before it is published."""

import pytest

from accounts.errors import RuleViolation
from tests.procedures import filings


@pytest.fixture
def proposed(people):
    case = filings.submitted(people.staff)
    filings.done(people.reviewer, case, "recommend")
    filings.settle(people, case)
    return filings.done(people.city, case, "propose")


def test_case_is_under_review_again_with_the_days_of_that_stage(people, proposed):
    back = filings.done(people.city, proposed, "take_back_proposal", "选错了一行")
    assert back.state == "city_review"
    assert back.stage_due_on is not None


def test_reason_is_asked_for(people, proposed):
    with pytest.raises(RuleViolation, match="为什么撤回拟认定"):
        filings.done(people.city, proposed, "take_back_proposal")


def test_enterprise_reads_the_reason(people, proposed):
    filings.done(people.city, proposed, "take_back_proposal", "选错了一行")
    assert f"“{proposed.title}”由市级主管部门重新审核" in filings.told(people.staff.user_id)


def test_it_may_be_proposed_again(people, proposed):
    filings.done(people.city, proposed, "take_back_proposal", "选错了一行")
    assert filings.done(people.city, proposed, "propose").state == "proposed"
