"""What stands around a case on its reviewers' page: acts, enterprise, the bureaus' words."""

from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from accounts.conflicts import works_for
from accounts.tenancy import Actor
from enterprises.models import CreditRecord
from lifecycle.transitions import AvailableTransition
from procedures.cases.actions.reopen_decision import DECIDED
from procedures.cases.assignments import stood_in_for
from procedures.cases.changes import CaseInput
from procedures.cases.filings import filings_of
from procedures.cases.forms import JudgementForm
from procedures.cases.lifecycle import details
from procedures.cases.material import objections_of
from procedures.cases.parts import in_its_words
from procedures.cases.policies import REVIEWERS, desk_of, has_on_desk
from procedures.cases.queue import neighbours
from procedures.cases.verdicts import all_findings, waits_for_a_person
from procedures.models import Application, CaseEvent, CaseNote, Objection
from procedures.models.application import State
from schemes.evaluation.evaluate import Finding, GroupFinding
from schemes.evaluation.judging import Verdict

MOST_BESIDE = 5
# These can be taken back, so that nobody is asked twice.
WITHOUT_QUESTION = frozenset({"recommend"})


@dataclass(frozen=True)
class Decision:
    """A button of the page; `question` is asked first, "" for none."""

    offer: AvailableTransition[Application, CaseInput]
    label: str
    question: str
    key: str


def decisions(
    application: Application,
    offers: list[AvailableTransition[Application, CaseInput]],
    *,
    colleague: str,
    unmet: list[Finding],
    marks: int,
) -> list[Decision]:
    """The buttons of the page in their order, with what each of them asks first."""
    found = []
    for number, offer in enumerate(offers, 1):
        one, label = offer.transition, offer.transition.label
        if one.name == "return_for_correction" and marks:
            label = f"{label}（{marks} 项）"
        said = f"这件申报在{colleague}名下。" if colleague else ""
        if unmet and one.tone == "go":
            said += f"还有 {len(unmet)} 项条件没有满足：{'、'.join(one.label for one in unmet)}。"
        if said or one.name not in WITHOUT_QUESTION:
            said += f"{one.label}：{application}？"
        label, said = in_its_words(application, label), in_its_words(application, said)
        found.append(Decision(offer, label, said, str(number)))
    return found


def surroundings(
    actor: Actor, application: Application, events: list[CaseEvent], records: list[CreditRecord]
) -> dict[str, Any]:
    """What the bureaus read beside the case itself, its `events` and the credit `records`."""
    reviews = not actor.is_leader
    filings, number = filings_of(
        actor, application.organisation_id, most=MOST_BESIDE, beside=application.pk
    )
    return {
        "beside": neighbours(actor, application) if reviews else None,
        "filings": filings,
        "filings_number": number,
        "filings_shown": MOST_BESIDE,
        "credit": {"all": len(records), "open": sum(one.lifted_on is None for one in records)},
        "recommendation": _recommendation(application, events),
        "sent_back": _sent_back(application, events),
        "notes": list(CaseNote.objects.filter(application=application).select_related("noted_by"))
        if reviews
        else [],
    }


def _sent_back(application: Application, events: list[CaseEvent]) -> CaseEvent | None:
    """The city's return of a case that its district has not decided on since."""
    moves = [one for one in events if one.source != one.target]
    waits = application.state == State.DISTRICT_REVIEW and moves
    return moves[-1] if waits and moves[-1].transition == "return_to_district" else None


def _recommendation(application: Application, events: list[CaseEvent]) -> dict[str, Any] | None:
    """The district's word to the city; None while the case is with the district."""
    if application.state == State.DISTRICT_REVIEW:
        return None
    event = next((one for one in reversed(events) if one.transition == "recommend"), None)
    return {"event": event, "against": list(details(event))} if event else None


def to_judge(
    groups: list[GroupFinding], refused: JudgementForm | None
) -> list[tuple[Finding, JudgementForm]]:
    """The findings of `groups` that a person judges, each with its form."""
    sent = {refused.prefix: refused} if refused else {}
    asked = (one for one in all_findings(groups) if one.for_a_person)
    return [(one, sent.get(one.key) or JudgementForm(prefix=one.key)) for one in asked]


def objections(actor: Actor, application: Application) -> list[Objection]:
    """The objections with their files and the notes on them, for the city's officers who do not
    work for the enterprise."""
    if not actor.is_city or works_for(actor, application.organisation_id):
        return []
    found = objections_of(application)
    prefetch_related_objects(found, "files__attachment", "notes__noted_by")
    return found


def desk_context(actor: Actor, application: Application) -> dict[str, object]:
    """Who works on the case, as the bureaus read it."""
    holder = application.reviewer
    stands_in = stood_in_for(actor, application) is not None
    is_mine = holder is not None and holder.pk == actor.user_id
    return {
        "holder": holder,
        "is_mine": is_mine,
        "stands_in": stands_in,
        "colleague": "" if is_mine or stands_in else str(holder or ""),
        "may_assign": has_on_desk(actor, application),
        "is_shown": actor.duty in REVIEWERS
        and desk_of(application.state, application.returned_from) is not None,
    }


def open_ones_in_words(open_ones: list[Finding]) -> str:
    """What keeps the case from meeting its conditions, as the heading over them."""
    waiting = [one for one in open_ones if one.verdict == Verdict.NEEDS_PERSON]
    for_a_person = sum(map(waits_for_a_person, waiting))
    counts = (
        (len(open_ones) - len(waiting), "项条件没有满足"),
        (for_a_person, "项等待判断"),
        (len(waiting) - for_a_person, "项等待专家评分"),
    )
    return "，".join(f"{number} {what}" for number, what in counts if number) or "条件都已满足"


def correction_of(application: Application) -> Application | None:
    """The case that decides this one again; None for one that was not decided."""
    if application.state not in DECIDED:
        return None
    return application.corrections.order_by("id").first()
