"""The page of a report with its file, and the files of scheduled ones."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import Http404, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.errors import RuleViolation
from accounts.requests import ActorRequest
from accounts.tenancy import scoped_stream
from accounts.views.access import for_duties
from documents.workbooks.export import XLSX
from pages.acts import attempt, page_with_form
from pages.charts import render_with_charts
from pages.lists.export import CSV
from reports.builder.actions.delete_report import delete_report
from reports.builder.actions.save_report import copy_report
from reports.builder.actions.schedule_report import leave_schedule, schedule_report
from reports.builder.clock import words_of_clock
from reports.builder.definition import read_definition
from reports.builder.export import Format, ReportFile
from reports.builder.forms import ScheduleForm
from reports.builder.lists import source_label
from reports.builder.outcome import outcome_of_kept
from reports.builder.policies import BUILDERS, READERS, may_build, may_edit, may_share
from reports.builder.views.editing import shown_outcome
from reports.models import ReportRun, ReportRunPart, ReportSchedule, SavedReport


@for_duties(*READERS)
@require_GET
def report(request: ActorRequest, pk: int) -> HttpResponseBase:
    """A report as it stands now, in the reader's scope; as a file where the address asks for it."""
    row = get_object_or_404(
        SavedReport.objects.visible_to(request.actor).select_related("user"), pk=pk
    )
    problem = ""
    if "export" in request.GET:
        answer = _file(request, row)
        if not isinstance(answer, str):
            return answer
        problem = answer
    outcome = outcome_of_kept(row.definition, request.actor, row.name)
    own = ReportSchedule.objects.visible_to(request.actor).filter(
        report=row, membership_id=request.actor.membership_id
    )
    schedule = own.first()
    context = {
        "report": row,
        "source_label": source_label(row),
        "may_build": may_build(request.actor),
        "may_edit": may_edit(request.actor, row),
        "may_delete": may_share(request.actor, row),
        "schedule": schedule,
        "clock": words_of_clock(schedule) if schedule else "",
        "now": timezone.now(),
        "problem": problem,
        **shown_outcome(outcome),
    }
    charts = [outcome.chart] if outcome.chart else []
    answer = render_with_charts(request, "reports/builder/report.html", context, charts)
    answer.status_code = 422 if problem else answer.status_code
    return answer


def _file(request: ActorRequest, row: SavedReport) -> HttpResponseBase | str:
    """The download, or why there is none."""
    kind = request.GET["export"]
    if kind not in Format.values:
        return "没有这种导出格式。"
    try:
        definition = read_definition(row.definition)
        return ReportFile(definition, request.actor, row.name, Format(kind)).answer()
    except RuleViolation as refusal:
        return str(refusal)


@for_duties(*BUILDERS)
@require_POST
def copy(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Make a report of one's own out of one that one sees."""
    get_object_or_404(SavedReport.objects.visible_to(request.actor), pk=pk)
    done = attempt(request, lambda: copy_report(request.actor, pk), done="已复制，可以改名和修改。")
    if done.value is None:
        return redirect("reports:report", pk)
    return redirect("reports:report_edit", done.value.pk)


@for_duties(*BUILDERS)
@require_POST
def delete(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Take a report away, after its page has asked."""
    get_object_or_404(SavedReport.objects.visible_to(request.actor), pk=pk)
    if attempt(
        request, lambda: delete_report(request.actor, pk), done=lambda name: f"“{name}”已删除。"
    ):
        return redirect("reports:report_list")
    return redirect("reports:report", pk)


@for_duties(*READERS)
@require_http_methods(["GET", "POST"])
def schedule(request: ActorRequest, pk: int) -> HttpResponseBase:
    """When the report runs by itself for the reader."""
    row = get_object_or_404(SavedReport.objects.visible_to(request.actor), pk=pk)
    own = ReportSchedule.objects.visible_to(request.actor)
    present = own.filter(report=row, membership_id=request.actor.membership_id).first()
    form = ScheduleForm(request.POST if request.method == "POST" else None, instance=present)
    if request.method == "POST" and attempt(
        request,
        lambda: schedule_report(request.actor, pk, form.clock),
        form=form,
        done=lambda one: (
            f"{words_of_clock(one)}生成，下次在 {timezone.localtime(one.next_at):%m月%d日 %H:%M}。"
        ),
    ):
        return redirect("reports:report", pk)
    context = {"report": row, "form": form, "present": present}
    return page_with_form(request, "reports/builder/schedule.html", context, form)


@for_duties(*READERS)
@require_POST
def leave(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Let a report run no more for the reader."""
    get_object_or_404(ReportSchedule.objects.visible_to(request.actor), pk=pk)
    title = leave_schedule(request.actor, pk)
    messages.success(request, f"“{title}”不再定时生成。")
    return redirect("reports:report_runs")


@for_duties(*READERS)
@require_GET
def run_file(request: ActorRequest, pk: int) -> StreamingHttpResponse:
    """The file of one run of the reader's own. Raises Http404 while there is none."""
    run = get_object_or_404(ReportRun.objects.visible_to(request.actor), pk=pk)
    if not run.is_ready:
        raise Http404
    numbers = list(run.parts.order_by("number").values_list("number", flat=True))

    def pieces() -> Iterator[bytes]:
        # One part after the other, so that a large file is never in memory as a whole.
        for number in numbers:
            yield bytes(ReportRunPart.objects.get(run_id=pk, number=number).data)

    kind = CSV if run.format == Format.CSV else XLSX
    answer = StreamingHttpResponse(scoped_stream(request.actor, pieces), content_type=kind)
    name = f"{run.title}-{timezone.localtime(run.due_at):%Y%m%d}.{run.format}"
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
