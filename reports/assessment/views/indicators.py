"""Pages of a round's indicators: what they are, comments on the draft, and the city's form."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from pages.acts import attempt, page_with_form
from pages.district_figures import district_figures
from pages.request_values import shown_version
from pages.stale import version_to_show
from reports.assessment.actions.comment_on_draft import answer_comment, comment_on_draft
from reports.assessment.actions.save_indicator import (
    OPEN_STATES,
    move_indicator,
    remove_indicator,
    save_indicator,
)
from reports.assessment.addresses import page_of
from reports.assessment.forms import AnswerForm, CommentForm
from reports.assessment.indicator_form import IndicatorForm, initial_of
from reports.assessment.lists import WATCHERS
from reports.assessment.preview import Preview, preview_of
from reports.assessment.rounds import read, set_of, set_problems
from reports.assessment.steps import steps_of
from reports.assessment.views.rounds import CITY, round_of
from reports.assessment.words import definition, how, source_in_words
from reports.models import AssessmentRound, IndicatorComment
from reports.models.assessment import RoundState


@for_duties(*WATCHERS)
@require_GET
def indicators(request: ActorRequest, pk: int) -> HttpResponseBase:
    """All indicators of a round with their weights, sources and ways of scoring."""
    return _page(request, round_of(request.actor, pk))


def _page(
    request: ActorRequest,
    one: AssessmentRound,
    comment: CommentForm | None = None,
    answer: tuple[int, AnswerForm] | None = None,
) -> HttpResponseBase:
    rows = list(one.indicators.all())
    labels = {key: figure.label for key, figure in district_figures().items()}
    comments = list(
        IndicatorComment.objects.visible_to(request.actor)
        .filter(round=one)
        .select_related("district", "indicator", "answered_by")
    )
    may_edit = request.actor.is_city and one.state in OPEN_STATES
    takes_comments = one.state == RoundState.CONSULTING
    found = [(row, read(row)) for row in rows]
    context = {
        "round": one,
        "round_url": page_of(request.actor, one),
        "steps": steps_of(one),
        "set": set_of(one, rows),
        "problems": set_problems(one, rows),
        "lines": [
            {
                "row": row,
                "indicator": indicator,
                "definition": definition(indicator),
                "how": how(indicator),
                "source": source_in_words(indicator.source, labels),
            }
            for row, indicator in found
        ],
        "comments": [
            (
                one_comment,
                (answer[1] if answer and answer[0] == one_comment.pk else
                 AnswerForm(auto_id=f"id_answer_{one_comment.pk}_%s"))
                if request.actor.is_city and may_edit else None,
            )
            for one_comment in comments
        ],
        "comment_form": (comment or CommentForm(one))
        if request.actor.is_district and takes_comments
        else None,
        "may_edit": may_edit,
    }  # fmt: skip
    forms = [form for form in (comment, answer[1] if answer else None) if form is not None]
    return page_with_form(request, "reports/round_indicators.html", context, *forms)


@for_duties(CITY)
@require_http_methods(["GET", "POST"])
def indicator(request: ActorRequest, pk: int, indicator_id: int | None = None) -> HttpResponseBase:
    """The form of an indicator, with a trial of it on today's figures."""
    one = round_of(request.actor, pk)
    row = get_object_or_404(one.indicators, pk=indicator_id) if indicator_id else None
    form = IndicatorForm(request.POST or None, initial=initial_of(read(row)) if row else None)
    trial: Preview | None = None
    if request.method == "POST" and "try" in request.POST:
        trial = preview_of(one, form.indicator) if form.is_valid() else None
    elif request.method == "POST":
        saved = attempt(
            request,
            lambda: save_indicator(
                request.actor, pk, indicator_id, form.definition(),
                version=shown_version(request.POST) if row else None,
            ),
            form=form,
            done="指标已保存。",
        )  # fmt: skip
        if saved:
            return redirect("reports:round_indicators", pk)
    elif row is not None:
        trial = preview_of(one, read(row))
    context = {
        "round": one, "row": row, "form": form, "trial": trial,
        "version": version_to_show(request, row, form),
        "is_open": one.state in OPEN_STATES,
    }  # fmt: skip
    return page_with_form(request, "reports/round_indicator.html", context, form)


@for_duties(CITY)
@require_POST
def arrange(request: ActorRequest, pk: int, indicator_id: int) -> HttpResponseBase:
    """Move an indicator up or down, or take it out."""
    one = round_of(request.actor, pk)
    get_object_or_404(one.indicators, pk=indicator_id)
    act = request.POST.get("act")
    if act == "remove":
        attempt(
            request,
            lambda: remove_indicator(request.actor, pk, indicator_id),
            done=lambda name: f"“{name}”已移除，请核对权重合计。",
        )
    elif act in ("up", "down"):
        attempt(request, lambda: move_indicator(request.actor, pk, indicator_id, up=act == "up"))
    return redirect("reports:round_indicators", pk)


@for_duties(Duty.DISTRICT_REVIEWER)
@require_POST
def comment(request: ActorRequest, pk: int) -> HttpResponseBase:
    """A district's comment on the draft."""
    one = round_of(request.actor, pk)
    form = CommentForm(one, request.POST)
    if attempt(
        request,
        lambda: comment_on_draft(
            request.actor, pk, indicator_id=form.indicator_id, text=form.cleaned_data["text"]
        ),
        form=form,
        done="意见已提交，答复后会通知您。",
    ):
        return redirect("reports:round_indicators", pk)
    return _page(request, one, comment=form)


@for_duties(CITY)
@require_POST
def answer(request: ActorRequest, pk: int) -> HttpResponseBase:
    """The city's answer to a comment."""
    row = get_object_or_404(
        IndicatorComment.objects.visible_to(request.actor).select_related("round"), pk=pk
    )
    form = AnswerForm(request.POST, auto_id=f"id_answer_{pk}_%s")
    if attempt(
        request,
        lambda: answer_comment(
            request.actor,
            pk,
            is_taken=form.cleaned_data["is_taken"] == "yes",
            answer=form.cleaned_data["answer"],
        ),
        form=form,
        done="已答复，区市会收到通知。",
    ):
        return redirect("reports:round_indicators", row.round_id)
    return _page(request, row.round, answer=(pk, form))
