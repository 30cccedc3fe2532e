"""What a district's page says first: its score and rank, the distance to the next, and what must
be done by when."""

from dataclasses import dataclass
from decimal import Decimal

from pages.moments import end_of_day
from reports.assessment.lines_of_district import CENT, ShownLine, appeals_run
from reports.assessment.steps import days_left
from reports.assessment.told_rank import rank_in_words, tells_distance, tells_exactly
from reports.assessment.written import written
from reports.models import AssessmentRound, DistrictScore
from reports.models.assessment import RoundState as S


@dataclass(frozen=True)
class Finding:
    """A title, its urgent end ("" for none), the sentences below, and the acts as (word, url)."""

    title: str
    urgent: str
    sentences: tuple[str, ...]
    acts: tuple[tuple[str, str], ...]


def finding_of(
    name: str, one: AssessmentRound, score: DistrictScore, lines: list[ShownLine], *, is_own: bool
) -> Finding:
    """What to say of a district that has a score; every part is computed from it."""
    word = "预评" if one.is_preliminary else "得"
    exact, apart = tells_exactly(one, is_own=is_own), tells_distance(one, is_own=is_own)
    place = rank_in_words(one, score, is_own=is_own)
    title = f"{name}{word} {written(score.total)} 分，列第 {place}{'' if exact else ' 名之间'}"
    if apart and score.above and (better := score.standing.get("above_rank")):
        title += f"；距第 {better} 名 {written(score.above)} 分"
    hot = [line for line in lines if line.is_hot]
    waiting = [line for line in lines if line.waits]
    urgent, sentences = "", []
    if appeals_run(one) and one.appeals_until:
        todo = len({line.row.pk for line in (*hot, *waiting)})
        last = one.appeals_until
        if todo and is_own:
            urgent = f"{_count(todo)}项须在 {last.month} 月 {last.day} 日前申诉或补证"
        sentences += [_of_hot(line, score if apart else None) for line in hot]
        sentences += [f"“{line.indicator.name}”{line.waits}。" for line in waiting[:3]]
        sentences.append(
            f"申诉和佐证须于{end_of_day(last)}前提交，{days_left(last)}。"
            if is_own
            else f"申诉期到{end_of_day(last)}。"
        )
    else:
        sentences += [f"“{line.indicator.name}”{line.waits}。" for line in waiting[:3]]
        sentences.append(_of_state(one, lines))
    if score.veto:
        urgent = "不得评优"
        sentences.insert(0, f"{score.veto}。得分不变。")
    acts = _acts(hot, waiting) if is_own and one.takes_figures else ()
    return Finding(title, urgent, tuple(filter(None, sentences)), acts)


def _acts(hot: list[ShownLine], waiting: list[ShownLine]) -> tuple[tuple[str, str], ...]:
    acts = [(f"申诉“{line.indicator.name}”", f"{line.url}appeal/") for line in hot]
    acts += [(f"补交“{line.indicator.name}”佐证", f"{line.url}#evidence") for line in waiting[:2]]
    return tuple(acts)


def _of_hot(line: ShownLine, score: DistrictScore | None) -> str:
    """Of the line that lost the most; what it would turn, for who is told the distance."""
    gained = abs(line.gained or Decimal(0))
    said = f"“{line.indicator.name}”较上周少 {written(gained)} 分"
    better = score.standing.get("above_rank") if score else None
    if score and score.above and better and gained > score.above + CENT:
        return f"{said}，如应更正可升至第 {better} 名。"
    return f"{said}，请核对依据。"


def _of_state(one: AssessmentRound, lines: list[ShownLine]) -> str:
    opened = sum(1 for line in lines if line.appeal and line.appeal.state == "open")
    match one.state:
        case S.PRESCORED:
            return "申诉期还没有开始；数据每日更新，可以先补充佐证。"
        case S.APPEALING:
            return "申诉已经截止，等待裁定。"
        case S.RULING:
            return f"{opened} 件申诉正在裁定。" if opened else "申诉已裁定完毕，等待冻结。"
        case S.FROZEN:
            return "全部数据已经封存，等待公布。"
        case S.PUBLISHED | S.ARCHIVED:
            return f"结果已公布（{one.get_shown_display()}）。"
    return ""


def _count(number: int) -> str:
    return {1: "一", 2: "两"}.get(number, f"{number} ")
