"""A chart in words: highest, lowest and trend, computed from what is drawn."""

from collections.abc import Iterator
from itertools import pairwise

from pages.charts.data import ChartData, DataRow, text_of, with_unit
from pages.charts.declaration import ChartColumn, Kind, Role

Known = list[tuple[DataRow, float]]


def sentence_of(data: ChartData) -> str:
    """What the drawing shows, in Chinese, for those who do not see it."""
    chart = data.chart
    if data.is_empty:
        return f"{chart.empty}。"
    if chart.kind == Kind.FUNNEL:
        parts = _steps(data)
    elif chart.kind == Kind.STACKED:
        parts = _sums(data)
    else:
        parts = _figures(data)
    return "".join(f"{part}。" for part in (*parts, *_remarks(data)))


def _figures(data: ChartData) -> Iterator[str]:
    chart = data.chart
    columns = chart.columns_of(Role.VALUE)
    for place, column in columns:
        known = data.numbers(place)
        name = f"{column.heading}：" if len(columns) > 1 else ""
        if not known:
            yield f"{name}没有数据"
            continue
        parts = [_extremes(data, column, known)]
        if chart.ordered or chart.kind == Kind.LINE:
            parts = [_trend(data, column, known), *parts]
        yield name + "；".join(part for part in parts if part)
    if chart.has_band:
        yield from _band(data)
    if chart.kind != Kind.LINE:
        yield from _reached(data)


def _extremes(data: ChartData, column: ChartColumn, known: Known) -> str:
    if len(known) == 1:
        row, value = known[0]
        return f"只有 {row.label} 一项，{_words(data, column, value)}"
    high, low = max(known, key=_value), min(known, key=_value)
    if high[1] == low[1]:
        return f"共 {len(known)} 项，都是 {_words(data, column, high[1])}"
    return (
        f"共 {len(known)} 项，最高是 {high[0].label}（{_words(data, column, high[1])}），"
        f"最低是 {low[0].label}（{_words(data, column, low[1])}）"
    )


def _trend(data: ChartData, column: ChartColumn, known: Known) -> str:
    if len(known) < 2:
        return ""
    (first, start), (last, end) = known[0], known[-1]
    begin, now = _words(data, column, start), _words(data, column, end)
    course = f"从 {first.label} 的 {begin}到 {last.label} 的 {now}"
    if start == end:
        return f"{course}，持平"
    size = _words(data, column, abs(end - start), is_change=True)
    change = f"{'上升' if end > start else '下降'} {size}"
    share = f"（{abs(end - start) / start:.0%}）" if start > 0 and data.chart.unit != "%" else ""
    return f"{course}，{change}{share}"


def _band(data: ChartData) -> Iterator[str]:
    (low, low_column), (high, high_column) = (
        data.chart.columns_of(role)[0] for role in (Role.LOW, Role.HIGH)
    )
    last = next(
        (row for row in reversed(data.drawn) if None not in (row.number(low), row.number(high))),
        None,
    )
    if last is not None:
        yield (
            f"{last.label} 的 {low_column.heading}—{high_column.heading} 区间为 "
            f"{last.texts[low]} 到 {last.texts[high]}"
        )


def _reached(data: ChartData) -> Iterator[str]:
    value = data.chart.columns_of(Role.VALUE)[0][0]
    for target, column in data.chart.columns_of(Role.TARGET):
        pairs = [(row.number(value), row.number(target)) for row in data.drawn]
        known = [(have, due) for have, due in pairs if have is not None and due is not None]
        reached = sum(have >= due for have, due in known)
        yield f"{len(known)} 项中 {reached} 项不低于{column.heading}"


def _steps(data: ChartData) -> Iterator[str]:
    place, column = data.chart.columns_of(Role.VALUE)[0]
    known = data.numbers(place)
    (first, start), (last, end) = known[0], known[-1]
    share = f"，是第一步的 {end / start:.0%}" if start > 0 and len(known) > 1 else ""
    yield (
        f"共 {len(known)} 步，从 {first.label} 的 {_words(data, column, start)}"
        f"到 {last.label} 的 {_words(data, column, end)}{share}"
    )
    losses = [
        (before[1] - after[1], before[0].label, after[0].label) for before, after in pairwise(known)
    ]
    if losses and (most := max(losses))[0] > 0:
        yield f"减少最多的是 {most[1]} 到 {most[2]}，少 {_words(data, column, most[0])}"


def _sums(data: ChartData) -> Iterator[str]:
    columns = data.chart.columns_of(Role.VALUE)
    column = columns[0][1]
    known = [(row, sum(row.number(place) or 0 for place, _ in columns)) for row in data.drawn]
    parts = [f"合计{_extremes(data, column, known)}"]
    if data.chart.ordered:
        parts = [f"合计{_trend(data, column, known)}", *parts]
    yield "；".join(part for part in parts if part != "合计")
    whole = sum(value for _, value in known)
    by_column = [(sum(v for _, v in data.numbers(place)), one) for place, one in columns]
    most, largest = max(by_column, key=lambda pair: pair[0])
    if whole > 0:
        yield f"最大的一类是{largest.heading}，占 {most / whole:.0%}"


def _remarks(data: ChartData) -> Iterator[str]:
    chart = data.chart
    for tone, word in chart.legend:
        if names := [row.label for row in data.drawn if row.tone == tone]:
            shown = "、".join(names[:5])
            yield f"{word} {len(names)} 项：{shown}{'等' if len(names) > 5 else ''}"
    if data.left_out:
        yield f"另有 {data.left_out} 项没有画出，见数据表"
    if data.total is not None:
        place, column = chart.columns_of(Role.VALUE)[0]
        if (value := data.total.number(place)) is not None:
            yield f"{data.total.label}：{_words(data, column, value)}"


def _value(pair: tuple[DataRow, float]) -> float:
    return pair[1]


def _words(data: ChartData, column: ChartColumn, value: float, *, is_change: bool = False) -> str:
    """The figure with its unit; a change of percentages is in points."""
    unit = data.chart.unit
    if unit == "%" and is_change:
        return f"{text_of(value, column.digits)} 个百分点"
    return with_unit(text_of(value, column.digits, unit), unit)
