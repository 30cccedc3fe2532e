"""The pyramid with the flows of its rungs, as one table beside its drawing."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from reports.progress.drawing import MOST_LAYERS, pyramid_svg
from reports.progress.flows import Flow
from reports.progress.links import Links, figure
from reports.progress.reading import CITY

# What the narrow drawing calls the rungs.
SHORT = {
    "hidden_champion": "冠军",
    "demonstration_enterprise": "示范企业",
    "certified_product": "产品（技术）",
    "pool": "滚动培育",
}


@dataclass(frozen=True)
class LadderRow:
    """A rung: its flow with the rows behind each figure."""

    flow: Flow
    before: SafeString
    came: SafeString
    left: SafeString
    taken: SafeString
    moved: SafeString
    now: SafeString


@dataclass(frozen=True)
class Ladder:
    """The rungs from the summit down, in the time that is shown; of a district with its moves."""

    flows: list[Flow]
    links: Links
    of: int = CITY

    @property
    def drawing(self) -> SafeString:
        names = [SHORT.get(one.metric.key, one.metric.label) for one in self.flows]
        return pyramid_svg(names) if len(names) <= MOST_LAYERS else SafeString("")

    @property
    def rows(self) -> list[LadderRow]:
        return [self._row(one) for one in self.flows]

    def _row(self, flow: Flow) -> LadderRow:
        reading, key = self.links.reading, flow.metric.key
        assert reading is not None, "there are flows where there is a reading"
        since = reading.since

        def part(number: int, kind: str, sign: int) -> SafeString:
            url = self.links.rows(key, kind, self.of, since)
            return figure(sign * number, url, signed=sign > 0)

        moves = self.links.rows(key, "moved_in" if flow.moved >= 0 else "moved_out", self.of, since)
        return LadderRow(
            flow=flow,
            before=figure(flow.before, self.links.rows_before(key, self.of)),
            came=part(flow.came, "entered", 1),
            left=part(flow.left, "left", -1),
            taken=part(flow.taken, "taken", -1),
            moved=figure(flow.moved, moves, signed=True),
            now=figure(flow.now, self.links.rows(key, "stock", self.of)),
        )
