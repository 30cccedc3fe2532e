"""One case for everybody who may see it, and the reviewers' acts on it."""

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.conflicts import works_for
from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from audit.trail import record_read
from enterprises.rules.industry import industry_name
from lifecycle.transitions import TransitionInput
from pages.acts import attempt
from pages.request_values import shown_version
from procedures.batches.working_days import working_days_between
from procedures.cases.actions.mark_field import mark_field, unmark_field
from procedures.cases.actions.reopen_decision import DECIDED, reopen_decision, why_not_reopened
from procedures.cases.actions.waive_condition import end_waiver, waivable_findings, waive_condition
from procedures.cases.assignments import stood_in_for
from procedures.cases.difference import changes_between, shown_answer, shown_rows
from procedures.cases.forms import AnswerForm, JudgementForm, MarkForm, WaiverForm
from procedures.cases.lifecycle import MACHINE
from procedures.cases.material import (
    all_waivers,
    files_of,
    objections_of,
    open_returns,
    present_files,
    return_items_of,
    snapshots_of,
)
from procedures.cases.policies import READERS, REVIEWERS, desk_of, has_on_desk, judges_conditions
from procedures.cases.timeline import timeline
from procedures.cases.verdicts import (
    all_findings,
    settled,
    standing_of,
    unsettled,
    waits_for_a_person,
    with_marks,
)
from procedures.models import Application, ApplicationFile, Objection, Snapshot
from procedures.models.application import State
from schemes.definition.form import FieldKind
from schemes.definition.scheme import SchemeDefinition
from schemes.evaluation.evaluate import Finding, GroupFinding, groups_of

READ_WITH_IT = (
    "batch", "scheme_version__scheme", "district", "reviewer", "corrects",
    "organisation__enterprise",
)  # fmt: skip
STAGES = (
    (State.DRAFT, "填报"),
    (State.DISTRICT_REVIEW, "区市审核"),
    (State.CITY_REVIEW, "市级审核"),
    (State.EXPERT_REVIEW, "专家评审"),
    (State.PUBLIC_NOTICE, "公示"),
    (State.APPROVED, "认定发证"),
)


@for_duties(*READERS)
def case(request: ActorRequest, pk: int) -> HttpResponse:
    """The whole of a case: answers, differences, verdicts, what may be done, what happened."""
    return render(request, "procedures/case.html", case_context(request, pk))


def case_context(
    request: ActorRequest, pk: int, refused: JudgementForm | None = None
) -> dict[str, object]:
    """What the page of a case shows; `refused` takes the place of the form that was sent."""
    actor = request.actor
    application = (
        Application.objects.visible_to(actor)
        .select_related(*READ_WITH_IT, *(["panel_case__panel"] if actor.is_city else []))
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
    files = _files(application, snapshots[0] if snapshots else None)
    sections = [
        {
            "section": section,
            "rows": [
                {
                    "field": field,
                    "shown": shown_answer(field, answers.get(field.key)),
                    "table": shown_rows(field, answers.get(field.key)),
                    "headings": [
                        f"{one.label}（{one.unit}）" if one.unit else one.label
                        for one in field.columns
                    ],
                    "files": [row.attachment for row in files if row.field == field.key],
                    "is_file": field.kind == FieldKind.FILE,
                    "mark": marks.get(field.key),
                }
                for field in section.fields
            ],
        }
        for section in definition.sections
    ]
    today = timezone.localdate()
    due = application.stage_due_on
    changes = changes_between(definition, snapshots[1], snapshots[0]) if len(snapshots) == 2 else []
    offers = MACHINE.available(actor, application)
    panel_case = getattr(application, "panel_case", None) if actor.is_city else None
    kept = with_marks(snapshots[0].evaluation if snapshots else None, panel_case)
    groups = settled(groups_of(kept), standing_of(application))
    judges = judges_conditions(actor, application)
    return {
        "application": application,
        "enterprise": enterprise,
        "industry": industry_name(enterprise.industry_code),
        "state_label": MACHINE.label_for(actor, application.state),
        "state_tone": MACHINE.tone_of(application.state),
        "sections": sections,
        "changes": changes,
        "answered": _answered(application, definition, {change.key for change in changes}),
        "groups": groups,
        "may_judge": judges,
        "to_judge": _to_judge(groups, refused) if judges else [],
        "waivers": all_waivers(application),
        "waiver_form": WaiverForm(findings=waivable_findings(application))
        if actor.is_city
        else None,
        "score": kept["score"] if kept else None,
        "offers": offers,
        "marks": marks,
        "may_mark": any(offer.transition.name == "return_for_correction" for offer in offers),
        "mark_form": MarkForm(),
        "answer_form": AnswerForm(),
        # Whoever objects was promised that only the investigators learn who they are.
        "objections": _objections(actor, application),
        "events": timeline(actor, application),
        "desk": _desk(actor, application),
        "panel_case": panel_case,
        "steps": _steps(application),
        "unmet": [one.label for one in unsettled(groups) if not waits_for_a_person(one)],
        "days_left": working_days_between(today, due) if due else None,
        "is_reviewer": actor.duty in REVIEWERS,
        "corrects": application.corrects,
        "correction": _correction(application),
        "may_reopen": actor.is_city and not why_not_reopened(actor, application),
    }


def _to_judge(
    groups: list[GroupFinding], refused: JudgementForm | None
) -> list[tuple[Finding, JudgementForm]]:
    """The findings of `groups` that a person judges, each with its form."""
    sent = {refused.prefix: refused} if refused else {}
    asked = (one for one in all_findings(groups) if one.for_a_person)
    return [(one, sent.get(one.key) or JudgementForm(prefix=one.key)) for one in asked]


def _objections(actor: Actor, application: Application) -> list[Objection]:
    """The objections with their files and the notes on them, for the city's officers who do not
    work for the enterprise."""
    if not actor.is_city or works_for(actor, application.organisation_id):
        return []
    found = objections_of(application)
    prefetch_related_objects(found, "files__attachment", "notes__noted_by")
    return found


def _correction(application: Application) -> Application | None:
    """The case that decides this one again; None for one that was not decided."""
    if application.state not in DECIDED:
        return None
    return application.corrections.order_by("id").first()


def _desk(actor: Actor, application: Application) -> dict[str, object]:
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


def _files(application: Application, filed: Snapshot | None) -> list[ApplicationFile]:
    """The files as they were filed; a draft's own while nothing has been filed."""
    if filed is None:
        return present_files(application)
    then = {file["id"] for file in filed.files}
    return [one for one in files_of(application) if str(one.attachment_id) in then]


def _place(state: State, stages: list[State]) -> int:
    """How many of `stages` are behind a case in `state`."""
    if state == State.APPROVED:
        return len(stages)
    if state == State.PROPOSED:
        state = State.PUBLIC_NOTICE
    return stages.index(state) if state in stages else 0


def _steps(application: Application) -> list[dict[str, str]]:
    state = State(application.state)
    stopped = state in (State.DECLINED, State.WITHDRAWN, State.RETURNED)
    last = application.returned_from if state == State.RETURNED else ""
    if state in (State.DECLINED, State.WITHDRAWN):
        event = application.events.order_by("-id").first()
        last = event.source if event else ""
    stages = [
        (stage, label)
        for stage, label in STAGES
        if stage != State.EXPERT_REVIEW
        or stage in application.scheme_version.parsed.stages
        or state == stage
    ]
    place = _place(State(last) if last else state, [stage for stage, _ in stages])
    steps = []
    for number, (_, label) in enumerate(stages):
        now = "stopped" if stopped else "current"
        note = state.label if number == place and stopped else ""
        status = "done" if number < place else now if number == place else "later"
        steps.append({"label": label, "state": status, "note": str(note)})
    return steps


@for_duties(*READERS)
@require_POST
def act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """Carry out one transition; after a refusal the page shows the words again."""
    transition = MACHINE.transitions.get(name)
    if transition is None or not transition.by_hand:
        raise Application.DoesNotExist
    result = attempt(
        request,
        lambda: MACHINE.execute(
            request.actor,
            pk,
            name,
            TransitionInput(request.POST.get("reason", "")),
            expected_version=shown_version(request.POST),
        ),
        done=lambda case: f"“{case.title}”：{transition.label}，已通知有关人员。",
    )
    if result.is_done:
        return redirect("procedures:case", pk)
    return _shown_again(request, pk, 409)


def _shown_again(request: ActorRequest, pk: int, status: int, **changes: object) -> HttpResponse:
    """The page of the case after a refusal, with the reason that was typed and `changes`."""
    context = {**case_context(request, pk), "reason": request.POST.get("reason", ""), **changes}
    return render(request, "procedures/case.html", context, status=status)


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
    return redirect("procedures:case", pk)


@for_duties(*REVIEWERS)
@require_POST
def unmark(request: ActorRequest, pk: int, key: str) -> HttpResponse:
    """Take a mark back."""
    attempt(request, lambda: unmark_field(request.actor, pk, key))
    return redirect("procedures:case", pk)


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
