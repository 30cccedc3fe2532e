"""One case for everybody who may see it, and the reviewers' acts on it."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from audit.trail import record_read
from enterprises.rules.industry import industry_name
from pages.acts import attempt
from pages.request_values import shown_version
from procedures.batches.working_days import add_working_days, calendar_doubt
from procedures.cases.actions.mark_field import mark_field, unmark_field
from procedures.cases.actions.note_on_case import note_on_case
from procedures.cases.actions.reopen_decision import reopen_decision, why_not_reopened
from procedures.cases.actions.waive_condition import end_waiver, waivable_findings, waive_condition
from procedures.cases.against import against, credit_records
from procedures.cases.answer_sheet import answer_sections, explained_in, filed_files
from procedures.cases.changes import CaseInput
from procedures.cases.difference import changes_between
from procedures.cases.due import time_left
from procedures.cases.filed_paper import unprintable_in
from procedures.cases.forms import (
    AnswerForm,
    JudgementForm,
    MarkForm,
    MessageForm,
    OpinionForm,
    WaiverForm,
)
from procedures.cases.lifecycle import MACHINE
from procedures.cases.material import (
    all_waivers,
    open_returns,
    return_items_of,
    snapshots_of,
)
from procedures.cases.parts import part_of, state_word
from procedures.cases.policies import READERS, REVIEWERS, judges_conditions
from procedures.cases.queue import neighbours
from procedures.cases.steps import steps_of
from procedures.cases.thread import thread_for
from procedures.cases.timeline import events_of, timeline
from procedures.cases.verdicts import (
    settled,
    standing_of,
    unsettled,
    with_marks,
)
from procedures.cases.views.own_case import own_case
from procedures.cases.views.surroundings import (
    correction_of,
    decisions,
    desk_context,
    objections,
    open_ones_in_words,
    surroundings,
    to_judge,
)
from procedures.models import Application
from procedures.models.application import State
from schemes.definition.scheme import SchemeDefinition
from schemes.evaluation.evaluate import groups_of
from schemes.evaluation.judging import Verdict

READ_WITH_IT = (
    "batch", "scheme_version__scheme", "district", "reviewer", "corrects",
    "organisation__enterprise",
)  # fmt: skip


@for_duties(*READERS)
def case(request: ActorRequest, pk: int) -> HttpResponse:
    """The whole of a case: answers, differences, verdicts, what may be done, what happened. An
    enterprise has a page of its own for its case."""
    return case_page(request, pk)


def case_page(
    request: ActorRequest,
    pk: int,
    *,
    status: int = 200,
    refused: JudgementForm | None = None,
    message_form: MessageForm | None = None,
    changes: Mapping[str, object] = MappingProxyType({}),
) -> HttpResponse:
    """The page of a case: its enterprise and those who review it have one each. `refused` and
    `message_form` take the place of the form that was sent, `changes` that of what else is shown.
    """
    if request.actor.is_enterprise:
        opinion = changes.get("opinion")
        errors = opinion.errors.values() if isinstance(opinion, OpinionForm) else ()
        problem = " ".join(str(one) for texts in errors for one in texts)
        return own_case(request, pk, status, problem, message_form)
    context = {**case_context(request, pk, refused, message_form), **changes}
    return render(request, "procedures/review.html", context, status=status)


def case_context(
    request: ActorRequest,
    pk: int,
    refused: JudgementForm | None = None,
    message_form: MessageForm | None = None,
) -> dict[str, object]:
    """What the page of a case shows; `refused` and `message_form` take the place of the form that
    was sent."""
    actor = request.actor
    application = (
        Application.objects.visible_to(actor)
        .select_related(*READ_WITH_IT, *(["panel_case__panel"] if actor.is_city else []))
        .telling_of_messages()
        .get(pk=pk)
    )
    enterprise = application.organisation.enterprise
    record_read(
        actor, "application", pk, application.organisation_id,
        f"申报材料：{application.title}"[:200],
        application.district_id,
    )  # fmt: skip
    snapshots = snapshots_of(application)[:2]
    definition = application.scheme_version.parsed
    # A mark is the reviewer's own until the case is handed back.
    marks = {
        item.field: item
        for item in open_returns(application)
        if item.returned_at is not None or not actor.is_enterprise
    }
    answers = snapshots[0].answers if snapshots else application.answers
    files = filed_files(application, snapshots[0] if snapshots else None)
    figures = snapshots[0].facts.get("figures", {}) if snapshots else {}
    explained = explained_in(snapshots[0] if snapshots else None)
    sections = answer_sections(definition, answers, files, marks, figures, explained)
    today = timezone.localdate()
    due = application.stage_due_on
    changes = changes_between(definition, snapshots[1], snapshots[0]) if len(snapshots) == 2 else []
    offers = MACHINE.available(actor, application)
    panel_case = getattr(application, "panel_case", None) if actor.is_city else None
    kept = with_marks(snapshots[0].evaluation if snapshots else None, panel_case)
    groups = settled(groups_of(kept), standing_of(application))
    judges = judges_conditions(actor, application)
    events = events_of(application)
    thread = thread_for(actor, application, message_form)
    desk = desk_context(actor, application)
    open_ones = list(unsettled(groups))
    unmet = [one for one in open_ones if one.verdict != Verdict.NEEDS_PERSON]
    around: dict[str, object] = {}
    if not actor.is_enterprise:
        colleague = str(desk["colleague"]) if desk["is_shown"] else ""
        buttons = decisions(application, offers, colleague=colleague, unmet=unmet, marks=len(marks))
        records = credit_records(application)
        around = {**surroundings(actor, application, events, records), "decisions": buttons}
        if actor.duty in REVIEWERS:
            around["against"] = against(application, records)
    return {
        **around,
        "application": application,
        "enterprise": enterprise,
        "industry": industry_name(enterprise.industry_code),
        "state_label": state_word(
            application, application.state, MACHINE.label_for(actor, application.state)
        ),
        "state_tone": MACHINE.tone_of(application.state),
        "sections": sections,
        "unprintable": unprintable_in(snapshots[0]) if snapshots else [],
        "changes": changes,
        "answered": _answered(application, definition, {change.key for change in changes}),
        "groups": groups,
        "panel": part.in_review(actor, application) if (part := part_of(application)) else None,
        "may_judge": judges,
        "to_judge": to_judge(groups, refused) if judges else [],
        "waivers": all_waivers(application),
        "waiver_form": WaiverForm(findings=waivable_findings(application))
        if actor.is_city
        else None,
        "score": kept["score"] if kept else None,
        "offers": offers,
        "marks": marks,
        "may_mark": any(offer.transition.name == "return_for_correction" for offer in offers),
        "mark_form": MarkForm(),
        "opinion": OpinionForm(),
        # Whoever objects was promised that only the investigators learn who they are.
        "objections": [
            (one, AnswerForm(one.pk, definition.outcome)) for one in objections(actor, application)
        ],
        "thread": thread,
        "events": timeline(actor, application, events, thread.messages),
        "desk": desk,
        "panel_case": panel_case,
        "steps": steps_of(application),
        "unmet": [one.label for one in unmet],
        "open_ones": open_ones_in_words(open_ones),
        "time_left": time_left(due) if due else "",
        "is_reviewer": actor.duty in REVIEWERS,
        "calendar_doubt": calendar_doubt(_latest_due(definition, today)) if offers else "",
        "corrects": application.corrects,
        "correction": correction_of(application),
        "may_reopen": actor.is_city and not why_not_reopened(actor, application),
    }


def _latest_due(definition: SchemeDefinition, today: date) -> date:
    """The latest day that a decision of today may give the next one until."""
    terms = definition.timetable
    longest = max(terms.district_review_days, terms.city_review_days, terms.correction_days)
    return add_working_days(today, longest)


def _answered(
    application: Application, definition: SchemeDefinition, changed: set[str]
) -> list[dict[str, object]]:
    """The marks of the last return once the case is back, and whether their fields changed."""
    times = [item.resolved_at for item in return_items_of(application) if item.resolved_at]
    if application.state == State.RETURNED or not times:
        return []
    last = [item for item in return_items_of(application) if item.resolved_at == max(times)]
    labels = {field.key: field.label for field in definition.fields()}
    return [
        {
            "label": labels.get(item.field, item.field),
            "text": item.text,
            "kind": item.get_kind_display(),
            "changed": item.field in changed,
        }
        for item in last
    ]


@for_duties(*READERS)
@require_POST
def act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """Carry out one transition; after a refusal the page shows the words again."""
    transition = MACHINE.transitions.get(name)
    if transition is None or not transition.by_hand:
        raise Application.DoesNotExist
    opinion = OpinionForm(request.POST)
    following = _following(request.actor, pk)
    result = attempt(
        request,
        lambda: MACHINE.execute(
            request.actor,
            pk,
            name,
            CaseInput(opinion.cleaned_data["reason"]),
            expected_version=shown_version(request.POST),
        ),
        form=opinion,
        done=lambda case: f"“{case.title}”：{transition.label}，已通知有关人员。",
    )
    if result.value is not None:
        return _gone_on(request, result.value, following)
    return _shown_again(request, pk, 409 if result.is_stale else 422, opinion=opinion)


def _following(actor: Actor, pk: int) -> int | None:
    """The next case of the actor's queue; None for one who has none, or acts out of turn."""
    case = Application.objects.waiting_for(actor).filter(pk=pk).first()
    return neighbours(actor, case).following if case and actor.duty in REVIEWERS else None


def _gone_on(request: ActorRequest, case: Application, following: int | None) -> HttpResponse:
    """To the next case of the queue where this one has left it; else the page of this one."""
    is_left = not Application.objects.waiting_for(request.actor).filter(pk=case.pk).exists()
    if following is None or not is_left:
        return redirect("procedures:case", case.pk)
    scheme = case.scheme_version.scheme_id
    is_alike = Application.objects.filter(pk=following, scheme_version__scheme=scheme).exists()
    others = f"“{case.scheme_version.scheme.name}”没有其他待办了，下面是其他待办里最急的一件。"
    messages.info(request, "下面是待办里的下一件。" if is_alike else others)
    return redirect("procedures:case", following)


def _shown_again(request: ActorRequest, pk: int, status: int, **changes: object) -> HttpResponse:
    """The page of the case after a refusal, with the reason that was typed and `changes`."""
    changes["reason"] = request.POST.get("reason", "")
    return case_page(request, pk, status=status, changes=changes)


@for_duties(Duty.CITY_OFFICER)
@require_POST
def reopen(request: ActorRequest, pk: int) -> HttpResponse:
    """Have a decision that was found wrong made again, in a new case."""
    case = attempt(
        request,
        lambda: reopen_decision(request.actor, pk, request.POST.get("reason", "")),
        done=lambda row: f"已重新立案，受理编号 {row.number}，请重新审核。",
    ).value
    return redirect("procedures:case", case.pk) if case else _shown_again(request, pk, 422)


@for_duties(*REVIEWERS)
@require_POST
def mark(request: ActorRequest, pk: int, key: str) -> HttpResponse:
    """Mark a field for return."""
    kind, text = request.POST.get("kind", ""), request.POST.get("text", "")
    attempt(request, lambda: mark_field(request.actor, pk, key, kind, text))
    return _back_to(pk, f"answer-{key}")


@for_duties(*REVIEWERS)
@require_POST
def unmark(request: ActorRequest, pk: int, key: str) -> HttpResponse:
    """Take a mark back."""
    attempt(request, lambda: unmark_field(request.actor, pk, key))
    return _back_to(pk, f"answer-{key}")


@for_duties(*REVIEWERS)
@require_POST
def note(request: ActorRequest, pk: int) -> HttpResponse:
    """Write an internal note."""
    text = request.POST.get("text", "")
    attempt(request, lambda: note_on_case(request.actor, pk, text), done="已记录，企业看不到。")
    return _back_to(pk, "notes")


def _back_to(pk: int, place: str) -> HttpResponse:
    """To the place of the page where one was."""
    return redirect(f"{reverse('procedures:case', args=[pk])}#{place}")


@for_duties(Duty.CITY_OFFICER)
@require_POST
def waive(request: ActorRequest, pk: int) -> HttpResponse:
    """Waive one condition of the case; a refused form is shown again with what was typed."""
    actor = request.actor
    application = Application.objects.visible_to(actor).get(pk=pk)
    form = WaiverForm(request.POST, findings=waivable_findings(application))
    if attempt(
        request,
        lambda: waive_condition(actor, pk, **form.cleaned_data),
        form=form,
        done="已豁免，企业会收到通知。",
    ):
        return redirect("procedures:case", pk)
    return _shown_again(request, pk, 422, waiver_form=form)


@for_duties(Duty.CITY_OFFICER)
@require_POST
def unwaive(request: ActorRequest, pk: int, waiver: int) -> HttpResponse:
    """End a waiver."""
    attempt(request, lambda: end_waiver(request.actor, pk, waiver), done="已撤销豁免。")
    return redirect("procedures:case", pk)
