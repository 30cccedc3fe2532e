"""Judging one condition of several cases of a batch."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from pages.acts import attempt, page_with_form
from pages.lists.table import table_html
from pages.request_values import whole_number
from procedures.cases.actions.judge_many import Judged, judge_many
from procedures.cases.decision_lists import CASE, DISTRICT, ENTERPRISE
from procedures.cases.forms import ManyJudgementsForm
from procedures.cases.policies import REVIEWERS
from procedures.cases.worklist.columns import CONDITIONS
from procedures.models import Application, Batch
from schemes.definition.criteria import Criterion

MOST_REASONS = 5


def judgeable(batch: Batch) -> list[Criterion]:
    """The conditions of the batch's scheme that a person judges."""
    groups = batch.version.parsed.criteria
    found = [one for group in groups for one in group.all_criteria()]
    return [one for one in found if one.comparison == "person"]


def ask(request: ActorRequest, batch: Batch, rows: QuerySet[Application]) -> HttpResponse:
    """The page that asks which condition of the chosen `rows` is judged, and how."""
    return _page(request, batch, rows, ManyJudgementsForm(criteria=judgeable(batch)))


@for_duties(*REVIEWERS)
@require_POST
def judge(request: ActorRequest, batch_id: int) -> HttpResponse:
    """Judge the condition of the cases that the page named."""
    batch = get_object_or_404(Batch.objects.select_related("version__scheme"), pk=batch_id)
    ids = [pk for text in request.POST.getlist("case") if (pk := whole_number(text))]
    form = ManyJudgementsForm(request.POST, criteria=judgeable(batch))
    judged = attempt(
        request, lambda: judge_many(request.actor, ids, **form.cleaned_data), form=form
    ).value
    if judged is None:
        rows = Application.objects.visible_to(request.actor).filter(batch=batch, pk__in=ids)
        return _page(request, batch, rows.select_related("district").with_enterprise_names(), form)
    _tell(request, judged)
    return redirect("procedures:deliberation", batch.pk)


def _tell(request: ActorRequest, judged: Judged) -> None:
    if judged.number:
        messages.success(request, f"已判断 {judged.number} 件。")
    for reason in judged.refused[:MOST_REASONS]:
        messages.warning(request, reason)
    if (more := len(judged.refused) - MOST_REASONS) > 0:
        messages.warning(request, f"另有 {more} 件也没有判断。")


def _page(
    request: ActorRequest, batch: Batch, rows: QuerySet[Application], form: ManyJudgementsForm
) -> HttpResponse:
    cases = list(rows)
    table = table_html((CASE, ENTERPRISE, DISTRICT, CONDITIONS), cases, css="stack")
    context = {"batch": batch, "form": form, "cases": cases, "table": table}
    return page_with_form(request, "procedures/decisions/judge.html", context, form)
