"""The city's acts on an objection, from the page of its case."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from pages.acts import attempt
from procedures.cases.forms import AnswerForm
from procedures.cases.parts import in_words_of
from procedures.cases.views.review import case_page
from procedures.models import Objection
from procedures.notices.actions.object_to_case import decide_objection, note_investigation


@for_duties(Duty.CITY_OFFICER)
@require_POST
def investigate(request: ActorRequest, pk: int, objection: int) -> HttpResponse:
    """Write down what was found out about an objection."""
    get_object_or_404(Objection, pk=objection, application_id=pk)
    text = request.POST.get("text", "")
    attempt(request, lambda: note_investigation(request.actor, objection, text), done="已记录。")
    return redirect("procedures:case", pk)


@for_duties(Duty.CITY_OFFICER)
@require_POST
def answer(request: ActorRequest, pk: int, objection: int) -> HttpResponse:
    """Answer an objection to the case."""
    rows = Objection.objects.select_related("application__scheme_version")
    found = get_object_or_404(rows, pk=objection, application_id=pk)
    version = found.application.scheme_version
    form = AnswerForm(objection, version.parsed.outcome, request.POST)

    def told(row: Objection) -> str:
        ended = "，这件申报不予认定" if row.state == Objection.State.UPHELD else ""
        return (
            f"已答复：{row.get_state_display()}"
            f"{in_words_of(version.parsed.outcome, ended)}。异议人凭回执号可以查看。"
        )

    answered = attempt(
        request,
        lambda: decide_objection(
            request.actor,
            objection,
            upheld=form.cleaned_data["upheld"] == "yes",
            answer=form.cleaned_data["answer"],
        ),
        form=form,
        done=told,
    )
    if answered.is_done:
        return redirect("procedures:case", pk)
    return case_page(request, pk, status=422, changes={"refused_answer": form})
