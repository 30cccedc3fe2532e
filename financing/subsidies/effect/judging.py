"""What a report says: each goal with its light, the whole, and what is missing."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from financing.models import EffectFigure, EffectFile, EffectReport
from financing.subsidies.effect.rules import (
    CENT,
    GREEN_FROM,
    LIGHT_WORDS,
    attained_on_path,
    light_of,
    path_value,
    rounded,
    whole_of,
)


@dataclass(frozen=True)
class Judged:
    """A goal of a report: where it should stand on the report's day, how much of that it reached
    (in per cent), its light, and its files."""

    figure: EffectFigure
    wanted: Decimal
    share: Decimal | None
    files: list[EffectFile]

    @property
    def light(self) -> str:
        return light_of(self.share)

    @property
    def light_word(self) -> str:
        return LIGHT_WORDS[self.light]

    @property
    def wanted_shown(self) -> Decimal:
        """To two decimals, or as exactly as the target is written."""
        written = Decimal(1).scaleb(int(self.figure.target.normalize().as_tuple().exponent))
        return self.wanted.quantize(min(CENT, written), ROUND_HALF_UP)

    @property
    def is_due(self) -> bool:
        return self.wanted == self.figure.target

    @property
    def lacks(self) -> str:
        """What has to be added before the report can be filed."""
        name = self.figure.name
        if self.share is None:
            return f"“{name}”没有填实际值"
        if self.share < GREEN_FROM and not self.figure.reason.strip():
            return f"“{name}”没有写偏差原因"
        if self.figure.goal_key and not self.files:
            return f"“{name}”没有佐证文件（关系到后续拨款）"
        return ""


def judged(report: EffectReport) -> list[Judged]:
    """The goals of a report in their order. Two queries."""
    files: dict[int, list[EffectFile]] = {}
    for one in report.files.filter(removed_at=None).select_related("attachment"):
        files.setdefault(one.figure_id, []).append(one)
    return [
        Judged(
            figure,
            path_value(figure, report.paid_on, report.for_day),
            attained_on_path(figure, report.paid_on, report.for_day),
            files.get(figure.pk, []),
        )
        for figure in report.figures.all()
    ]


def share_of(report: EffectReport) -> Decimal | None:
    """The weighted attainment in per cent, two decimals; None without goals, or while nothing of
    them was told."""
    rows = judged(report)
    if all(one.share is None for one in rows):
        return None
    whole = whole_of((one.figure.weight, one.share or Decimal(0)) for one in rows)
    return None if whole is None else rounded(whole)


def lacking(report: EffectReport) -> str:
    """Why the report cannot be filed yet; "" if it can."""
    missing = [one.lacks for one in judged(report) if one.lacks]
    if not report.summary.strip():
        missing.insert(0, "没有写资金使用和成效")
    return f"还差 {len(missing)} 处：{'；'.join(missing)}。" if missing else ""
