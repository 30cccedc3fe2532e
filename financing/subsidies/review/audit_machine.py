"""The life of an audit by a third party, declared once.

Source: domain file A7.5 (第三方审计, 核定额). The firm reads the claim only after it has declared
that it has no interest in the enterprise; row-level security holds that by the state.
"""

from dataclasses import dataclass
from typing import TypeAlias

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from accounts.tenancy import Actor
from financing.firm_scope import acts_for_firm
from financing.models import AuditAssignment, AuditEvent, ReviewStage
from financing.subsidies.review import audit_notices as notices
from financing.subsidies.review.lines import line_rows
from lifecycle.guards import is_not_own_enterprise
from lifecycle.machine import Machine
from lifecycle.policies import is_city_officer
from lifecycle.transitions import Change, Transition, TransitionInput

State = AuditAssignment.State


@dataclass(frozen=True)
class AuditInput(TransitionInput):
    """What the firm says: that it is independent; with its report, its conclusion."""

    is_independent: bool = False
    conclusion: str = ""
    report: UploadedFile | None = None


AuditChange: TypeAlias = Change[AuditAssignment, AuditInput]
AuditTransition: TypeAlias = Transition[AuditAssignment, AuditInput]


def is_its_firm(actor: Actor | None, row: AuditAssignment) -> bool:
    return actor is not None and acts_for_firm(actor) and actor.organisation_id == row.firm_id


def every_line_is_decided(actor: Actor | None, row: AuditAssignment) -> str:
    left = sum(not one.is_seen for one in line_rows(row.claim, ReviewStage.AUDITED))
    return f"还有 {left} 行没有核定。" if left else ""


def firm_is_engaged(actor: Actor | None, row: AuditAssignment) -> str:
    """The firm still works for the city; one that was ended has nobody who could go on."""
    return "" if row.firm.is_active else "这家审计机构已停止合作，恢复合作后才能退回补充审计。"


def says_it_is_independent(given: AuditInput) -> dict[str, str]:
    missing = {"is_independent": "请确认与这家企业没有利害关系；有利害关系的请申请回避。"}
    return {} if given.is_independent else missing


def concludes(given: AuditInput) -> dict[str, str]:
    problems = {}
    if not given.conclusion.strip():
        problems["conclusion"] = "请填写审计结论。"
    if given.report is None:
        problems["report"] = "请上传审计报告（PDF）。"
    return problems


def note_declaration(change: AuditChange) -> None:
    change.row.declared_at = timezone.now()
    change.facts["declared"] = "已确认与企业没有利害关系"


def note_filing(change: AuditChange) -> None:
    change.row.filed_at = timezone.now()
    change.row.conclusion = change.input.conclusion.strip()[:1000]
    change.row.amount = change.row.claim.audited_amount
    change.facts["amount"] = str(change.row.amount)


def take_the_paper(change: AuditChange) -> None:
    """Who does not audit a claim reads nothing of it any more."""
    change.row.paper = {"title": change.row.paper.get("title", "")}


def _states(*states: State) -> frozenset[str]:
    return frozenset(states)


TRANSITIONS = (
    AuditTransition(
        name="assign",
        label="指派审计",
        sources=frozenset(),
        target=State.OFFERED,
        may=is_city_officer,
        guards=(is_not_own_enterprise,),
        notify=(notices.tell_firm_of_assignment,),
        by_hand=False,  # begins a new assignment
    ),
    AuditTransition(
        name="declare",
        label="确认没有利害关系，开始审计",
        sources=_states(State.OFFERED),
        target=State.WORKING,
        may=is_its_firm,
        checks=(says_it_is_independent,),
        effects=(note_declaration,),
        tone="go",
    ),
    AuditTransition(
        name="decline",
        label="有利害关系，申请回避",
        sources=_states(State.OFFERED, State.WORKING),
        target=State.DECLINED,
        may=is_its_firm,
        effects=(take_the_paper,),
        notify=(notices.tell_city_of_refusal,),
        reason_required=True,
        reason_missing="请写明利害关系。",
        tone="no",
    ),
    AuditTransition(
        name="file",
        label="报送核定额和报告",
        sources=_states(State.WORKING),
        target=State.FILED,
        may=is_its_firm,
        guards=(every_line_is_decided,),
        checks=(concludes,),
        effects=(note_filing,),
        notify=(notices.tell_city_of_report,),
        tone="go",
        by_hand=False,  # has a form of its own
    ),
    AuditTransition(
        name="send_back",
        label="退回补充审计",
        sources=_states(State.FILED),
        target=State.WORKING,
        may=is_city_officer,
        guards=(is_not_own_enterprise, firm_is_engaged),
        notify=(notices.tell_firm_of_return,),
        reason_required=True,
        reason_missing="请写明需要补充什么。",
        tone="no",
    ),
    AuditTransition(
        name="withdraw",
        label="收回指派",
        sources=_states(State.OFFERED, State.WORKING),
        target=State.WITHDRAWN,
        may=is_city_officer,
        guards=(is_not_own_enterprise,),
        effects=(take_the_paper,),
        notify=(notices.tell_firm_of_withdrawal,),
        reason_required=True,
        reason_missing="请写明为什么收回。",
        tone="no",
    ),
)

MACHINE = Machine(
    name="claim_audit",
    model=AuditAssignment,
    noun="件审计",
    rows=TRANSITIONS,
    first=_states(State.OFFERED),
    final=_states(State.DECLINED, State.WITHDRAWN),
    tones={
        State.OFFERED: "wait", State.WORKING: "calm", State.FILED: "ok", State.DECLINED: "bad",
        State.WITHDRAWN: "calm",
    },
    events=AuditEvent,
    parent="assignment",
    takes=AuditInput,
    carried=("firm_id",),
)  # fmt: skip
