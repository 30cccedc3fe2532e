"""Orders in work by their lights, for lists and homes."""

from dataclasses import dataclass

from accounts.tenancy import Actor
from reports.models import Light, Order
from reports.supervision.wording import TONES, order_url, place_of, progress_of, standing_of

# How the heads of homes call the lights.
SHORT = {Light.RED: "红", Light.YELLOW: "黄", Light.BLUE: "蓝", Light.NORMAL: "正常"}
SHOWN_ON_HOMES = 5


@dataclass(frozen=True)
class LightCount:
    """How many orders in work have a light."""

    light: Light
    number: int

    @property
    def word(self) -> str:
        return f"{SHORT[self.light]} {self.number}"

    @property
    def tone(self) -> str:
        return TONES[self.light]


@dataclass(frozen=True)
class OrderLine:
    """An order on a home: its light, how it stands, and where it is handled."""

    order: Order
    act: str

    @property
    def word(self) -> str:
        return Light(self.order.light).label

    @property
    def tone(self) -> str:
        return TONES[Light(self.order.light)]

    @property
    def standing(self) -> str:
        return standing_of(self.order)

    @property
    def note(self) -> str:
        order = self.order
        return f"{place_of(order)} · {order.due_on:%m-%d} 到期 · {progress_of(order)}"

    @property
    def url(self) -> str:
        return order_url(self.order) + ("#instruct" if self.act == "批示" else "")


def counts_by_light(actor: Actor) -> list[LightCount]:
    """How many orders in work have each light, the worst first. One query."""
    found = Order.objects.visible_to(actor).numbers_by_light()
    return [LightCount(light, found.get(light, 0)) for light in Light]


def worst(actor: Actor, most: int = SHOWN_ON_HOMES) -> list[OrderLine]:
    """The orders in work that need it most; leaders are led to write about what is before them.
    One query."""
    rows = Order.objects.visible_to(actor).in_work().by_urgency()
    rows = rows.select_related("lead", "district")
    return [
        OrderLine(order, "批示" if actor.is_leader and _awaits(order) else "查看")
        for order in rows[:most]
    ]


def _awaits(order: Order) -> bool:
    return order.escalated_at is not None and order.instructed_at is None
