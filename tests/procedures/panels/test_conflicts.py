"""Who must not judge which enterprise."""

from dataclasses import replace

import pytest

from procedures.experts.panels.conflicts import Candidate, Subject, Tie, conflict

CASE = Subject(
    application_id=1,
    organisation_id=7,
    name="青岛示例减速机有限公司",
    credit_code="91370200MA3C000017",
    head="周示例",
)
STRANGER = Candidate(user_id=1, name="陈明", employer="示例大学", employer_head="王校长")


def test_stranger_may_judge():
    assert conflict(STRANGER, CASE) == ""


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ({"works_for": frozenset({7})}, "任职"),
        ({"employer": "青岛示例减速机 有限公司"}, "工作单位"),
        ({"employer_code": "91370200MA3C000017"}, "工作单位"),
        ({"name": "周示例"}, "同名"),
        ({"employer_head": "周示例"}, "同一法定代表人"),
        ({"ties": (Tie("91370200MA3C000017", "别的写法"),)}, "利害关系"),
        ({"ties": (Tie("", "青岛示例减速机有限公司"),)}, "利害关系"),
    ],
)
def test_tie_to_the_enterprise_bars(what, why):
    assert why in conflict(replace(STRANGER, **what), CASE)


def test_missing_values_never_agree():
    nameless = Subject(application_id=2, organisation_id=8, name="乙", credit_code="", head="")
    unknown = replace(STRANGER, employer_head="", employer_code="", ties=(Tie("", "丙"),))
    assert conflict(unknown, nameless) == ""
