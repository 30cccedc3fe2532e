"""Size beside count: what a district has, per thousand enterprises, and by how much it grew."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

from reports.assessment.basis import PRECISION
from reports.assessment.totals import ranks

Values = Mapping[int, Decimal | None]


@dataclass(frozen=True, slots=True)
class Fair:
    """One district: its count, count per thousand enterprises, and growth in % against the time
    before (None where it cannot be told), each with its place among those that can be."""

    count: Decimal
    per_thousand: Decimal | None
    growth: Decimal | None
    rank_by_count: int
    rank_per_thousand: int | None
    rank_by_growth: int | None


def fairness(
    counts: Mapping[int, Decimal], enterprises: Values, before: Values, apart: Collection[int] = ()
) -> dict[int, Fair]:
    """By district: `enterprises` are what counts are divided by (all of the district, or those
    above the scale, 规上), `before` the counts of the time before; those `apart` (functional areas,
    such as 高新区) are ranked among themselves."""
    with localcontext(prec=PRECISION):
        per_thousand = {
            key: count * 1000 / size
            for key, count in counts.items()
            if (size := enterprises.get(key))
        }
        growth = {
            key: (count - old) * 100 / old
            for key, count in counts.items()
            if (old := before.get(key))
        }
    by_count, by_size, by_growth = (ranks(one, apart) for one in (counts, per_thousand, growth))
    return {
        key: Fair(
            count,
            per_thousand.get(key),
            growth.get(key),
            by_count[key],
            by_size.get(key),
            by_growth.get(key),
        )
        for key, count in counts.items()
    }
