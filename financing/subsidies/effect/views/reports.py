"""One effect report: the enterprise fills it in, the bureau confirms or returns it."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from audit.trail import record_read
from financing.ledger.views.acting import act, sheets
from financing.models import EffectReport, Payable, Recheck, Recovery
from financing.subsidies.effect.actions.save_report import remove_proof, save_report
from financing.subsidies.effect.foresight import at_stake, foreseen, is_missed
from financing.subsidies.effect.forms import ReportForm
from financing.subsidies.effect.judging import Judged, judged, lacking, share_of
from financing.subsidies.effect.report_machine import MACHINE, State
from financing.subsidies.effect.rules import LIGHT_WORDS, light_of
from financing.subsidies.policies import READERS
from financing.whitelist.forms import ActForm
from pages.acts import attempt, page_with_form
from pages.request_values import shown_version

OPEN = (State.DUE, State.RETURNED)


def _of(request: ActorRequest, pk: int) -> EffectReport:
    rows = EffectReport.objects.visible_to(request.actor).select_related(
        "claim__application__scheme_version__scheme", "organisation", "district"
    )
    report: EffectReport = rows.get(pk=pk)
    return report


@for_duties(Duty.ENTERPRISE_STAFF, *READERS)
@require_GET
def report(request: ActorRequest, pk: int) -> HttpResponse:
    """The goals with their lights, and what may be done."""
    row = _of(request, pk)
    actor = request.actor
    if not actor.is_enterprise:
        record_read(
            actor, "enterprise", row.organisation_id, row.organisation_id, "绩效报告",
            row.district_id,
        )  # fmt: skip
    goals = judged(row)
    return _page(request, row, goals, ReportForm(goals, summary=row.summary))


def _page(
    request: ActorRequest, row: EffectReport, goals: Sequence[Judged], form: ReportForm,
    refused: ActForm | None = None,
) -> HttpResponse:  # fmt: skip
    actor = request.actor
    may_write = actor.is_enterprise and row.state in OPEN
    share = row.attained if row.attained is not None else share_of(row)
    stakes = at_stake(row)
    context = {
        "report": row,
        "goals": [
            (one, form.of(one.figure.number), stakes.get(one.figure.goal_key, "")) for one in goals
        ],
        "missed": any(is_missed(one, row) for one in goals if one.figure.goal_key in stakes),
        "weighted": any(one.figure.weight for one in goals),
        "foreseen": foreseen(row) if row.state == State.FILED and not actor.is_enterprise else "",
        "form": form,
        "may_write": may_write,
        "lacking": lacking(row) if may_write else "",
        "share": share,
        "light": light_of(share),
        "light_word": LIGHT_WORDS[light_of(share)],
        "state_label": MACHINE.label_for(actor, row.state),
        "tone": MACHINE.tone_of(row.state),
        "is_enterprise": actor.is_enterprise,
        "acts": []
        if actor.is_enterprise
        else sheets(MACHINE, actor, row, "financing:effect_report_act", refused),
        "payables": Payable.objects.filter(application_id=row.claim.application_id),
        "recoveries": Recovery.objects.visible_to(actor).filter(
            application_id=row.claim.application_id
        ),
        "rechecks": []
        if actor.is_enterprise
        else Recheck.objects.filter(claim_id=row.claim_id).select_related("sample"),
        "events": MACHINE.history(row),
    }
    used = [form] if refused is None else [refused]
    return page_with_form(request, "financing/effect/report.html", context, *used)


@for_duties(Duty.ENTERPRISE_STAFF)
@require_POST
def save(request: ActorRequest, pk: int) -> HttpResponse:
    """Keep what was written, or file it."""
    row = _of(request, pk)
    goals = judged(row)
    form = ReportForm(goals, request.POST, request.FILES, summary=row.summary)
    filing = request.POST.get("act") == "file"
    if attempt(
        request,
        lambda: save_report(
            request.actor,
            pk,
            form.cleaned_data["summary"],
            form.said(),
            version=shown_version(request.POST),
            and_file=filing,
        ),
        form=form,
        done="已提交，主管部门核实后通知您。" if filing else "已保存，还没有提交。",
    ):
        return redirect("financing:effect_report", pk)
    # What was written is kept although filing was refused.
    row = _of(request, pk)
    return _page(request, row, judged(row), form)


@for_duties(Duty.ENTERPRISE_STAFF)
@require_POST
def remove(request: ActorRequest, pk: int, file_id: int) -> HttpResponse:
    """Take a proof away."""
    _of(request, pk)
    attempt(request, lambda: remove_proof(request.actor, pk, file_id), done="已删除。")
    return redirect(f"{reverse('financing:effect_report', args=[pk])}#goals")


@for_duties(Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER)
@require_POST
def report_act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """Confirm it, or return it."""
    row = _of(request, pk)

    def again(refused: ActForm) -> HttpResponse:
        goals = judged(row)
        return _page(request, row, goals, ReportForm(goals, summary=row.summary), refused)

    return act(request, MACHINE, pk, name, reverse("financing:effect_report", args=[pk]), again)
