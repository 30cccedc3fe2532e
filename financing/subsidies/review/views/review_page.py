"""What the page of a claim's review shows."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from financing.models import (
    AuditAssignment,
    CheckFinding,
    InquiryLetter,
    SiteVisit,
    SubsidyClaim,
)
from financing.subsidies.review import audit_machine, cut_machine, letter_machine
from financing.subsidies.review.access import reviews, stage_of, why_not_reviewing
from financing.subsidies.review.actions.assign_audit import firms
from financing.subsidies.review.cuts import cut_lines, is_told, notices_of, open_notice
from financing.subsidies.review.days import Days, days_of
from financing.subsidies.review.evidence import Evidence, evidence_of
from financing.subsidies.review.finding import finding_of
from financing.subsidies.review.forms import AssignForm, CheckForm, LineForm, PhotosForm
from financing.subsidies.review.gate import Obstacle, obstacles_to
from financing.subsidies.review.lines import LineRow, line_rows, totals_of
from financing.subsidies.review.sums import compared
from financing.subsidies.review.terms import last_findings, terms_for
from pages.request_values import whole_number
from procedures.cases.due import time_left
from procedures.cases.forms import OpinionForm
from procedures.cases.lifecycle import MACHINE
from procedures.cases.queue import neighbours
from procedures.cases.verdicts import open_to_bureaus
from procedures.cases.views.surroundings import decisions
from procedures.models import Application
from schemes.evaluation.judging import Verdict

SHOWN = 100
FILTERS = (("", "全部"), ("differs", "有差异"), ("unseen", "未看"))
# Those that the page of the case does better: they need its marks, ranks or scores.
ON_CASE_PAGE = frozenset({"return_for_correction"})


@dataclass(frozen=True)
class Check:
    """An item of the checklist: what was found last, the form for a further finding."""

    place: int
    name: str
    finding: CheckFinding | None
    form: CheckForm
    letters: list[InquiryLetter]

    @property
    def tone(self) -> str:
        if self.finding is None:
            return "wait"
        return "bad" if self.finding.result == CheckFinding.Result.PROBLEM else "ok"

    @property
    def word(self) -> str:
        if self.finding is not None:
            return "发现问题" if self.tone == "bad" else "已核"
        waits = any(one.state == one.State.SENT for one in self.letters)
        return "待复函" if waits else "未核"


@dataclass(frozen=True)
class ShownLine:
    """A line as the page shows it: `form` came back with errors, `site` is what a visit saw,
    `answers` what the enterprise said of the cut."""

    row: LineRow
    evidence: Evidence
    form: LineForm | None
    site: dict[str, object] | None
    answers: list[str]


@dataclass(frozen=True)
class LetterRow:
    """A letter as the page shows it: its clock, its acts, its answers."""

    letter: InquiryLetter
    days: Days
    tone: str
    acts: list[Any]
    answers: list[Any]


def page_context(
    request: ActorRequest, claim: SubsidyClaim, changes: Mapping[str, object]
) -> dict[str, object]:
    """Everything on the page, in a fixed number of queries."""
    actor = request.actor
    stage = stage_of(actor, claim)
    rows = line_rows(claim, stage)
    totals = totals_of(rows)
    may = reviews(actor, claim)
    obstacles = obstacles_to(claim, stage)
    letters = _letters(actor, claim)
    checks = _checks(claim, letters, changes)
    notices = notices_of(claim)
    waiting = open_notice([one for one in notices if one.stage == stage])
    told = is_told(rows, [one for one in notices if one.stage == stage])
    return {
        "claim": claim,
        "application": claim.application,
        "enterprise": claim.organisation.enterprise,
        "stage": stage,
        "title": finding_of(claim, stage, totals),
        "may_review": may,
        "why_not": "" if may else why_not_reviewing(actor, claim),
        "totals": totals,
        **shown_lines(request, rows, changes, claim),
        "sum": compared(_earlier(claim, stage), claim.sums.get(stage)),
        "obstacles": obstacles,
        "letters": letters,
        "checks": checks,
        "open_checks": sum(one.finding is None for one in checks),
        "visits": _visits(claim),
        "photos_form": PhotosForm(auto_id="photos_%s"),
        "notices": [_notice(actor, one) for one in notices],
        "may_tell": may and bool(cut_lines(rows)) and not told and waiting is None
        and not totals.unseen,
        "audit": _audit(actor, claim),
        "assign_form": AssignForm(firms()) if actor.is_city else None,
        **_case(actor, claim.application, obstacles),
        "terms": terms_for(claim),
    }  # fmt: skip


def _earlier(claim: SubsidyClaim, stage: str) -> Mapping[str, Any] | None:
    """The sum that stood when the stage began."""
    declared = claim.sums.get("declared")
    return claim.sums.get("district", declared) if stage == "audited" else declared


def shown_lines(
    request: ActorRequest,
    rows: list[LineRow],
    changes: Mapping[str, object],
    claim: SubsidyClaim,
) -> dict[str, object]:
    """The lines that the address asks for, a part at a time, with a form that came back."""
    show = request.GET.get("show", "")
    chosen = [one for one in rows if _matches(one, show)]
    pages = max(1, -(-len(chosen) // SHOWN))
    page = min(max(whole_number(request.GET.get("part")) or 1, 1), pages)
    found, evidence = _found_on_site(claim), evidence_of(request.actor, claim)
    answers = _answers(claim)
    refused = changes.get("refused_line")
    forms: dict[int, LineForm] = {}
    if isinstance(refused, dict):
        forms = {refused["number"]: refused["form"]}
    return {
        "rows": [
            ShownLine(
                one,
                evidence[one.line.number],
                forms.get(one.line.number),
                found.get(one.line.number),
                answers.get(str(one.line.number), []),
            )
            for one in chosen[(page - 1) * SHOWN : page * SHOWN]
        ],
        "tabs": [
            (key, label, sum(_matches(one, key) for one in rows), key == show)
            for key, label in FILTERS
        ],
        "show": show,
        "part": page,
        "parts": range(1, pages + 1),
    }


def _matches(row: LineRow, show: str) -> bool:
    if show == "differs":
        return bool(row.difference) and not row.is_withdrawn
    return not row.is_seen if show == "unseen" else True


def _answers(claim: SubsidyClaim) -> dict[str, list[str]]:
    """Line number -> what the enterprise answered when it was told of a cut of it."""
    said: dict[str, list[str]] = defaultdict(list)
    for notice in notices_of(claim):
        for number, text in notice.line_answers.items():
            said[str(number)].append(text)
    return said


def _found_on_site(claim: SubsidyClaim) -> dict[int, dict[str, object]]:
    """Line number -> what the last visit that looked at it saw, and when."""
    seen: dict[int, dict[str, object]] = {}
    for visit in SiteVisit.objects.filter(claim=claim).order_by("id"):
        for number, told in visit.lines.items():
            seen[int(number)] = {**told, "on": visit.visited_on}
    return seen


def _letters(actor: Actor, claim: SubsidyClaim) -> list[LetterRow]:
    machine = letter_machine.MACHINE
    rows = InquiryLetter.objects.filter(claim=claim).order_by("id")
    found = []
    for letter in rows.prefetch_related("answers__attachment"):
        found.append(
            LetterRow(
                letter,
                days_of(letter),
                machine.tone_of(letter.state),
                machine.available(actor, letter),
                list(letter.answers.all()),
            )
        )
    return found


def _checks(
    claim: SubsidyClaim, letters: list[LetterRow], changes: Mapping[str, object]
) -> list[Check]:
    found, refused = last_findings(claim), changes.get("refused_check")
    forms = {refused[0]: refused[1]} if isinstance(refused, tuple) else {}
    return [
        Check(
            place,
            name,
            found.get(name),
            forms.get(place) or CheckForm(place, name),
            [one.letter for one in letters if one.letter.check_name == name],
        )
        for place, name in enumerate(terms_for(claim).checks)
    ]


def _visits(claim: SubsidyClaim) -> list[SiteVisit]:
    rows = SiteVisit.objects.filter(claim=claim).select_related("recorded_by")
    return list(rows.prefetch_related("photos__attachment", "photos__line").order_by("-id"))


def _notice(actor: Actor, notice: Any) -> dict[str, object]:
    machine = cut_machine.MACHINE
    return {
        "row": notice,
        "tone": machine.tone_of(notice.state),
        "acts": machine.available(actor, notice),
    }


def _audit(actor: Actor, claim: SubsidyClaim) -> dict[str, object] | None:
    """The last assignment, with what the actor may do with it."""
    row = AuditAssignment.objects.filter(claim=claim).select_related("firm", "report").first()
    if row is None:
        return None
    machine = audit_machine.MACHINE
    return {
        "row": row,
        "tone": machine.tone_of(row.state),
        "acts": machine.available(actor, row),
        "is_open": row.state in ("offered", "working", "filed"),
    }


def _case(actor: Actor, application: Application, obstacles: list[Obstacle]) -> dict[str, object]:
    """The acts on the case itself, as its own page has them."""
    reviewing = actor.is_district or actor.is_city
    offers = MACHINE.available(actor, application) if reviewing else []
    due = application.stage_due_on
    conditions = open_to_bureaus(application) if offers else []
    return {
        "conditions": conditions,
        "decisions": decisions(
            application,
            [one for one in offers if one.transition.name not in ON_CASE_PAGE],
            colleague="", unmet=[one for one in conditions if one.verdict == Verdict.NOT_MET],
            marks=0,
        ),
        "returns": any(one.transition.name in ON_CASE_PAGE for one in offers),
        "opinion": OpinionForm(),
        "time_left": time_left(due) if due else "",
        "beside": beside(actor, application) if reviewing else None,
    }  # fmt: skip


def beside(actor: Actor, application: Application) -> dict[str, int | None]:
    """The claims before and after this one in the reader's queue; None for cases of other kinds."""
    around = neighbours(actor, application)
    ids = [pk for pk in (around.previous, around.following) if pk]
    claims = dict(
        SubsidyClaim.objects.filter(application_id__in=ids).values_list("application_id", "pk")
    )
    return {
        "previous": claims.get(around.previous or 0),
        "following": claims.get(around.following or 0),
    }
