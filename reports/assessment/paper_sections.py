"""三、区市情况, of the assessment: a round that was published tells what was published of it, any
other only its step and what is open."""

from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from pages.paper_sections import (
    Form,
    Gathered,
    Name,
    PaperPart,
    PaperTable,
    Period,
    Place,
    TableColumn,
)
from reports.assessment.steps import LABELS
from reports.assessment.written import written
from reports.models import (
    Appeal,
    AssessmentRound,
    Demonstration,
    IndicatorComment,
    PublishedResult,
    RoundFigure,
)
from reports.models.assessment import PUBLIC, RoundState

BEST = 3  # ranks that the text names; the table has them all
_PLACE = (Name("区市", "区市"),)
_RANKED = (
    *_PLACE,
    Name("名次", "名次"),
    Name("总分", "总分；只公布名次的为空"),
    Name("一票否决", "一票否决的情形；没有的为空"),
)
NAMES = (
    Name("评价编印时", "编印的时刻：评价的环节和待办截至此时"),
    Name("评价轮次", "本期的综合评价有几轮；草案不计"),
    Name(
        "评价进行", "还没有公布的轮次",
        (
            Name("名称", "轮次"),
            Name("环节", "所处的环节，如申诉期"),
            Name("待办", "还有什么没有办，如 2 件申诉待裁定；没有的为空"),
        ),
        is_list=True,
    ),
    Name(
        "评价公布", "已公布的轮次",
        (
            Name("名称", "轮次"),
            Name("公布日", "公布的日子"),
            Name("名次", "各区市，按名次", _RANKED, is_list=True),
            Name("前三名", "名次在前三的区市，并列的都在内", _RANKED, is_list=True),
            Name("示范", "由这一轮命名的示范区市", _PLACE, is_list=True),
            Name("拟推荐", "由这一轮拟推荐的示范区市", _PLACE, is_list=True),
        ),
        is_list=True,
    ),
)  # fmt: skip


def rounds_of(period: Period) -> list[AssessmentRound]:
    """The rounds that belong to a period: those whose own days end in it, those published in it,
    and those under way that judge some of its days. One query."""
    first, last = period.first, period.last
    rows = AssessmentRound.objects.exclude(state__in=(RoundState.DRAFT, RoundState.DROPPED))
    under_way = Q(starts_on__lte=last, ends_on__gte=first) & ~Q(state__in=PUBLIC)
    published = Q(publish_on__range=(first, last), state__in=PUBLIC)
    own = Q(ends_on__range=(first, last))
    return list(rows.filter(under_way | published | own).order_by("-ends_on", "-id"))


def gather(period: Period) -> Gathered:
    """At most six queries, however many rounds there are."""
    rounds = rounds_of(period)
    public = [one for one in rounds if one.is_public]
    going = [one for one in rounds if not one.is_public]
    local = timezone.localtime(period.moment)
    results = list(PublishedResult.objects.filter(round__in=public).select_related("district"))
    named = list(Demonstration.objects.filter(round__in=public).select_related("district"))
    open_things = _open([one.pk for one in going]) if going else {}
    values = {
        "评价编印时": f"{local.month}月{local.day}日{local:%H:%M}",
        "评价轮次": len(rounds),
        "评价进行": [
            {
                "名称": one.title,
                "环节": LABELS.get(RoundState(one.state), one.get_state_display()),
                "待办": "，".join(open_things.get(one.pk, ())),
            }
            for one in going
        ],
        "评价公布": [_published(one, results, named) for one in public],
    }
    tables = [_table(one, of) for one in public if (of := _of(one, results))]
    return Gathered(values, tuple(tables))


def _open(rounds: list[int]) -> dict[int, list[str]]:
    """What is still to be done in each round, in words. Three queries."""
    waiting = (
        (IndicatorComment.objects.filter(answered_at=None), "条意见待答复"),
        (RoundFigure.objects.filter(confirmed_at=None, taken_at=None), "个数待确认"),
        (Appeal.objects.filter(state=Appeal.State.OPEN), "件申诉待裁定"),
    )
    found: dict[int, list[str]] = {}
    for rows, words in waiting:
        of_rounds = rows.filter(round__in=rounds).order_by().values_list("round_id")
        for pk, number in of_rounds.annotate(Count("pk")):
            found.setdefault(pk, []).append(f"{number:,} {words}")
    return found


def _of(one: AssessmentRound, results: list[PublishedResult]) -> list[PublishedResult]:
    return [row for row in results if row.round_id == one.pk]


def _total(row: PublishedResult) -> str:
    return "" if row.total is None else written(row.total)


def _published(
    one: AssessmentRound, results: list[PublishedResult], named: list[Demonstration]
) -> dict[str, Any]:
    def places(state: str) -> list[dict[str, str]]:
        rows = sorted(
            (row for row in named if row.round_id == one.pk and row.state == state),
            key=lambda row: row.rank,
        )
        return [{"区市": row.district.short_name} for row in rows]

    ranked: list[dict[str, Any]] = [
        {
            "区市": row.district.short_name,
            "名次": row.rank,
            "总分": _total(row),
            "一票否决": row.veto,
        }
        for row in _of(one, results)
    ]
    return {
        "名称": one.title,
        "公布日": f"{one.publish_on:%Y-%m-%d}" if one.publish_on else "",
        "名次": ranked,
        "前三名": [row for row in ranked if row["名次"] <= BEST],
        "示范": places(Demonstration.State.NAMED),
        "拟推荐": places(Demonstration.State.PROPOSED),
    }


def _table(one: AssessmentRound, rows: list[PublishedResult]) -> PaperTable:
    """The ranking as it was published: with totals only where those were."""
    with_totals = any(row.total is not None for row in rows)
    with_vetoes = any(row.veto for row in rows)
    columns = [TableColumn("区市", share=4), TableColumn("名次", Form.COUNT)]
    columns += [TableColumn("总分", Form.FIGURES, 3)] if with_totals else []
    columns += [TableColumn("一票否决", share=6)] if with_vetoes else []
    cells = []
    for row in rows:
        line: list[Any] = [row.district.short_name, row.rank]
        line += [_total(row)] if with_totals else []
        line += [row.veto] if with_vetoes else []
        cells.append(tuple(line))
    source = f"来源：{one.title}，{one.get_shown_display()}。"
    return PaperTable(f"{one.title}结果", tuple(columns), tuple(cells), source=source)


PART = PaperPart(
    "assessment", "综合评价", Place.DISTRICTS, NAMES, gather, order=200,
    without=frozenset({"daily", "monthly"}),
)  # fmt: skip
