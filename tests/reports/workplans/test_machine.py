"""Every duty in every state of a work plan: what the table allows, and nothing else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.duties import Duty
from reports.models import WorkPlan, WorkPlanEdition
from reports.targets.workplans.machine import MACHINE, WorkPlanInput
from tests.lifecycle.every_combination import states_that_allow

DISTRICT, CITY = {Duty.DISTRICT_REVIEWER}, {Duty.CITY_OFFICER}
MAY = {
    "ask": set(), "file": DISTRICT, "withdraw": DISTRICT, "approve": CITY, "return": CITY,
    "extend": CITY, "urge": CITY, "revise": DISTRICT, "keep": DISTRICT,
}  # fmt: skip
DUTIES = (
    Duty.ENTERPRISE_STAFF, Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER, Duty.AUDITOR,
)  # fmt: skip


def test_every_transition_has_its_duties():
    assert set(MAY) == set(MACHINE.transitions)


@pytest.mark.parametrize("name", [name for name in MAY if name != "ask"])
def test_each_duty_does_what_the_table_allows(scene, as_actor, district, name):
    given = WorkPlanInput("示例", "", {}, scene.ahead)

    def make(state):
        row = WorkPlan.objects.create(
            plan=scene.plan, district=district, state=state, approved_number=1,
            due_on=timezone.localdate() + timedelta(days=1),
            sections=[{"key": "1", "title": "示例", "guidance": "", "required": True}],
        )  # fmt: skip
        row.content = scene.content(row).as_json()
        row.save()
        WorkPlanEdition.objects.create(
            work_plan=row, district=district, number=1, content=row.content,
            filed_on=timezone.localdate(),
        )  # fmt: skip
        return row

    everybody = {
        Duty.CITY_OFFICER: scene.city,
        Duty.DISTRICT_REVIEWER: scene.bureau,
        **{duty: as_actor(duty) for duty in (Duty.ENTERPRISE_STAFF, Duty.LEADER, Duty.AUDITOR)},
    }
    sources = [state for state in MACHINE.states if state in MACHINE.transitions[name].sources]
    for duty in DUTIES:
        allowed = states_that_allow(MACHINE, name, everybody[duty], make, given)
        assert allowed == (sources if duty in MAY[name] else []), duty
    assert states_that_allow(MACHINE, name, scene.other, make, given) == []
