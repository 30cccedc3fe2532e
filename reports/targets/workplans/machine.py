"""The life of a district's work plan, declared once."""

from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from django.utils import timezone

from accounts.tenancy import Actor
from lifecycle.deadlines import no_deadline
from lifecycle.gathering import ends_work
from lifecycle.machine import Machine
from lifecycle.policies import is_city_officer
from lifecycle.transitions import Change, ComputedTarget, Transition, TransitionInput
from reports.models import WorkPlan, WorkPlanEdition, WorkPlanEvent
from reports.targets.workplans import notices
from reports.targets.workplans.wanted import problems_of_row

State = WorkPlan.State
MOST_TOLD = 6


@dataclass(frozen=True)
class WorkPlanInput(TransitionInput):
    """`remarks` are the city's by section, `due_on` the last local day for filing again."""

    remarks: dict[str, str] = field(default_factory=dict)
    due_on: date | None = None


Step: TypeAlias = Transition[WorkPlan, WorkPlanInput]
PlanChange: TypeAlias = Change[WorkPlan, WorkPlanInput]


def is_its_bureau(actor: Actor | None, row: WorkPlan) -> bool:
    return actor is not None and actor.is_district and row.district_id in actor.district_ids


def is_complete(actor: Actor | None, row: WorkPlan) -> str:
    found = [one.text for one in problems_of_row(row)]
    more = f"等 {len(found)} 处" if len(found) > MOST_TOLD else ""
    return f"还不能报送：{'；'.join(found[:MOST_TOLD])}{more}。" if found else ""


def plan_goes_on(actor: Actor | None, row: WorkPlan) -> str:
    if row.plan.ends_on >= timezone.localdate():
        return ""
    return f"行动计划已于 {row.plan.ends_on:%Y-%m-%d} 结束。"


def due_day_lies_ahead(given: WorkPlanInput) -> dict[str, str]:
    if given.due_on is None:
        return {"due_on": "请写明报送期限。"}
    if given.due_on < timezone.localdate():
        return {"due_on": "报送期限不能早于今天。"}
    return {}


def is_later(row: WorkPlan, given: WorkPlanInput) -> dict[str, str]:
    if row.due_on is not None and given.due_on is not None and given.due_on <= row.due_on:
        return {"due_on": f"应晚于现在的期限 {row.due_on:%Y-%m-%d}。"}
    return {}


def given_day(change: PlanChange) -> date | None:
    return change.input.due_on


def keep_remarks(change: PlanChange) -> None:
    remarks = {key: text.strip() for key, text in change.input.remarks.items() if text.strip()}
    change.row.remarks = change.facts["remarks"] = remarks
    # What was answered to former remarks answers no new one.
    change.row.content = {**change.row.content, "replies": {}}


def note_filing(change: PlanChange) -> None:
    """Lateness is a fact of the filing."""
    row = change.row
    row.filed_at = timezone.now()
    late = (timezone.localdate() - row.due_on).days if row.due_on else 0
    change.facts["days_late"] = max(0, late)


def write_edition(change: PlanChange) -> None:
    """What was filed stays readable, whatever becomes of the work plan."""
    row = change.row
    WorkPlanEdition.objects.create(
        work_plan=row,
        district_id=row.district_id,
        number=row.editions.count() + 1,
        content=row.content,
        due_on=row.due_on,
        filed_on=timezone.localdate(),
        reason=_why_revised(change) if change.source == State.REVISING else "",
    )


def _why_revised(change: PlanChange) -> str:
    last = change.earlier.filter(transition="revise").order_by("-id").first()
    return last.reason if last else ""


def hold_the_edition(change: PlanChange) -> None:
    last = change.row.editions.order_by("-number").first()
    change.row.approved_number = last.number if last else None
    change.row.remarks = {}


def restore_the_edition(change: PlanChange) -> None:
    row = change.row
    held = row.editions.filter(number=row.approved_number or 0).first()
    row.content = held.content if held else row.content


def forget_the_day(change: PlanChange) -> None:
    """A revision is the district's own, by no day of the city's."""
    change.row.due_on = None


def where_it_was(row: WorkPlan) -> str:
    """The state from which it was filed last."""
    last = row.events.filter(transition="file").order_by("-id").first()
    return str(last.source) if last else State.DRAFT


UNFILED = frozenset({State.DRAFT, State.RETURNED})

TRANSITIONS = (
    Step(
        name="ask", label="布置", sources=frozenset(), target=State.DRAFT, may=is_city_officer,
        by_hand=False, history_label="布置工作计划",
    ),
    Step(
        name="file", label="报送", sources=UNFILED | {State.REVISING}, target=State.FILED,
        may=is_its_bureau, guards=(plan_goes_on, is_complete), effects=(note_filing,),
        consequences=(write_edition,), notify=(notices.tell_filed,), tone="go",
    ),
    Step(
        name="withdraw", label="撤回修改", sources=frozenset({State.FILED}),
        target=ComputedTarget(
            where_it_was, frozenset({State.DRAFT, State.RETURNED, State.REVISING}), "报送前的状态"
        ),
        may=is_its_bureau, notify=(notices.tell_withdrawn,),
    ),
    Step(
        name="approve", label="审定", sources=frozenset({State.FILED}), target=State.APPROVED,
        may=is_city_officer, effects=(hold_the_edition,), deadline=no_deadline,
        notify=(notices.tell_approved,), tone="go",
    ),
    Step(
        name="return", label="退回修改", sources=frozenset({State.FILED, State.APPROVED}),
        target=State.RETURNED, may=is_city_officer, checks=(due_day_lies_ahead,),
        effects=(keep_remarks,), deadline=given_day, reason_required=True,
        reason_missing="请写明退回的原因。", notify=(notices.tell_returned,), tone="no",
    ),
    Step(
        name="extend", label="延长期限", sources=UNFILED, target=None, may=is_city_officer,
        checks=(due_day_lies_ahead,), confirmations=(is_later,), deadline=given_day,
        reason_required=True, notify=(notices.tell_extended,),
    ),
    Step(
        name="urge", label="催报", sources=UNFILED, target=None, may=is_city_officer,
        notify=(notices.tell_urged,), bulk=True,
    ),
    Step(
        name="revise", label="修订", sources=frozenset({State.APPROVED}), target=State.REVISING,
        may=is_its_bureau, guards=(plan_goes_on,), effects=(forget_the_day,), reason_required=True,
        reason_missing="请写明修订的原因。", notify=(notices.tell_revising,),
        history_label="开始修订",
    ),
    Step(
        name="keep", label="取消修订", sources=frozenset({State.REVISING}), target=State.APPROVED,
        may=is_its_bureau, effects=(restore_the_edition,),
    ),
)  # fmt: skip

MACHINE = Machine(
    name="work_plan",
    model=WorkPlan,
    noun="份工作计划",
    rows=TRANSITIONS,
    first=frozenset({State.DRAFT}),
    final=frozenset(),
    tones={
        State.DRAFT: "wait", State.FILED: "calm", State.RETURNED: "bad", State.APPROVED: "ok",
        State.REVISING: "calm",
    },
    events=WorkPlanEvent,
    parent="work_plan",
    takes=WorkPlanInput,
    carried=("district_id",),
    due_field="due_on",
    select_related=("plan", "district"),
)  # fmt: skip
ends_work(MACHINE, notices.FILED, State.FILED)
