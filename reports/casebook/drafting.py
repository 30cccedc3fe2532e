"""The first lines of a story, from what the registry and the certificates say. Pure.

Nothing is invented: a sentence whose facts are missing is left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Known:
    """What is known of a champion. `titles` are of certificates and qualifications, with the year
    of those that have one; `products` have the columns of `enterprises.figures`."""

    name: str
    district: str
    industry: str
    established_on: date | None
    recognised_year: int
    titles: Sequence[str] = ()
    products: Sequence[Mapping[str, object]] = ()


def overview(known: Known) -> str:
    """A draft of 企业概况, for both sides to correct."""
    return "\n".join(text for text in (_who(known), _what(known), _titles(known)) if text)


def _who(known: Known) -> str:
    since = f"成立于 {known.established_on.year} 年，" if known.established_on else ""
    works = f"，所属行业为{known.industry}" if known.industry else ""
    return (
        f"{known.name}{since}位于青岛市{known.district}{works}，"
        f"{known.recognised_year} 年被认定为青岛市隐形冠军企业。"
    )


def _what(known: Known) -> str:
    named = [
        f"{one['name']}（细分领域：{one['segment']}）" if one.get("segment") else str(one["name"])
        for one in known.products[:3]
    ]
    return f"主导产品（技术）有{'、'.join(named)}。" if named else ""


def _titles(known: Known) -> str:
    return f"先后获得{'、'.join(known.titles)}等认定和资质。" if known.titles else ""
