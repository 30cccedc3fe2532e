"""Pages of rounds: the city's table of all districts, a new round, its days, its steps."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from pages.acts import attempt, page_with_form
from pages.request_values import shown_version
from pages.stale import version_to_show
from reports.assessment.actions.create_round import create_round, edit_round
from reports.assessment.addresses import page_of
from reports.assessment.forms import NewRoundForm, RoundForm, StepForm
from reports.assessment.lists import WATCHERS
from reports.assessment.round_machine import MACHINE, RoundInput
from reports.assessment.round_table import round_context
from reports.assessment.rounds import set_problems
from reports.assessment.steps import steps_of
from reports.models import AssessmentRound

CITY = Duty.CITY_OFFICER
# What a step asks for; where it can be undone, and what cannot.
ASKS = {"consult": ("until",), "collect": ("until",), "publish": ("shown",)}
SAYS = {
    "consult": "征求意见后，各区市会收到通知，可以对指标提出意见。截止日期不填即五个工作日。",
    "settle": "定稿后指标和权重不再修改；需要改时要退回草案并写明原因。",
    "collect": "平台数据立即取入，以后每天更新；部门数据在“数值确认”中录入。",
    "prescore": "各区市将看到自己的预评分和名次所在的区间，看不到其他区市的得分。",
    "open_appeals": "申诉期为五个工作日，从明天算起，各区市会收到通知。",
    "close_appeals": "转入裁定后不再受理申诉。",
    "freeze": "冻结时按现有数据最后评分，并封存全部数据、得分和裁定；此后的改动都会被核对发现。",
    "publish": "公布后各区市即可看到所选内容，并收到通知。",
    "archive": "归档后这一轮不能再有任何变动。",
    "redraft": "退回后可以修改指标，再次征求意见；已有意见和答复保留。",
    "recollect": "退回后区市暂时看不到预评分；已有数值、佐证保留。",
    "unseal": "启封后封存摘要作废，可以重新裁定；原摘要留在办理记录中。",
    "recall": "撤回后区市看不到公布结果，可以重新公布或启封。",
    "drop": "作废后这一轮不能恢复，指标可以被新的轮次沿用。",
}
FINAL = ("archive", "drop", "freeze", "publish")


def round_of(actor: Actor, pk: int) -> AssessmentRound:
    """The round, for whoever may see it; a 404 else."""
    found: AssessmentRound = get_object_or_404(AssessmentRound.objects.visible_to(actor), pk=pk)
    return found


@for_duties(*WATCHERS)
@require_GET
def round_page(request: ActorRequest, pk: int) -> HttpResponseBase:
    """A round: for a district its own page, or the indicators while there are no scores."""
    one = round_of(request.actor, pk)
    if request.actor.is_district:
        return redirect(page_of(request.actor, one))
    context = {
        "round": one,
        "steps": steps_of(one),
        "acts": MACHINE.available(request.actor, one),
        "problems": set_problems(one) if request.actor.is_city else [],
        **round_context(request.actor, one, check="check" in request.GET),
    }
    return page_with_form(request, "reports/round.html", context)


@for_duties(CITY)
@require_http_methods(["GET", "POST"])
def new_round(request: ActorRequest) -> HttpResponseBase:
    """Begin a round."""
    form = NewRoundForm(request.POST or None)
    if request.method == "POST":
        made = attempt(
            request,
            lambda: create_round(request.actor, form.values, based_on=form.former_id),
            form=form,
            done="草案已建立，请核对指标和权重。",
        ).value
        if made is not None:
            return redirect("reports:round_indicators", made.pk)
    return page_with_form(request, "reports/round_new.html", {"form": form}, form)


@for_duties(CITY)
@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, pk: int) -> HttpResponseBase:
    """A round's title, period and planned days."""
    one = round_of(request.actor, pk)
    form = RoundForm(request.POST or None, initial=RoundForm.initial_of(one))
    if request.method == "POST" and attempt(
        request,
        lambda: edit_round(request.actor, pk, form.values, version=shown_version(request.POST)),
        form=form,
        done="已保存。",
    ):
        return redirect("reports:round", pk)
    context = {"round": one, "form": form, "version": version_to_show(request, one, form)}
    return page_with_form(request, "reports/round_edit.html", context, form)


@for_duties(CITY)
@require_http_methods(["GET", "POST"])
def step(request: ActorRequest, pk: int, name: str) -> HttpResponseBase:
    """One step of a round: what it means, what it asks for, and what keeps it from being made."""
    one = round_of(request.actor, pk)
    transition = MACHINE.transitions.get(name)
    if transition is None or not transition.by_hand:
        raise Http404
    asks = ASKS.get(name, ()) + (("reason",) if transition.reason_required else ())
    form = StepForm(asks, request.POST if request.method == "POST" else None)
    if request.method == "POST" and attempt(
        request,
        lambda: MACHINE.execute(
            request.actor,
            pk,
            name,
            RoundInput(
                reason=form.cleaned_data.get("reason", ""),
                until=form.cleaned_data.get("until"),
                shown=form.cleaned_data.get("shown", ""),
            ),
            expected_version=shown_version(request.POST),
        ),
        form=form,
        done=f"已{transition.label}。",
    ):
        return redirect("reports:round", pk)
    context = {
        "round": one,
        "transition": transition,
        "obstacles": MACHINE.obstacles(request.actor, one, name),
        "says": SAYS.get(name, ""),
        "is_final": name in FINAL,
        "form": form,
        "version": version_to_show(request, one, form),
    }
    return page_with_form(request, "reports/round_step.html", context, form)
