"""Judging the conditions of a case that only a person can judge."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from pages.acts import attempt
from procedures.cases.actions.judge_condition import judge_condition
from procedures.cases.forms import JudgementForm
from procedures.cases.policies import REVIEWERS
from procedures.cases.views.review import case_page
from procedures.models import Application


@for_duties(*REVIEWERS)
@require_POST
def judge(request: ActorRequest, pk: int, criterion: str) -> HttpResponse:
    """Judge one condition; a refused form is shown again with what was typed."""
    actor = request.actor
    Application.objects.visible_to(actor).get(pk=pk)
    form = JudgementForm(request.POST, prefix=criterion)
    if attempt(
        request,
        lambda: judge_condition(actor, pk, criterion, **form.cleaned_data),
        form=form,
        done=lambda row: f"“{row.label}”：{'符合' if row.is_met else '不符合'}，已记录。",
    ):
        return redirect(f"{reverse('procedures:case', args=[pk])}#finding-{criterion}")
    messages.error(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
    return case_page(request, pk, status=422, refused=form)
