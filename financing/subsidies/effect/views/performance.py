"""Performance reviews: begun, written, finished, printed."""

from decimal import Decimal

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from documents.official_document import WORD, as_pdf, as_word
from documents.workbooks.export import XLSX
from documents.workbooks.several_sheets import Sheet, workbook_of
from financing.models import PerformanceReview, SubsidyClaim
from financing.subsidies.effect.actions.write_review import save_review, start_review
from financing.subsidies.effect.forms import NewReviewForm, ReviewForm
from financing.subsidies.effect.performance_machine import MACHINE
from financing.subsidies.effect.performance_paper import performance_document
from financing.subsidies.effect.views.table import years_claimed
from financing.subsidies.policies import READERS
from pages.acts import attempt, page_with_form
from pages.request_values import shown_version
from schemes.models import Scheme

FIELDS = ("satisfaction", "satisfaction_source", "overall", "problems", "measures")
FILES = {"pdf": (as_pdf, "application/pdf"), "docx": (as_word, WORD)}
HEADINGS = ("指标", "完成情况", "完成率（%）", "满分", "得分")


@for_duties(Duty.CITY_OFFICER)
def new(request: ActorRequest) -> HttpResponse:
    """Begin the review of a scheme's year."""
    used = SubsidyClaim.objects.exclude(application__submitted_at=None)
    schemes = Scheme.objects.filter(
        pk__in=used.values("application__scheme_version__scheme_id")
    ).order_by("name")
    years = years_claimed() or [timezone.localdate().year]
    form = NewReviewForm(list(schemes.values_list("pk", "name")), years, request.POST or None)
    if request.method == "POST":
        made = attempt(
            request,
            lambda: start_review(
                request.actor, form.cleaned_data["scheme"], form.cleaned_data["year"]
            ),
            form=form,
            done="已按台账和已核实的绩效报告算出得分。",
        ).value
        if made is not None:
            return redirect("financing:performance_review", made.pk)
    return page_with_form(request, "financing/effect/review_new.html", {"form": form}, form)


def _of(pk: int) -> PerformanceReview:
    return PerformanceReview.objects.select_related("scheme", "made_by").get(pk=pk)


@for_duties(*READERS)
def review(request: ActorRequest, pk: int) -> HttpResponse:
    """The worked score and the texts; the city writes them while it is a draft."""
    row = _of(pk)
    may_write = request.actor.is_city and row.state == PerformanceReview.State.DRAFT
    form = ReviewForm(initial={name: getattr(row, name) for name in FIELDS})
    if request.method == "POST":
        form = ReviewForm(request.POST)
        if attempt(
            request,
            lambda: save_review(
                request.actor, pk, version=shown_version(request.POST), **form.cleaned_data
            ),
            form=form,
            done="已保存，得分已重新计算。",
        ):
            return redirect("financing:performance_review", pk)
    offers = MACHINE.available(request.actor, row) if may_write else []
    context = {
        "review": row,
        "form": form,
        "may_write": may_write,
        "offer": offers[0] if offers else None,
        "tone": MACHINE.tone_of(row.state),
        "events": MACHINE.history(row),
    }
    return page_with_form(request, "financing/effect/review.html", context, form)


@for_duties(Duty.CITY_OFFICER)
@require_POST
def finish(request: ActorRequest, pk: int) -> HttpResponse:
    """Let the review be final."""
    _of(pk)
    attempt(
        request,
        lambda: MACHINE.execute(
            request.actor, pk, "finish", expected_version=shown_version(request.POST)
        ),
        done="已定稿，得分不再变动。",
    )
    return redirect("financing:performance_review", pk)


@for_duties(*READERS)
@require_GET
def review_file(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    """The review in the official layout, or its score as a workbook."""
    row = _of(pk)
    if form == "xlsx":
        content, kind = _workbook(row), XLSX
    elif form in FILES:
        make, kind = FILES[form]
        content = make(performance_document(row))
    else:
        raise Http404
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="performance-{row.pk}.{form}"'
    return answer


def _workbook(row: PerformanceReview) -> bytes:
    lines = [
        [one["label"], one["note"], _decimal(one["share"]), _decimal(one["full"]),
         _decimal(one["points"] if one["share"] is not None else None)]
        for one in row.worked
    ]  # fmt: skip
    lines.append(["折算总分", row.get_grade_display(), None, Decimal(100), row.score])
    notes = (f"{row}，{row.get_state_display()}", "分值的划分为示例；没有指标的部分不计入满分。")
    return workbook_of([Sheet("绩效自评得分表", HEADINGS, lines, notes)])


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
