"""What earlier papers printed and the facts say otherwise by now: told once, with the old value."""

from datetime import date

from pages.metrics import metrics
from pages.paper_sections import Gathered, Name, PaperPart, Period, Place
from reports.models import Paper
from reports.papers.periods import in_words
from reports.papers.sections.reading import DAY, later_figure, published_on

MOST_PAPERS = 12  # papers of the kind that are looked back upon
NAMES = (
    Name(
        "更正", "已印发的报告里与现在不同的数",
        (
            Name("期号", "印在第几期"),
            Name("年度", "那一期的年度"),
            Name("日期", "哪一天的数"),
            Name("名称", "指标"),
            Name("口径", "累计认定、有效存量或净增"),
            Name("原数", "当时印的数"),
            Name("现数", "现在的数"),
            Name("单位", "家或项"),
        ),
        is_list=True,
    ),
)  # fmt: skip


def gather(period: Period) -> Gathered:
    issued = Paper.objects.filter(
        kind=period.kind, state__in=Paper.ISSUED_STATES, last_day__lt=period.last
    ).order_by("-last_day")[:MOST_PAPERS]
    papers = list(issued)
    told = {
        (one["年度"], one["期号"], one["名称"]): one["现数"]
        for paper in reversed(papers)
        for one in paper.data.get("values", {}).get("更正", ())
    }
    days: set[date] = set()
    for paper in papers:
        days.add(paper.last_day)
        days |= {date.fromisoformat(one["plan_starts"]) - DAY for one in paper.data["printed"]}
    sums = published_on(days)
    rows = []
    for paper in reversed(papers):
        for one in paper.data["printed"]:
            start = date.fromisoformat(one["plan_starts"])
            if one["measure"] not in metrics():
                continue
            now = later_figure(paper.last_day, start, one["measure"], one["counting"], sums)
            last = told.get((paper.year, paper.number, one["label"]), one["value"])
            if now is None or now == last:
                continue
            rows.append(
                {
                    "期号": paper.number,
                    "年度": paper.year,
                    "日期": in_words(paper.last_day),
                    "名称": one["label"],
                    "口径": one["counting_label"],
                    "原数": last,
                    "现数": now,
                    "单位": one["unit"],
                }
            )
    return Gathered({"更正": rows})


PART = PaperPart("corrections", "更正", Place.CHANGES, NAMES, gather, order=200)
