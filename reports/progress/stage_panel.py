"""How long cases take and which are late, as a sheet of the page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString

from accounts.models import District
from pages.lists import Column
from pages.lists.table import table_html
from reports.facts.stages import CITY, StageFigures, label_of
from reports.progress.drawing import span_svg
from reports.progress.links import Links, figure, linked


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage as the reader sees it; `mean` is the city's where a district reads."""

    figures: StageFigures
    whole: StageFigures | None
    is_sum: bool = False

    @property
    def label(self) -> str:
        return "合计" if self.is_sum else label_of(self.figures.stage)

    @property
    def term(self) -> str:
        low, high = self.figures.shortest, self.figures.longest
        return f"{low}" if low == high else f"{low}—{high}"

    @property
    def is_slow(self) -> bool:
        return self.figures.ninth is not None and self.figures.ninth > self.figures.longest


@dataclass(frozen=True)
class StagePanel:
    """The stages of the city, or of the district `of`."""

    figures: Sequence[StageFigures]
    places: Sequence[District]
    links: Links
    of: int = CITY

    @classmethod
    def from_rows(
        cls, rows: list[list[object]] | None, places: Sequence[District], links: Links, of: int
    ) -> "StagePanel | None":
        """The panel from what the snapshot keeps; None where it keeps nothing."""
        if rows is None:
            return None
        return cls([StageFigures(*row) for row in rows], places, links, of)  # type: ignore[arg-type]

    @cached_property
    def rows(self) -> list[StageRow]:
        whole = {one.stage: one for one in self.figures if one.district_id == CITY}
        own = {one.stage: one for one in self.figures if one.district_id == self.of}
        rows = [StageRow(one, whole.get(stage)) for stage, one in own.items()]
        if not rows:
            return []
        nothing = StageFigures("", self.of, 0, 0, 0, 0, 0, None, None)
        total = [sum(getattr(row.figures, name) for row in rows) for name in ("in_hand", "overdue")]
        closing = StageFigures("", self.of, 0, 0, total[0], total[1], 0, None, None)
        return [*rows, StageRow(closing, nothing, is_sum=True)]

    @property
    def in_hand(self) -> int:
        return self.rows[-1].figures.in_hand if self.rows else 0

    @property
    def overdue(self) -> int:
        return self.rows[-1].figures.overdue if self.rows else 0

    @property
    def table(self) -> SafeString:
        most = max(
            (max(row.figures.ninth or 0, row.figures.longest) for row in self.rows), default=1
        )
        return table_html(
            self._columns(float(most) * 1.1),
            self.rows,
            label="办理用时与积压",
            css="stages",
            row_class=lambda row: "sum" if row.is_sum else "",
        )

    def _columns(self, most: float) -> list[Column[StageRow]]:
        columns: list[Column[StageRow]] = [
            Column("label", "环节"),
            Column(
                "span", "中位至九成",
                html=lambda row: SafeString("") if row.is_sum else span_svg(
                    row.figures.median, row.figures.ninth, row.figures.longest, most,
                    is_late=row.is_slow,
                ),
            ),
            Column("term", "时限", number=True, html=lambda row: "" if row.is_sum else row.term),
            Column("median", "中位", number=True, html=self._took("median")),
            Column("ninth", "九成", number=True, html=self._took("ninth")),
        ]  # fmt: skip
        if self.of != CITY:
            columns.append(
                Column("mean", "全市中位", number=True, html=lambda row: _days(
                    row.whole.median if row.whole else None, is_sum=row.is_sum
                ))
            )  # fmt: skip
        return [
            *columns,
            Column("in_hand", "在办", number=True, html=self._cases("in_hand")),
            Column("overdue", "超期", number=True, html=self._cases("overdue")),
        ]

    def _took(self, name: str) -> Callable[[StageRow], str]:
        def html(row: StageRow) -> str:
            text = _days(getattr(row.figures, name), is_sum=row.is_sum)
            if row.is_sum or text == "—":
                return text
            shown = linked(text, self.links.cases(row.figures.stage, "finished", self.of))
            late = name == "ninth" and row.is_slow
            return SafeString(f'<b class="t-bad">{shown}</b>') if late else shown

        return html

    def _cases(self, name: str) -> Callable[[StageRow], str]:
        def html(row: StageRow) -> str:
            number = getattr(row.figures, name)
            url = self.links.cases(row.figures.stage or "all", name, self.of)
            shown = figure(number, url)
            late = name == "overdue" and number
            return SafeString(f'<b class="t-bad">{shown}</b>') if late else shown

        return html

    @property
    def late_districts(self) -> list[tuple[str, SafeString]]:
        """Which districts have late reviews of their own, the most first: name and figure."""
        if self.of != CITY:
            return []
        names = {place.pk: place.short_name for place in self.places}
        stage = "district_review"
        late = [one for one in self.figures if one.stage == stage and one.district_id in names]
        late = sorted((one for one in late if one.overdue), key=lambda one: -one.overdue)
        return [
            (
                names[one.district_id],
                figure(one.overdue, self.links.cases(stage, "overdue", one.district_id)),
            )
            for one in late
        ]


def _days(days: float | None, *, is_sum: bool) -> str:
    if is_sum:
        return ""
    return "—" if days is None else f"{days:.1f}"
