"""Direct financing (直接融资) beside every page."""

from accounts.duties import Duty
from accounts.navigation import NavItem, register
from accounts.tenancy import Actor
from financing.models import Introduction, Milestone

GROUP = "直接融资"


@register
def items(actor: Actor) -> list[NavItem]:
    rows = Introduction.objects
    if actor.is_enterprise:
        return [
            NavItem("上市进程", "financing:own_listing", group=GROUP, order=260),
            NavItem("融资项目", "financing:projects", group=GROUP, order=262),
            NavItem("投资机构", "financing:investors", group=GROUP, order=264),
            NavItem(
                "投融资对接", "financing:introductions", group=GROUP, order=266,
                count=lambda: rows.asked_of("enterprise"),
            ),
            NavItem("路演", "financing:road_shows", group=GROUP, order=268),
        ]  # fmt: skip
    if actor.duty == Duty.INVESTOR:
        return [
            NavItem("融资项目", "financing:projects", group=GROUP, order=262),
            NavItem(
                "投融资对接", "financing:introductions", group=GROUP, order=266,
                count=lambda: rows.asked_of("investor"),
            ),
            NavItem("路演", "financing:road_shows", group=GROUP, order=268),
            NavItem("投资机构", "financing:investors", group=GROUP, order=270),
        ]  # fmt: skip
    if actor.is_district or actor.is_city or actor.is_leader:
        found = [
            NavItem("总览", "financing:listing_overview", group=GROUP, order=261),
            NavItem(
                "上市进程", "financing:listing_paths", group=GROUP, order=262,
                count=Milestone.objects.waiting if actor.is_district else None,
            ),
            NavItem("融资项目", "financing:projects", group=GROUP, order=263),
            NavItem("投资机构", "financing:investors", group=GROUP, order=264),
            NavItem("投融资对接", "financing:introductions", group=GROUP, order=266),
            NavItem("路演", "financing:road_shows", group=GROUP, order=268),
        ]  # fmt: skip
        if actor.is_city:
            found += [
                NavItem("四新和市长杯名单", "financing:winners", group=GROUP, order=270),
                NavItem("上市路径", "financing:listing_tracks", group=GROUP, order=272),
                NavItem("上市中介机构", "financing:advisers", group=GROUP, order=274),
            ]
        return found
    return []
