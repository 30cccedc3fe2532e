"""A performance review as an official document."""

from documents.official_document import OfficialDocument
from financing.ledger.recovery_notice import ISSUER
from financing.models import PerformanceReview


def performance_document(row: PerformanceReview) -> OfficialDocument:
    """The texts, and the worked score as the list. A draft says so in its title."""
    draft = "" if row.state == PerformanceReview.State.FINAL else "（征求意见稿）"
    paragraphs = [
        f"按照预算绩效管理的要求，对{row.year}年度“{row.scheme.name}”开展绩效自评，"
        f"得分 {row.score} 分，等级为“{row.get_grade_display()}”。有关情况如下。"
    ]
    for numeral, title, text in (
        ("一", "总体情况", row.overall),
        ("二", "存在问题", row.problems),
        ("三", "改进措施", row.measures),
    ):
        paragraphs.append(f"{numeral}、{title}")
        paragraphs += [line.strip() for line in text.splitlines() if line.strip()] or ["（待补充）"]
    return OfficialDocument(
        title=f"{row.year}年度{row.scheme.name}资金绩效自评报告{draft}",
        addressee="",
        paragraphs=tuple(paragraphs),
        issuer=ISSUER,
        day=row.day,
        list_title="绩效自评得分表",
        headings=("指标", "完成情况", "完成率", "满分", "得分"),
        rows=(*(_line(one) for one in row.worked), ("折算总分", "", "", "100", f"{row.score}")),
        widths=(2, 6, 2, 1, 1),
    )


def _line(one: dict[str, str | None]) -> tuple[str, ...]:
    share = "—" if one["share"] is None else f"{one['share']}%"
    return (
        str(one["label"]), str(one["note"]), share, str(one["full"]),
        "—" if one["share"] is None else str(one["points"]),
    )  # fmt: skip
