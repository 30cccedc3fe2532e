"""The life of a certificate, declared once: what may happen to it, by whom, and what follows.

Source: 工信部企业〔2022〕63号 (validity, re-check, cancellation), domain.md 1.1.
"""

from collections.abc import Iterator

from django.utils import timezone

from certification import effects, guards, policies
from certification.changes import CertificateChange, CertificateInput, CertificateTransition
from certification.models import Certificate, CertificateEvent
from lifecycle.guards import is_not_own_enterprise
from lifecycle.machine import Machine
from lifecycle.policies import is_city_officer, is_the_portal
from lifecycle.transitions import ComputedTarget

State = Certificate.State
ReasonKind = CertificateEvent.ReasonKind
ENTERPRISE_READS = "请写明原因，企业会看到。"
CHANGED = {
    "valid_to": "有效期止", "holder_name": "持证企业", "credit_code": "统一社会信用代码",
    "title": "产品（技术）", "issued_on": "发证日期", "valid_from": "有效期起",
}  # fmt: skip


def _from(*states: State) -> frozenset[str]:
    return frozenset(states)


def names_its_document(given: CertificateInput) -> dict[str, str]:
    if given.document_number.strip():
        return {}
    return {"document_number": "请填写依据的文号。"}


def event_fields(change: CertificateChange) -> dict[str, object]:
    """What the event of a certificate keeps beyond that of any row."""
    return {
        "application_id": change.input.application_id,
        "document_number": change.input.document_number.strip(),
    }


def details(event: CertificateEvent) -> Iterator[str]:
    """The document that an event rests on, and what it changed."""
    if event.document_number:
        yield f"依据：{event.document_number}"
    for name, (before, after) in event.facts.items():
        if name == "number":
            yield f"证书编号 {after}"
        elif name == "proposed_by":
            yield f"由{after}提出，{event.user}批准"
        elif name in CHANGED:
            yield f"{CHANGED[name]}：{before} → {after}"


def state_when_entered(certificate: Certificate) -> State:
    """One whose time was over when it was entered still belongs to the holder's history."""
    return State.EXPIRED if certificate.valid_to < timezone.localdate() else State.VALID


MISCONDUCT = (
    ReasonKind.FRAUD, ReasonKind.ACCIDENT, ReasonKind.DISHONESTY, ReasonKind.TAX_EVASION,
)  # fmt: skip

TRANSITIONS = (
    CertificateTransition(
        name="issue",
        label="认定发证",
        sources=frozenset(),
        target=State.VALID,
        may=policies.decides_its_case,
        effects=(effects.note_number,),
        by_hand=False,
    ),
    CertificateTransition(
        name="enter",
        label="登记已发证书",
        sources=frozenset(),
        target=ComputedTarget(
            state_when_entered, frozenset({State.VALID, State.EXPIRED}), "有效期内外"
        ),
        may=is_city_officer,
        guards=(is_not_own_enterprise,),
        checks=(names_its_document,),
        effects=(effects.note_number,),
        notify=(effects.tell_entered,),
        by_hand=False,  # follows from what the city enters
    ),
    CertificateTransition(
        name="amend",
        label="更正登记内容",
        sources=_from(State.VALID, State.RECHECK_DUE, State.SUSPENDED, State.EXPIRED),
        target=None,
        may=is_city_officer,
        guards=(is_not_own_enterprise,),
        effects=(effects.amend,),
        notify=(effects.tell_amended,),
        by_hand=False,  # follows from what the city enters
    ),
    CertificateTransition(
        name="reinstate",
        label="更正有效期，恢复有效",
        sources=_from(State.EXPIRED),
        target=State.VALID,
        may=is_city_officer,
        guards=(is_not_own_enterprise,),
        effects=(effects.amend,),
        notify=(effects.tell_amended,),
        by_hand=False,  # follows from what the city enters
    ),
    CertificateTransition(
        name="fall_due",
        label="转入待复核",
        history_label="进入待复核",
        sources=_from(State.VALID),
        target=State.RECHECK_DUE,
        may=is_the_portal,
        guards=(guards.has_not_run_out,),
        notify=(effects.tell_recheck_due,),
        by_hand=False,
    ),
    CertificateTransition(
        name="expire",
        label="到期",
        history_label="有效期届满",
        sources=_from(State.VALID, State.RECHECK_DUE, State.SUSPENDED),
        target=State.EXPIRED,
        may=is_the_portal,
        guards=(guards.has_run_out,),
        notify=(effects.tell_expired,),
        by_hand=False,
    ),
    CertificateTransition(
        name="suspend",
        label="暂停证书",
        history_label="暂停",
        sources=_from(State.VALID, State.RECHECK_DUE),
        target=State.SUSPENDED,
        may=is_city_officer,
        guards=(is_not_own_enterprise,),
        notify=(effects.tell_suspended,),
        reason_kinds=(*MISCONDUCT, ReasonKind.NO_UPDATE, ReasonKind.OTHER),
        reason_required=True,
        reason_missing=ENTERPRISE_READS,
        tone="no",
    ),
    CertificateTransition(
        name="lift",
        label="解除暂停",
        history_label="解除暂停，恢复有效",
        sources=_from(State.SUSPENDED),
        target=State.VALID,
        may=is_city_officer,
        guards=(is_not_own_enterprise, guards.has_not_run_out),
        notify=(effects.tell_lifted,),
        reason_required=True,
        reason_missing=ENTERPRISE_READS,
        tone="go",
    ),
    CertificateTransition(
        name="revoke",
        label="撤销证书",
        history_label="撤销",
        sources=_from(State.VALID, State.RECHECK_DUE, State.SUSPENDED),
        target=State.REVOKED,
        may=is_city_officer,
        guards=(is_not_own_enterprise,),
        confirmations=(guards.is_approved_by_another,),
        effects=(effects.note_proposer,),
        notify=(effects.tell_revoked,),
        reason_kinds=(
            *MISCONDUCT, ReasonKind.NO_UPDATE, ReasonKind.CORRECTION, ReasonKind.OTHER,
        ),
        reason_required=True,
        reason_missing=ENTERPRISE_READS,
        tone="no",
    ),
    CertificateTransition(
        name="renew",
        label="复核通过",
        history_label="复核通过，延长有效期",
        sources=_from(State.VALID, State.RECHECK_DUE, State.EXPIRED),
        target=State.VALID,
        may=policies.decides_its_case,
        guards=(is_not_own_enterprise,),
        effects=(effects.extend_validity, effects.typeset_again),
        notify=(effects.tell_renewed,),
        by_hand=False,
    ),
    CertificateTransition(
        name="rename",
        label="企业更名",
        history_label="企业更名",
        sources=_from(State.VALID, State.RECHECK_DUE, State.SUSPENDED),
        target=None,
        may=is_city_officer,
        guards=(is_not_own_enterprise,),
        effects=(effects.change_holder, effects.typeset_again),
        notify=(effects.tell_holder_changed,),
        reason_required=True,
        reason_missing=ENTERPRISE_READS,
        checks=(names_its_document,),
        tone="go",
    ),
    CertificateTransition(
        name="follow_registry",
        label="随登记变更更名",
        history_label="企业更名（随登记变更）",
        sources=_from(State.VALID, State.RECHECK_DUE, State.SUSPENDED),
        target=None,
        may=policies.decides_about_the_registry,
        guards=(is_not_own_enterprise,),
        effects=(effects.change_holder, effects.typeset_again),
        notify=(effects.tell_holder_changed,),
        reason_required=True,
        reason_missing=ENTERPRISE_READS,
        checks=(names_its_document,),
        by_hand=False,  # follows from a change that the bureau of the district accepted
    ),
    CertificateTransition(
        name="merge",
        label="企业合并，转由另一企业持有",
        history_label="企业合并，证书由合并后的企业持有",
        sources=_from(State.VALID, State.RECHECK_DUE, State.SUSPENDED),
        target=None,
        may=is_city_officer,
        guards=(is_not_own_enterprise,),
        effects=(effects.change_holder, effects.typeset_again),
        notify=(effects.tell_holder_changed, effects.tell_former_holder),
        reason_required=True,
        reason_missing=ENTERPRISE_READS,
        checks=(names_its_document,),
        tone="go",
    ),
)  # fmt: skip

# A certificate in these no longer counts; one that ran out may yet be renewed.
OUT_OF_FORCE = frozenset({State.REVOKED, State.EXPIRED})

MACHINE = Machine(
    name="certificate",
    model=Certificate,
    noun="张证书",
    rows=TRANSITIONS,
    first=frozenset(),
    final=frozenset({State.REVOKED}),
    tones={
        State.VALID: "ok",
        State.RECHECK_DUE: "calm",
        State.SUSPENDED: "wait",
        State.REVOKED: "bad",
        State.EXPIRED: "bad",
    },
    events=CertificateEvent,
    parent="certificate",
    takes=CertificateInput,
    event_fields=event_fields,
    details=details,
)
