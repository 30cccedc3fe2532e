"""The life of an effect report, declared once: asked for, filed, returned or confirmed.

Source: domain-2 A11 (实际值、偏差原因); who confirms and the terms are 示例.
"""

from typing import TypeAlias

from django.utils import timezone

from accounts.tenancy import Actor
from financing.models import EffectReport, EffectReportEvent
from financing.subsidies.effect import notices
from financing.subsidies.effect.follow_up import follow_up
from financing.subsidies.effect.judging import lacking, share_of
from lifecycle.gathering import ends_work
from lifecycle.guards import is_not_own_enterprise
from lifecycle.machine import Machine
from lifecycle.policies import (
    is_city_officer,
    is_its_enterprise,
    is_reviewer_of_its_district,
    is_the_portal,
)
from lifecycle.transitions import Change, Transition, TransitionInput

State = EffectReport.State
Step: TypeAlias = Transition[EffectReport, TransitionInput]
ReportChange: TypeAlias = Change[EffectReport, TransitionInput]


def reviews_it(actor: Actor | None, report: EffectReport) -> bool:
    return is_reviewer_of_its_district(actor, report) or is_city_officer(actor, report)


def is_complete(actor: Actor | None, report: EffectReport) -> str:
    """Every goal has its figure, those that fall short their reason, those on which money hangs
    their proof."""
    return lacking(report)


def note_filing(change: ReportChange) -> None:
    change.row.filed_at = timezone.now()


def note_result(change: ReportChange) -> None:
    change.row.confirmed_at = timezone.now()
    change.row.attained = share_of(change.row)


def settle_money(change: ReportChange) -> None:
    change.row.follow_up = follow_up(change.row)[:1000]
    change.row.save(update_fields=["follow_up"])


TRANSITIONS = (
    Step(
        name="open", label="请企业填报", sources=frozenset(), target=State.DUE,
        may=is_the_portal, notify=(notices.ask_enterprise,), by_hand=False,
    ),
    Step(
        name="file", label="提交绩效报告", history_label="提交",
        sources=frozenset({State.DUE, State.RETURNED}), target=State.FILED,
        may=is_its_enterprise, guards=(is_complete,), effects=(note_filing,),
        notify=(notices.tell_bureau,), tone="go",
    ),
    Step(
        name="return", label="退回补充", sources=frozenset({State.FILED}), target=State.RETURNED,
        may=reviews_it, guards=(is_not_own_enterprise,), notify=(notices.tell_returned,),
        reason_required=True, reason_missing="请写明要补充什么，企业会看到。", tone="no",
    ),
    Step(
        name="confirm", label="核实无误", sources=frozenset({State.FILED}),
        target=State.CONFIRMED, may=reviews_it, guards=(is_not_own_enterprise,),
        effects=(note_result,), consequences=(settle_money,),
        notify=(notices.tell_confirmed,), tone="go",
    ),
)  # fmt: skip

MACHINE = Machine(
    name="effect_report",
    model=EffectReport,
    noun="份绩效报告",
    rows=TRANSITIONS,
    first=frozenset({State.DUE}),
    final=frozenset({State.CONFIRMED}),
    tones={
        State.DUE: "wait", State.FILED: "wait", State.RETURNED: "bad", State.CONFIRMED: "ok",
    },
    owner_labels={State.DUE: "请您填报", State.FILED: "已提交，等待核实"},
    events=EffectReportEvent,
    parent="report",
    takes=TransitionInput,
    select_related=("claim__application__scheme_version",),
)  # fmt: skip
ends_work(MACHINE, notices.FILED, State.FILED)
