"""The page on which a report is put together, with a preview that follows every change."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.errors import NotPermitted, RuleViolation
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from pages.acts import attempt
from pages.lists.table import table_html
from pages.report_sources import ReportSource, report_sources
from pages.request_values import shown_version
from pages.stale import version_to_show
from reports.builder.actions.save_report import change_report, create_report
from reports.builder.asked import source_of
from reports.builder.definition import Definition, read_definition
from reports.builder.editor import ReportEditor
from reports.builder.editor_acts import begun, changed_by, of_definition
from reports.builder.forms import TermsForm
from reports.builder.outcome import MOST_LINES_SHOWN, Outcome, outcome_of
from reports.builder.policies import BUILDERS, may_edit, may_share
from reports.models import SavedReport

SAVE = "save"


@for_duties(*BUILDERS)
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponseBase:
    """Choose a source, then put a new report together."""
    asked_for = request.POST.get("source") or request.GET.get("source", "")
    sources = report_sources(request.actor)
    source = sources.get(asked_for)
    if source is None:
        status = 422 if request.method == "POST" or asked_for else 200
        context = {"sources": list(sources.values()), "is_wrong": status == 422}
        return render(request, "reports/builder/sources.html", context, status=status)
    return _answer(request, source, None, None)


@for_duties(*BUILDERS)
@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Change a report; of a colleague only where it is shared for that."""
    report = get_object_or_404(SavedReport.objects.visible_to(request.actor), pk=pk)
    if not may_edit(request.actor, report):
        raise NotPermitted("这张报表只供查看。需要修改时，请先复制一份。")
    try:
        definition = read_definition(report.definition)
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
        return redirect("reports:report", pk)
    source = source_of(definition, request.actor)
    if source is None:
        messages.error(request, "这张报表的数据来源已不存在，请另建报表。")
        return redirect("reports:report", pk)
    return _answer(request, source, report, definition)


def _answer(
    request: ActorRequest,
    source: ReportSource,
    report: SavedReport | None,
    definition: Definition | None,
) -> HttpResponseBase:
    act = request.POST.get("act", "")
    names = definition.names if definition else {}
    if request.method == "POST":
        data = changed_by(act, request.POST, source)
    else:
        data = of_definition(definition, source) if definition else begun(source)
    is_saving = act == SAVE
    editor = ReportEditor(source, data, names, is_final=is_saving)
    is_fragment = bool(request.headers.get("HX-Request"))
    sent = request.POST if request.method == "POST" and not is_fragment else None
    # Only what is to be saved is wrong yet.
    form = TermsForm(sent if is_saving else None, instance=report, initial=_kept_words(request))
    if report is not None and not may_share(request.actor, report):
        form.only_owner_shares()
    if is_saving and editor.is_valid():
        saved = attempt(
            request,
            lambda: _save(request, report, editor, form),
            form=form,
            done=lambda one: f"报表“{one.name}”已保存。",
        )
        if saved.value is not None:
            return redirect("reports:report", saved.value.pk)
    context = {
        "source": source,
        "report": report,
        "editor": editor,
        "form": form,
        "version": version_to_show(request, report, form) if report else 0,
        "stale": getattr(form, "stale", None),
        **_preview(request, editor, report),
    }
    if is_fragment:
        return render(request, "reports/builder/_changed.html", context)
    is_wrong = is_saving and bool(editor.errors or form.errors)
    page = "reports/builder/edit.html"
    return render(request, page, context, status=422 if is_wrong else 200)


def _kept_words(request: ActorRequest) -> dict[str, str]:
    """What was typed as name and note, for the page of an act without a script."""
    return {name: request.POST[name] for name in TermsForm.Meta.fields if name in request.POST}


def _save(
    request: ActorRequest, report: SavedReport | None, editor: ReportEditor, form: TermsForm
) -> SavedReport:
    if report is None:
        return create_report(request.actor, editor.definition, form.terms)
    version = shown_version(request.POST)
    return change_report(request.actor, report.pk, editor.definition, form.terms, version)


def _preview(
    request: ActorRequest, editor: ReportEditor, report: SavedReport | None
) -> dict[str, object]:
    if not editor.is_valid():
        return {"outcome": None}
    title = report.name if report else f"未保存的报表（{editor.report_source.label}）"
    return shown_outcome(outcome_of(editor.definition, request.actor, title, is_preview=True))


def shown_outcome(outcome: Outcome) -> dict[str, object]:
    """What the templates need of an outcome."""
    table = ""
    if outcome.listing is not None and outcome.listing.lines:
        table = table_html(outcome.listing.columns, outcome.listing.lines, label="报表")
    lines = outcome.table.lines if outcome.table else ()
    return {
        "outcome": outcome,
        "table": table,
        "lines": _cut(lines) if len(lines) > MOST_LINES_SHOWN else lines,
    }


def _cut(lines: tuple[object, ...]) -> tuple[object, ...]:
    """The first lines, and the total."""
    return (*lines[: MOST_LINES_SHOWN - 1], lines[-1])
