"""One work plan: its page, its former editions, its papers, and what may be done with it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from documents.official_document import WORD, as_pdf, as_word
from pages.acts import attempt, page_with_form
from pages.request_values import shown_version
from pages.stale import version_to_show
from reports.models import WorkPlan, WorkPlanEdition
from reports.targets.records import WATCHERS
from reports.targets.workplans.actions.save_draft import OPEN, save_draft
from reports.targets.workplans.content import Content
from reports.targets.workplans.differences import differences
from reports.targets.workplans.forms import (
    ArrangeForm,
    ChooseForm,
    PartForm,
    StepForm,
    TargetsForm,
    TextForm,
)
from reports.targets.workplans.machine import MACHINE, is_its_bureau
from reports.targets.workplans.paper import name_of, paper_of
from reports.targets.workplans.rules import CHOICE, ITEMS, TARGETS, TEXT
from reports.targets.workplans.shown import shown
from reports.targets.workplans.tracking import present_of, tracked
from reports.targets.workplans.wanted import problems_of_row, wanted_of

PARTS = {TEXT: "正文", TARGETS: "目标", CHOICE: "选择措施", ITEMS: "措施安排"}
PAPERS = {"docx": (as_word, WORD), "pdf": (as_pdf, "application/pdf")}
QUESTIONS = {
    "file": "报送后由市级主管部门审核，审核前可以撤回。确定报送？",
    "approve": "审定后区市按此落实和跟踪。确定审定？",
    "return": "退回后区市会立即收到通知。确定退回？",
    "keep": "修订中改动的内容会去掉，恢复为审定的稿次。确定取消修订？",
    "withdraw": "撤回后修改，再次报送才会审核。确定撤回？",
}


def found(request: ActorRequest, pk: int) -> WorkPlan:
    row: WorkPlan = (
        WorkPlan.objects.visible_to(request.actor).select_related("plan", "district").get(pk=pk)
    )
    return row


@for_duties(*WATCHERS)
@require_GET
def work_plan(request: ActorRequest, pk: int) -> HttpResponse:
    """What stands in it, how it goes, and what is to be done."""
    return _page(request, found(request, pk))


def _page(
    request: ActorRequest, row: WorkPlan, refused: StepForm | None = None, act: str = ""
) -> HttpResponse:
    actor = request.actor
    content, wanted = Content.of(row.content), wanted_of(row)
    editions = list(row.editions.all())
    holding = next((one for one in editions if one.number == row.approved_number), None)
    day, lines = tracked(row, Content.of(holding.content)) if holding else (None, [])
    may_edit = is_its_bureau(actor, row) and row.state in OPEN
    context = {
        "row": row,
        "tone": MACHINE.tone_of(row.state),
        "shown": shown(row, content, wanted),
        "problems": problems_of_row(row, wanted) if may_edit else [],
        "parts": PARTS if may_edit else {},
        "editions": editions,
        "holding": holding,
        "day": day,
        "tracked": lines,
        "acts": [
            {
                "step": one.transition,
                "reasons": one.reasons,
                "question": QUESTIONS.get(one.transition.name, ""),
                "form": refused
                if refused and act == one.transition.name
                else StepForm(row, one.transition),
            }
            for one in MACHINE.available(actor, row)
        ],
        "act": act,
        "events": MACHINE.history(row),
    }
    return page_with_form(
        request, "reports/work_plan.html", context, *([refused] if refused else [])
    )


@for_duties(Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER)
@require_POST
def work_plan_act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """File, take back, approve, return, extend, urge, revise."""
    row = found(request, pk)
    step = MACHINE.transitions.get(name)
    if step is None or not step.by_hand:
        raise Http404
    form = StepForm(row, step, request.POST)
    version = shown_version(request.POST)
    tried = attempt(
        request,
        lambda: MACHINE.execute(request.actor, pk, name, form.given(), expected_version=version),
        form=form,
        done=f"{row}：{step.in_history}，已办理。",
    )
    return redirect("reports:work_plan", pk) if tried else _page(request, row, form, name)


@for_duties(Duty.DISTRICT_REVIEWER)
def work_plan_edit(request: ActorRequest, pk: int, part: str) -> HttpResponse:
    """Write one part of the district's own work plan."""
    row = found(request, pk)
    if part not in PARTS:
        raise Http404
    if row.state not in OPEN and request.method != "POST":
        return redirect("reports:work_plan", pk)
    form = _form(row, part, request)
    if request.method == "POST" and attempt(
        request,
        lambda: save_draft(request.actor, pk, form.apply, shown_version(request.POST)),
        form=form,
        done=f"{PARTS[part]}已保存，还没有报送。",
    ):
        if "next" in request.POST:
            keys = list(PARTS)
            place = keys.index(part) + 1
            if place < len(keys):
                return redirect("reports:work_plan_edit", pk, keys[place])
        return redirect("reports:work_plan", pk)
    context = {
        "row": row,
        "form": form,
        "part": part,
        "parts": PARTS,
        "is_last": part == ITEMS,
        "version": version_to_show(request, row, form),
    }
    return page_with_form(request, "reports/work_plan_edit.html", context, form)


def _form(row: WorkPlan, part: str, request: ActorRequest) -> PartForm:
    content = Content.of(row.content)
    data = request.POST if request.method == "POST" else None
    if part == TEXT:
        return TextForm(row, content, data)
    if part == TARGETS:
        return TargetsForm(row, wanted_of(row), content, data, present_of(row))
    if part == CHOICE:
        return ChooseForm(row, content, data)
    return ArrangeForm(row, content, data)


@for_duties(*WATCHERS)
@require_GET
def work_plan_edition(request: ActorRequest, pk: int, number: int) -> HttpResponse:
    """A work plan as it was filed once, and what it says differently from the one before."""
    row = found(request, pk)
    edition, former = _edition(row, number), row.editions.filter(number=number - 1).first()
    wanted = wanted_of(row)
    content = Content.of(edition.content)
    context = {
        "row": row,
        "edition": edition,
        "former": former,
        "shown": shown(row, content, wanted),
        "differences": differences(
            Content.of(former.content), content, row.sections,
            {one.target: one.label for one in wanted},
        )
        if former
        else [],
    }  # fmt: skip
    return render(request, "reports/work_plan_edition.html", context)


def _edition(row: WorkPlan, number: int) -> WorkPlanEdition:
    edition: WorkPlanEdition = row.editions.get(number=number)
    return edition


@for_duties(*WATCHERS)
@require_GET
def work_plan_paper(request: ActorRequest, pk: int, number: int, form: str) -> HttpResponse:
    """A work plan as Word or PDF: an edition of it, or as it is now where the number is 0."""
    row = found(request, pk)
    if form not in PAPERS:
        raise Http404
    edition = _edition(row, number) if number else None
    make, kind = PAPERS[form]
    answer = HttpResponse(make(paper_of(row, edition)), content_type=kind)
    answer.headers["Content-Disposition"] = content_disposition_header(
        True, f"{name_of(row, edition)}.{form}"
    )
    return answer
