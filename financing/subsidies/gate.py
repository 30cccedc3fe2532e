"""What is missing before a claim can be sent: the page's list and the guard of the act alike."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from financing.models import SubsidyClaim, SubsidyFile, SubsidyGoal, SubsidyLine
from financing.subsidies.claims import kinds_asked, rule_of
from financing.subsidies.duplicates import hits_of_lines
from financing.subsidies.hits import Hit
from financing.subsidies.sums import worked_out
from schemes.amounts.worked_sum import WorkedSum

# 示例: from which net amount in 元 a machine is shown on a photo; below it the papers are enough.
PHOTO_FROM = Decimal(100_000)
WHOLE = Decimal(100)
GOALS_FOR = ("items", "loans")


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to be done, in words, and where on the page of lines: `show` is the filter that has
    the line."""

    text: str
    anchor: str
    show: str = "all"

    @property
    def is_photo(self) -> bool:
        return self.show == "photo"


@dataclass
class Standing:
    """A claim as it stands now: its lines with what was found, its files, goals and sum."""

    claim: SubsidyClaim
    lines: list[SubsidyLine]
    hits: list[Hit]
    files: list[SubsidyFile]
    goals: list[SubsidyGoal]
    worked: WorkedSum
    missing: list[Missing] = field(default_factory=list)

    @property
    def open_hits(self) -> list[Hit]:
        return [one for one in self.hits if one.is_open]

    @property
    def standing_lines(self) -> list[SubsidyLine]:
        return [line for line in self.lines if line.withdrawn_at is None]


def standing_of(claim: SubsidyClaim) -> Standing:
    """Everything about the claim, in a fixed number of queries."""
    lines = list(claim.lines.order_by("number"))
    live = [line for line in lines if line.withdrawn_at is None]
    hits = hits_of_lines(claim, live)
    files = list(claim.files.filter(removed_at=None).select_related("attachment"))
    worked = worked_out(claim, "declared", {hit.line for hit in hits if hit.is_double})
    found = Standing(claim, lines, hits, files, list(claim.goals.all()), worked)
    found.missing = missing_of(found)
    return found


def missing_of(found: Standing) -> list[Missing]:
    """What is to be done before the claim can be sent, in the order of the page."""
    return [
        *_lines_missing(found),
        *(
            Missing(f"第 {one.line} 行{one.word}", f"line-{one.line}", "todo")
            for one in found.open_hits
        ),
        *_photos(found),
        *_goals(found),
        *_files(found),
        *_amount(found),
    ]


def _lines_missing(found: Standing) -> list[Missing]:
    asked = kinds_asked(found.claim.application)
    if not asked or found.standing_lines:
        return []
    return [Missing(f"还没有填明细（{'、'.join(str(one.label) for one in asked)}）", "lines")]


def without_photo(lines: Sequence[SubsidyLine], files: Sequence[SubsidyFile]) -> list[SubsidyLine]:
    """The standing lines of machines that need a photo and have none."""
    shown = {one.line_id for one in files if one.role == SubsidyFile.Role.PHOTO}
    return [
        line
        for line in lines
        if line.kind == SubsidyLine.Kind.INVOICE
        and line.withdrawn_at is None
        and (line.net or 0) >= PHOTO_FROM
        and line.pk not in shown
    ]


def _photos(found: Standing) -> list[Missing]:
    lines = without_photo(found.standing_lines, found.files)
    return [Missing(f"第 {one.number} 行缺照片", f"line-{one.number}", "photo") for one in lines]


def _goals(found: Standing) -> list[Missing]:
    rule = rule_of(found.claim.application)
    if not found.goals:
        asked = rule is not None and (rule.pay.goals or rule.base.kind in GOALS_FOR)
        return [Missing("还没有填绩效目标", "goals")] if asked else []
    total = sum((one.weight for one in found.goals), Decimal(0))
    if total == WHOLE:
        return []
    return [Missing(f"绩效目标权重合计 {total.normalize():f}，应为 100", "goals")]


def _files(found: Standing) -> list[Missing]:
    states = {one.attachment.scan_state for one in found.files}
    if "infected" in states:
        return [Missing("有明细附件未通过查毒，请删除后重新上传", "lines")]
    return [Missing("明细附件正在查毒，请几秒钟后再试", "lines")] if "pending" in states else []


def _amount(found: Standing) -> list[Missing]:
    if rule_of(found.claim.application) is None or not found.worked.refusals:
        return []
    reasons = "；".join(one.rstrip("。") for one in found.worked.refusals)
    return [Missing(f"按现在的数据没有可以申请的金额：{reasons}", "sum")]
