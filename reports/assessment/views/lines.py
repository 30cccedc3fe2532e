"""A district's own page of a round, and the page of one of its lines."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.duties import Duty
from accounts.models import District
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties, may_open
from documents.record_files import attachment_of_row
from documents.views.download import served
from pages.acts import attempt, page_with_form
from pages.charts import Chart, ChartColumn, Kind, Role, render_with_charts
from pages.charts.responses import chart_file
from pages.district_figures import FigureRow, district_figures
from reports.assessment.actions.file_evidence import file_evidence, withdraw_evidence
from reports.assessment.correction import correction_of
from reports.assessment.finding import finding_of
from reports.assessment.forms import EvidenceForm
from reports.assessment.growth import points, week_before, weekly
from reports.assessment.lines_of_district import ShownLine, appeals_run, shown_lines
from reports.assessment.lists import WATCHERS
from reports.assessment.rounds import set_of
from reports.assessment.shared_weight import shared_in_words
from reports.assessment.stability import LEVEL, turn_in_words
from reports.assessment.steps import steps_of
from reports.assessment.told_rank import rank_in_words, tells_distance, tells_exactly
from reports.assessment.views.rounds import round_of
from reports.assessment.written import plain, rounded, written
from reports.models import (
    Appeal,
    AssessmentRound,
    DistrictScore,
    LineEvidence,
    RoundEntry,
    RoundFigure,
    ScoreLine,
)
from reports.signed import signed

ROWS_SHOWN = 200


def place_of(actor: Actor, district_id: int) -> District:
    """The district, for whoever sees its rows; a 404 else."""
    if district_id not in actor.district_ids:
        raise Http404
    found: District = get_object_or_404(District, pk=district_id)
    return found


def scores_of(one: AssessmentRound, district_id: int) -> list[DistrictScore]:
    """The scores by day, the current one last."""
    return list(DistrictScore.objects.filter(round=one, district=district_id).order_by("day"))


@for_duties(*WATCHERS)
@require_GET
def district(request: ActorRequest, pk: int, district_id: int) -> HttpResponseBase:
    """What a district has in a round, line by line."""
    one, place = round_of(request.actor, pk), place_of(request.actor, district_id)
    scores = scores_of(one, district_id) if one.is_scored else []
    if not scores:
        return redirect("reports:round_indicators", pk)
    score, is_own = scores[-1], request.actor.is_district
    lines = shown_lines(one, district_id, scores, is_own=is_own)
    before = week_before(scores)
    context = {
        "round": one,
        "place": place,
        "is_own": is_own,
        "steps": steps_of(one),
        "finding": finding_of(place.name, one, score, lines, is_own=is_own),
        "lines": lines,
        "score": score,
        "entries": list(
            RoundEntry.objects.filter(round=one, district=district_id, cancelled_at=None)
        ),
        "appeals_run": appeals_run(one),
        **_cards(one, score, before, scores, lines),
        **_place(one, score, lines, is_own=is_own),
    }
    return page_with_form(request, "reports/round_district.html", context)


def _cards(
    one: AssessmentRound,
    score: DistrictScore,
    before: DistrictScore | None,
    scores: list[DistrictScore],
    lines: list[ShownLine],
) -> dict[str, Any]:
    """The sheet of the total."""
    weeks = weekly(scores, timezone.localdate())
    gained = score.total - before.total if before else None
    rounds_set = set_of(one, [line.row for line in lines])
    return {
        "total": written(score.total),
        "most": plain(rounds_set.maximum),
        "reach": plain(rounds_set.reach) if rounds_set.reach > rounds_set.maximum else "",
        "sum": f"指标 {written(score.base)} + 加分 {written(score.bonus)}"
        f" − 扣分 {written(score.penalty)}",
        "gained": None if gained is None else signed(gained, 2),
        "gained_tone": "" if gained is None else "up" if gained > 0 else "down",
        "growth": points(weeks) if len(weeks) > 1 else [],
        "shared": shared_in_words(lines, score),
        "note": score.standing.get("note", ""),
    }


def _place(
    one: AssessmentRound, score: DistrictScore, lines: list[ShownLine], *, is_own: bool
) -> dict[str, Any]:
    """The sheets of rank and stability, for a district before publication the band alone."""
    told: dict[str, Any] = {
        "rank": rank_in_words(one, score, is_own=is_own),
        "is_exact": tells_exactly(one, is_own=is_own),
    }
    if not told["is_exact"]:
        return told
    if not tells_distance(one, is_own=is_own):
        return {**told, "standing": {}}
    turn = score.standing.get("turn", {})
    names = {line.row.code: line.row.name for line in lines}
    return {
        **told,
        "above": written(score.above) if score.above is not None else "",
        "below": written(score.below) if score.below is not None else "",
        "turn": turn_in_words(turn, names, _compared(score)),
        "is_smallest": "delta" in turn,
        "standing": score.standing,
    }


def _compared(score: DistrictScore) -> str:
    """With whom the stability of a rank was compared, in words."""
    if score.standing.get("turn", {}).get("why") == LEVEL:
        return "同名次的区市"
    other = score.standing.get("above_rank") or score.standing.get("below_rank")
    return f"第 {other} 名" if other else "相邻区市"


@for_duties(*WATCHERS)
@require_http_methods(["GET", "POST"])
def line(request: ActorRequest, pk: int, district_id: int, indicator_id: int) -> HttpResponseBase:
    """One line: figure, formula, points, the rows behind it, its history, evidence and appeals. A
    district files evidence here."""
    one, place = round_of(request.actor, pk), place_of(request.actor, district_id)
    row = get_object_or_404(one.indicators, pk=indicator_id)
    is_own = request.actor.is_district
    if request.method == "POST" and not is_own:
        raise Http404
    scores = scores_of(one, district_id) if one.is_scored else []
    chart = _history_chart(row.pk, row.name, scores)
    if (file := chart_file(request, [chart])) is not None:
        return file
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and attempt(
        request,
        lambda: file_evidence(
            request.actor, pk, indicator_id,
            title=form.cleaned_data["title"], upload=form.cleaned_data["document"],
        ),
        form=form,
        done="佐证已提交。",
    ):  # fmt: skip
        return redirect("reports:round_line", pk, district_id, indicator_id)
    shown = next(
        one_line
        for one_line in shown_lines(one, district_id, scores, is_own=is_own)
        if one_line.row.pk == row.pk
    )
    appeals = list(
        Appeal.objects.filter(round=one, indicator=row, district=district_id).order_by("-id")
    )
    context = {
        "round": one,
        "place": place,
        "is_own": is_own,
        "line": shown,
        "correction": correction_of(shown, appeals),
        "form": form if is_own and one.takes_figures else None,
        "evidence": list(
            LineEvidence.objects.filter(
                round=one, indicator=row, district=district_id
            ).select_related("filed_by", "appeal")
        ),
        "may_withdraw": is_own and one.takes_figures,
        "appeals": appeals,
        "entries": list(
            RoundEntry.objects.filter(indicator=row, district=district_id).order_by("id")
        ),
        **_source_rows(request.actor, one, shown, district_id),
    }
    if request.method == "POST":
        return page_with_form(request, "reports/round_line.html", context, form)
    return render_with_charts(request, "reports/round_line.html", context, [chart])


def _for(actor: Actor, row: FigureRow) -> FigureRow:
    """The row, leading to its page where that is for the reader."""
    return row if not row.url or may_open(actor, row.url) else replace(row, url="")


def _source_rows(
    actor: Actor, one: AssessmentRound, shown: ShownLine, district_id: int
) -> dict[str, Any]:
    """The rows behind a registered figure with their sum, and whether it is still that of the
    figure."""
    known = district_figures().get(shown.indicator.figure)
    if known is None or shown.figure is None:
        return {"rows": [], "has_rows": False}
    first, last = shown.indicator.days(one.starts_on, one.ends_on)
    listed: list[FigureRow] = []
    number, above, below = 0, Decimal(0), Decimal(0)
    rows: Iterable[FigureRow] = iter(known.rows(district_id, first, last))
    for each in rows:
        number += 1
        above += each.numerator
        below += each.denominator or 0
        if len(listed) < ROWS_SHOWN:
            listed.append(_for(actor, each))
    ratio = bool(shown.indicator.denominator)
    same = above == (shown.figure.numerator or 0) and (
        not ratio or below == (shown.figure.denominator or 0)
    )
    return {
        "rows": listed,
        "has_rows": True,
        "row_count": number,
        "rows_left": number - len(listed),
        "numerator": plain(above, 2),
        "denominator": plain(below, 2) if ratio else "",
        "adds_up": same,
        "window": (first, last),
    }


def _history_chart(indicator_id: int, name: str, scores: list[DistrictScore]) -> Chart:
    """The line's points at the end of each of the last weeks."""
    weeks = weekly(scores, timezone.localdate())
    found = {
        line.score_id: line
        for line in ScoreLine.objects.filter(score__in=weeks, indicator=indicator_id)
    }
    rows = [
        {"day": f"{score.day:%Y-%m-%d}", "points": rounded(line.weighted), "value": line.value}
        for score in weeks
        if (line := found.get(score.pk)) is not None
    ]
    return Chart(
        key="history",
        title=f"{name}：近 8 周得分",
        kind=Kind.LINE,
        columns=(
            ChartColumn("day", "日期"),
            ChartColumn("points", "得分", digits=2),
            ChartColumn("value", "数值", Role.EXTRA, digits=4, unit=""),
        ),
        rows=rows,
        unit="分",
        ordered=True,
        empty="还没有逐周的得分",
        hint="预评分后每天重算，从第二周起可以看到变化。",
    )


@for_duties(Duty.DISTRICT_REVIEWER)
@require_POST
def withdraw(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Take a piece of evidence back."""
    row = get_object_or_404(LineEvidence.objects.visible_to(request.actor), pk=pk)
    reason = request.POST.get("reason", "")
    attempt(
        request,
        lambda: withdraw_evidence(request.actor, pk, reason),
        done=lambda done: (
            "佐证已撤回；因已评分，市级会看到撤回记录。" if done.after_scoring else "佐证已撤回。"
        ),
    )
    return redirect("reports:round_line", row.round_id, row.district_id, row.indicator_id)


@for_duties(*WATCHERS)
@require_GET
def evidence_file(request: ActorRequest, pk: int) -> HttpResponseBase:
    """The file of a piece of evidence, for its district and the city."""
    row = get_object_or_404(LineEvidence.objects.visible_to(request.actor), pk=pk)
    return _file(request, row.document_id)


@for_duties(*WATCHERS)
@require_GET
def figure_file(request: ActorRequest, pk: int) -> HttpResponseBase:
    """The file with which a figure was confirmed."""
    row = get_object_or_404(RoundFigure.objects.visible_to(request.actor), pk=pk)
    return _file(request, row.document_id)


@for_duties(*WATCHERS)
@require_GET
def entry_file(request: ActorRequest, pk: int) -> HttpResponseBase:
    """The document of a bonus, a deduction or a veto."""
    row = get_object_or_404(RoundEntry.objects.visible_to(request.actor), pk=pk)
    return _file(request, row.document_id)


def _file(request: ActorRequest, key: Any) -> HttpResponseBase:
    attachment = attachment_of_row(key) if key else None
    if attachment is None:
        raise Http404
    return served(request, attachment, read_as="评价佐证")
