"""The life of a correction that a bureau proposes to an enterprise, declared once.

What an enterprise's own people keep, nobody else writes unseen: they accept or decline it, or the
bureau corrects it with the document that proves it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from django.urls import reverse
from django.utils import timezone

from accounts.notifications import notify, people_of
from accounts.tenancy import Actor
from enterprises.actions.rename_enterprise import keep_former_name
from enterprises.actions.write_entry import as_python, write_entry
from enterprises.changes import NewName, announce_new_name
from enterprises.former_names import FormerNames
from enterprises.models import Enterprise, EntryProposal, EntryProposalEvent, YearlyReport
from lifecycle.guards import is_not_own_enterprise
from lifecycle.machine import Machine
from lifecycle.policies import is_city_officer, is_its_enterprise, is_reviewer_of_its_district
from lifecycle.transitions import Change, Transition, TransitionInput

State = EntryProposal.State
IS_SO = "名录中已是建议的内容，自动办结。"


@dataclass(frozen=True)
class ProposalInput(TransitionInput):
    """What is said about a proposal; a correction names its document."""

    document_number: str = ""


ProposalTransition: TypeAlias = Transition[EntryProposal, ProposalInput]
ProposalChange: TypeAlias = Change[EntryProposal, ProposalInput]


def is_its_bureau(actor: Actor | None, proposal: EntryProposal) -> bool:
    """The bureau of the enterprise's district, or the city."""
    return is_city_officer(actor, proposal) or is_reviewer_of_its_district(actor, proposal)


def names_no_former_name(actor: Actor | None, proposal: EntryProposal) -> str:
    """What a document changed is not undone by consent: an older list may hold the former name."""
    name = str(proposal.values.get("name", ""))
    if not name:
        return ""
    former = FormerNames([proposal.organisation_id]).find(proposal.organisation_id, name)
    if former is None:
        return ""
    return f"“{name}”是 {former}，不能改回。确又更名的，请提出登记变更。"


def names_its_document(given: ProposalInput) -> dict[str, str]:
    if given.document_number.strip():
        return {}
    return {"document_number": "请填写依据的文号，如变更登记通知书的文号。"}


def event_fields(change: ProposalChange) -> dict[str, object]:
    return {"document_number": change.input.document_number.strip()[:100]}


def details(event: EntryProposalEvent) -> Iterator[str]:
    """The document that a correction rests on, and a year that could not be written."""
    if event.document_number:
        yield f"依据：{event.document_number}"
    if year := event.facts.get("submitted_year"):
        yield f"{year} 年度数据企业已经上报，没有改动。"


# --- what follows -------------------------------------------------------------------------------


def note_submitted_year(change: ProposalChange) -> None:
    """A year that the enterprise has submitted meanwhile is left as it is, and the history says
    so."""
    year = change.row.report.get("year")
    submitted = YearlyReport.objects.filter(
        organisation_id=change.row.organisation_id, year=year, state=YearlyReport.State.SUBMITTED
    )
    if year and submitted.exists():
        change.facts["submitted_year"] = year


def write_what_was_proposed(change: ProposalChange) -> None:
    proposal = change.row
    enterprise = Enterprise.objects.select_for_update(of=("self",)).get(pk=proposal.organisation_id)
    before = enterprise.name
    if not _is_so(proposal, enterprise):
        write_entry(enterprise, proposal.values, proposal.report)
    document = change.input.document_number.strip()
    if change.actor is not None and document and enterprise.name != before:
        keep_former_name(enterprise, before, until=timezone.localdate(), document_number=document)
        # By the authority's document the name changes everywhere; one that the enterprise accepts
        # without any is carried onto certificates by the city's own act.
        announce_new_name(
            NewName(change.actor, enterprise.pk, enterprise.name, change.input.reason, document)
        )
    if change.actor is not None:
        settle_what_is_so(change.actor, enterprise.pk)


def told_changes(proposal: EntryProposal) -> str:
    """Every change on a line of its own."""
    return "\n".join(f"{label}：{old} → {new}" for label, old, new in proposal.changes)


def tell_enterprise(proposal: EntryProposal, title: str, body: str, key: str) -> None:
    """Tell everybody who works for the enterprise, with a link to the proposal."""
    notify(
        people_of(organisation_id=proposal.organisation_id),
        title=title,
        body=body,
        link=reverse("enterprises:proposal", args=[proposal.pk]),
        dedupe_key=key,
    )


def tell_proposed(proposal: EntryProposal) -> None:
    """Tell the enterprise what the bureau would have corrected."""
    tell_enterprise(
        proposal,
        "主管部门建议更正贵企业的资料，请确认",
        f"{proposal.bureau}提出（{proposal.source}）：\n{told_changes(proposal)}\n"
        "在您确认之前，企业资料没有改动。",
        f"proposal:{proposal.pk}",
    )


def tell_corrected(change: ProposalChange) -> None:
    proposal = change.row
    said = change.input
    tell_enterprise(
        proposal,
        "主管部门更正了贵企业的资料",
        f"{proposal.bureau}依据 {said.document_number} 更正：\n{told_changes(proposal)}\n"
        f"原因：{said.reason}。如有疑问，请联系主管部门。",
        change.key,
    )


def tell_withdrawn(change: ProposalChange) -> None:
    tell_enterprise(
        change.row,
        "主管部门收回了更正建议",
        f"{change.row.bureau}收回了对“{change.row}”的更正建议，无需再确认。{change.input.reason}",
        change.key,
    )


def tell_the_bureau(change: ProposalChange) -> None:
    """Tell whoever proposed it what the enterprise answered."""
    proposal = change.row
    if proposal.proposed_by_id is None:
        return
    name = proposal.organisation.name
    reason = f"原因：{change.input.reason}" if change.input.reason else ""
    notify(
        [proposal.proposed_by_id],
        title=f"{name}：{State(change.target).label}",
        body=f"{proposal.source}\n{told_changes(proposal)}\n{reason}".strip(),
        link=reverse("enterprises:proposal", args=[proposal.pk]),
        dedupe_key=change.key,
    )


OPEN = frozenset({State.OPEN})

TRANSITIONS = (
    ProposalTransition(
        name="accept",
        label="接受更正",
        sources=OPEN,
        target=State.ACCEPTED,
        may=is_its_enterprise,
        guards=(names_no_former_name,),
        effects=(note_submitted_year,),
        consequences=(write_what_was_proposed,),
        notify=(tell_the_bureau,),
        tone="go",
    ),
    ProposalTransition(
        name="decline",
        label="不接受",
        sources=OPEN,
        target=State.DECLINED,
        may=is_its_enterprise,
        notify=(tell_the_bureau,),
        reason_required=True,
        reason_missing="请写明不接受的原因，主管部门会看到。",
        tone="no",
    ),
    ProposalTransition(
        name="correct",
        label="依据文件更正",
        sources=OPEN | {State.DECLINED},
        target=State.CORRECTED,
        may=is_its_bureau,
        guards=(is_not_own_enterprise,),
        checks=(names_its_document,),
        effects=(note_submitted_year,),
        consequences=(write_what_was_proposed,),
        notify=(tell_corrected,),
        reason_required=True,
        reason_missing="请写明原因，企业会看到。",
        tone="go",
    ),
    ProposalTransition(
        name="withdraw",
        label="收回建议",
        sources=OPEN,
        target=State.WITHDRAWN,
        may=is_its_bureau,
        notify=(tell_withdrawn,),
        tone="no",
    ),
)

MACHINE = Machine(
    name="entry_proposal",
    model=EntryProposal,
    noun="项更正建议",
    rows=TRANSITIONS,
    first=OPEN,
    final=frozenset({State.ACCEPTED, State.CORRECTED, State.WITHDRAWN}),
    tones={
        State.OPEN: "wait",
        State.ACCEPTED: "ok",
        State.DECLINED: "bad",
        State.CORRECTED: "ok",
        State.WITHDRAWN: "",
    },
    events=EntryProposalEvent,
    parent="proposal",
    takes=ProposalInput,
    event_fields=event_fields,
    details=details,
    select_related=("organisation",),
)


# --- what has come about by another way ---------------------------------------------------------


def settle_what_is_so(actor: Actor, enterprise_id: int) -> None:
    """Close the open proposals of which everything stands in the registry by now, in the caller's
    transaction: the enterprise has nothing left to answer. Its own people thereby accept them, the
    bureau that wrote the values takes them back."""
    rows = EntryProposal.objects.filter(organisation_id=enterprise_id, state=State.OPEN)
    proposals = list(rows.order_by("pk"))
    if not proposals:
        return
    enterprise = Enterprise.objects.get(pk=enterprise_id)
    for proposal in proposals:
        if not _is_so(proposal, enterprise):
            continue
        if is_its_enterprise(actor, proposal):
            MACHINE.execute(actor, proposal.pk, "accept", ProposalInput(reason=IS_SO))
        elif is_its_bureau(actor, proposal):
            MACHINE.execute(actor, proposal.pk, "withdraw", ProposalInput(reason=IS_SO))


def _is_so(proposal: EntryProposal, enterprise: Enterprise) -> bool:
    """Whether the entry and the year's figures hold all that was proposed."""
    if any(
        getattr(enterprise, name) != as_python(Enterprise, name, value)
        for name, value in proposal.values.items()
    ):
        return False
    if not proposal.report:
        return True
    report = YearlyReport.objects.filter(
        organisation_id=enterprise.pk, year=proposal.report["year"]
    ).first()
    return report is not None and all(
        getattr(report, name) == as_python(YearlyReport, name, value)
        for name, value in proposal.report.items()
    )
