"""The result of a trial of a version on the registry."""

from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from documents.workbooks.export import XLSX, Cell, stream_workbook
from enterprises.rules.industry import industry_name
from pages.acts import attempt
from procedures.models import Simulation
from procedures.trials.actions.simulate_version import simulate_version
from procedures.trials.tables import CriterionLine, PlaceLine, criteria_table, places_table
from schemes.checking.problems import read
from schemes.models import SchemeVersion

HEADINGS = ("表", "名称", "企业数", "已满足", "未满足", "缺数据", "待专家评分", "只差这一条")


@for_duties(Duty.CITY_OFFICER)
def simulation(request: HttpRequest, pk: int) -> HttpResponse:
    """Who would pass, by district and industry, and which condition fails most."""
    row = get_object_or_404(
        Simulation.objects.select_related("version__scheme", "started_by", "job"), pk=pk
    )
    if not row.is_done and row.job_id:
        return redirect("people:job", row.job_id)
    results = row.results
    before = results.get("before")
    failed = results.get("verdicts", {}).get("not_met", 0)
    criteria = _criteria(row)
    some_wait = any(one.needs_person for one in criteria)
    districts = _places(results.get("by_district", {}), str)
    industries = _places(results.get("by_industry", {}), _industry)
    context = {
        "simulation": row,
        "version": row.version,
        "is_current": row.content_sha256 == row.version.content_sha256,
        "undecided": results.get("verdicts", {}).get("cannot_tell", 0),
        "failed": failed,
        "failed_share": _share(failed, row.enterprises),
        "districts": districts,
        "criteria": criteria,
        "some_wait": some_wait,
        "criteria_table": criteria_table(criteria, some_wait=some_wait),
        "district_table": places_table(districts, some_wait=bool(row.waiting)),
        "industry_table": places_table(industries, some_wait=bool(row.waiting)),
        "before": before,
        "earlier": SchemeVersion.objects.filter(pk=before["version_id"]).first()
        if before
        else None,
    }
    return render(request, "procedures/trials/simulation.html", context)


@for_duties(Duty.CITY_OFFICER)
@require_POST
def simulate(request: ActorRequest, pk: int) -> HttpResponse:
    """Try the version with the id `pk` on the whole registry."""
    get_object_or_404(SchemeVersion, pk=pk)
    started = attempt(request, lambda: simulate_version(request.actor, pk)).value
    if started is None:
        return redirect("schemes:version", pk)
    return redirect("people:job", started.job_id)


@for_duties(Duty.CITY_OFFICER)
@require_GET
def export(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """All tables of the trial as one sheet: each line says which table it belongs to."""
    row = get_object_or_404(Simulation.objects.select_related("version__scheme"), pk=pk)
    lines = list(_lines(row))
    title = f"{_name(row)} 测算结果"
    response = StreamingHttpResponse(
        stream_workbook(title, HEADINGS, lines, widths=[12, 40]), content_type=XLSX
    )
    response["Content-Disposition"] = content_disposition_header(True, f"{title}.xlsx") or ""
    return response


def _name(row: Simulation) -> str:
    return f"{row.version.scheme.name} {row.version.label}"


def _lines(row: Simulation) -> Iterator[Sequence[Cell]]:
    results = row.results
    undecided = results.get("verdicts", {}).get("cannot_tell", 0)
    failed = results.get("verdicts", {}).get("not_met", 0)
    yield [
        "合计", _name(row), row.enterprises, row.fulfilled, failed, undecided, row.waiting, None,
    ]  # fmt: skip
    if before := results.get("before"):
        yield ["与上一版相比", "上一版满足", row.enterprises, before["passed"], *[None] * 4]
        yield ["与上一版相比", "新增", None, before["gained"], *[None] * 4]
        yield ["与上一版相比", "减少", None, before["lost"], *[None] * 4]
    for one in _criteria(row):
        yield [
            "条件", one.label, row.enterprises, one.met, one.not_met,
            one.cannot_tell, one.needs_person, one.only,
        ]  # fmt: skip
    for table, key, name in (("区市", "by_district", str), ("行业", "by_industry", _industry)):
        for place in _places(results.get(key, {}), name):
            yield [
                table, place.name, place.all, place.passed, place.failed,
                place.undecided, place.waiting, None,
            ]  # fmt: skip


def _industry(code: str) -> str:
    return industry_name(code) or "未填行业"


def _places(counts: dict[str, list[int]], name: Callable[[str], str]) -> list[PlaceLine]:
    """Rows of a table, those with the most that pass first."""
    rows = [
        PlaceLine(
            name=name(key),
            all=every,
            passed=passed - sum(waiting),
            undecided=undecided,
            waiting=sum(waiting),
            failed=every - passed - undecided,
        )
        # Trials of before experts were counted hold no fourth number.
        for key, (every, passed, undecided, *waiting) in counts.items()
    ]
    return sorted(rows, key=lambda row: (-row.passed, -row.undecided, row.name))


def _criteria(row: Simulation) -> list[CriterionLine]:
    """The conditions that a computer judges, the one that fails most first."""
    definition = read(row.version.definition).definition
    labels = (
        {
            one.key: one.label
            for group in definition.criteria
            for one in group.all_criteria()
            if one.comparison != "person"
        }
        if definition
        else {}
    )
    only = row.results.get("only", {})
    rows = [
        CriterionLine(
            label=labels[key],
            met=counts.get("met", 0),
            not_met=counts.get("not_met", 0),
            cannot_tell=counts.get("cannot_tell", 0),
            needs_person=counts.get("needs_person", 0),
            only=only.get(key, 0),
            share=_share(counts.get("not_met", 0), row.enterprises),
        )
        for key, counts in row.results.get("by_criterion", {}).items()
        if key in labels
    ]
    return sorted(rows, key=lambda one: (-one.not_met, -one.cannot_tell))


def _share(part: int, whole: int) -> Decimal:
    """Per cent with one decimal; 0 of nothing."""
    if not whole:
        return Decimal(0)
    return (Decimal(part * 100) / whole).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
