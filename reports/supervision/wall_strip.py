"""Orders in work on the wall (大屏): how many by their lights, and those that need it most."""

from accounts.models import District
from accounts.tenancy import Actor
from pages.big_screen import WallFigure, WallStrip, wall_strip
from reports.models import Light, Order
from reports.supervision.overview import SHORT, counts_by_light, worst
from reports.supervision.wording import TONES

LINES = 8  # as many as a page of the wall has room for


@wall_strip
def orders_strip(actor: Actor) -> WallStrip:
    """With a page of its own where anything is in work. At most two queries."""
    counts = counts_by_light(actor)
    total = sum(one.number for one in counts)
    red = next(one.number for one in counts if one.light == Light.RED)
    figures = tuple(
        WallFigure(SHORT[one.light], one.number, TONES[one.light] if one.number else "")
        for one in counts
    )
    late = f"其中 {red:,} 件逾期" if red else "没有逾期"
    lines = tuple(
        (line.tone, _line(line.order, line.standing))
        for line in (worst(actor, LINES) if total else ())
    )
    return WallStrip(f"督办在办 {total:,} 件", figures, f"督办在办 {total:,} 件，{late}", lines)


def _line(order: Order, standing: str) -> str:
    """Whose it is and how it stands come first: the end of a line may be cut off."""
    is_city = order.district.kind == District.Kind.CITY
    place = "市级" if is_city else order.district.short_name
    return f"{place}{standing}：{order.title.removeprefix(place)}"
