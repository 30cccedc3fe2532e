"""Days as the State Council's notices on holidays write them: 元旦：1月1日（周五）至3日放假。"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from documents.written.text import half_width

_DAY = re.compile(
    r"(?:(?P<year>\d{4})\s*[-/.年]\s*)?(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?"
    r"|(?P<alone>\d{1,2})\s*日",
    re.ASCII,
)
_ASIDE = re.compile(r"\([^()]*\)")
_UNTIL = re.compile(r"\s*[至到~—–-]+\s*")
_SENTENCE = re.compile(r"[。;\n]")
_NUMBERED = re.compile(r"^\s*[一二三四五六七八九十]+\s*、\s*")
_KIND = re.compile("上班|放假|调休|休息|补休")
_OF_YEAR = re.compile(r"(20\d{2})\s*年\s*(?:部分)?\s*(?:节假日|元旦)")
_NUMBER = re.compile(r"国办发[^\s\d]*\s*[〔[(（]\s*\d{4}\s*[〕\])）]\s*\d+\s*号")
LONGEST = timedelta(days=15)


class NoDays(ValueError):
    """The text names no days; the message is Chinese and ends without a stop."""


def read_days(text: str, year: int) -> frozenset[date]:
    """The days that `text` names; one without a year is in `year`. Raises `NoDays`."""
    days: set[date] = set()
    for line in text.splitlines():
        if line.strip():
            days |= _days_of(_ASIDE.sub("", half_width(line)), line.strip(), year)
    return frozenset(days)


def _days_of(line: str, shown: str, year: int) -> set[date]:
    days: set[date] = set()
    last: date | None = None
    end = 0
    for found in _DAY.finditer(line):
        day = _day(found, last, shown, year)
        if last is not None and _UNTIL.fullmatch(line[end : found.start()]):
            if not last <= day <= last + LONGEST:
                raise NoDays(f"“{shown[:40]}”的起止日期不对，请核对")
            days |= {last + timedelta(days=n) for n in range((day - last).days + 1)}
        days.add(day)
        last, end = day, found.end()
    if not days:
        raise NoDays(f"“{shown[:40]}”里没有日期，例如：元旦：1月1日至3日")
    return days


def _day(found: re.Match[str], last: date | None, shown: str, year: int) -> date:
    if found["alone"] and last is None:
        raise NoDays(f"“{shown[:40]}”没有写月份")
    try:
        if found["alone"]:
            assert last is not None
            return last.replace(day=int(found["alone"]))
        return date(int(found["year"] or year), int(found["month"]), int(found["day"]))
    except ValueError as error:
        raise NoDays(f"“{shown[:40]}”里有不存在的日期，请核对") from error


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice says: its year and number where it names them, and the lines of each kind of
    days, as `read_days` takes them."""

    year: int | None
    number: str
    off: tuple[str, ...]
    on: tuple[str, ...]


def read_notice(text: str) -> Notice:
    """The parts of a notice (关于部分节假日安排的通知) as it was published, or of its lines."""
    off: list[str] = []
    on: list[str] = []
    for sentence in _SENTENCE.split(_ASIDE.sub("", half_width(text))):
        waiting = ""
        for clause in sentence.split(","):
            said = _NUMBERED.sub("", waiting + clause.strip())
            keyword = _KIND.search(said)
            days = said[: keyword.start()] if keyword else said
            if not _DAY.search(days):
                continue
            waiting = "" if keyword else f"{said}、"
            if keyword:
                (on if keyword[0] == "上班" else off).append(days.strip().replace(":", "："))
    year = _OF_YEAR.search(half_width(text))
    number = _NUMBER.search(text)
    return Notice(
        int(year[1]) if year else None,
        "".join(number[0].split()) if number else "",
        tuple(off),
        tuple(on),
    )
