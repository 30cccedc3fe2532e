"""The guides, for everybody: which schemes there are, and what one asks for."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.contacts import offices
from accounts.tenancy import system_scope
from accounts.throttling import asks_too_often
from people.questions import questions_about
from procedures.batches.calls import calls
from procedures.guides.content import Guide
from procedures.guides.past_results import past_batches
from procedures.guides.self_check import judged, questions_of, typed, with_sums
from schemes.answer_forms import SectionForm
from schemes.definition.form import Section

SELF_CHECKS_A_MINUTE = 20


def guides(request: HttpRequest) -> HttpResponse:
    """Every scheme in force, those that are open first."""
    found = calls()
    context = {"calls": found, "open": sum(one.is_open for one in found)}
    return render(request, "procedures/guides/guides.html", context)


def guide(request: HttpRequest, code: str) -> HttpResponse:
    """What one scheme asks for; by POST with the verdict on what was typed, which is not kept."""
    call = next((one for one in calls() if one.scheme.code == code), None)
    if call is None:
        raise Http404
    if request.method == "POST" and asks_too_often(request, "self-check", SELF_CHECKS_A_MINUTE):
        return render(request, "429_public.html", {"what": "自测"}, status=429)
    shown = Guide(call)
    with system_scope(reason="count past results for the public guides"):
        past = past_batches(call.scheme.pk)
    context = {
        "guide": shown,
        "call": call,
        "past": past,
        "offices": offices(),
        "questions": questions_about("filing"),
        **_self_check(request, shown),
    }
    status = 422 if context["problems"] else 200
    return render(request, "procedures/guides/guide.html", context, status=status)


def _self_check(request: HttpRequest, shown: Guide) -> dict[str, object]:
    asked = questions_of(shown.definition)
    if not asked:
        return {"form": None, "problems": {}}
    values, problems = typed(asked, request.POST)
    evaluation, lines = None, []
    if request.method == "POST" and not problems:
        evaluation = judged(shown.definition, asked, values)
        lines = with_sums(shown.definition, asked, values, evaluation)
    section = Section(key="self_check", title="先测一测", fields=tuple(one.field for one in asked))
    as_typed = values | {key: request.POST[key] for key in problems}
    form = SectionForm(section, as_typed, problems)
    for one in asked:
        # Nothing has to be typed here: none is marked as optional beside the others.
        form.fields[one.field.key].label = one.field.label
    return {"form": form, "problems": problems, "evaluation": evaluation, "lines": lines}
