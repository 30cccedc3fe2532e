"""The rung of each enterprise in the lists of enterprises, as a column and a filter."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from certification.models import Certificate
from certification.rungs import LEVEL_OF_KIND, RUNGS, rung_name, valid_today
from enterprises.lists import RegistryList
from enterprises.models import Enterprise
from enterprises.pool_list import PoolList
from pages.lists import Column
from pages.lists.filters import choice


def on_rung(rows: QuerySet[Enterprise], value: str) -> QuerySet[Enterprise]:
    """Those whose highest rung today is the one of level `value`; 0 for none."""
    level = int(value)
    rows = rows.filter(~_holds([one.kind for one in RUNGS if one.level > level]))
    own = [one.kind for one in RUNGS if one.level == level]
    return rows.filter(_holds(own)) if own else rows


def _holds(kinds: list[str]) -> Exists:
    held = Certificate.objects.filter(organisation_id=OuterRef("pk"), kind__in=kinds)
    return Exists(valid_today(held))


def give_rungs(rows: list[Any]) -> None:
    """Set `level` on each of the rows. One query."""
    held = Certificate.objects.filter(
        organisation_id__in=[row.pk for row in rows], kind__in=LEVEL_OF_KIND
    )
    levels: dict[int, int] = {}
    for organisation_id, kind in valid_today(held).values_list("organisation_id", "kind"):
        levels[organisation_id] = max(levels.get(organisation_id, 0), LEVEL_OF_KIND[kind])
    for row in rows:
        row.level = levels.get(row.pk, 0)


def extend_registry() -> None:
    """Bring the rung into the registry's list and the pool's."""
    levels = [(str(one.level), one.name) for one in RUNGS]
    for registry in (RegistryList, PoolList):
        registry.extend(
            columns=(Column("rung", "梯队", lambda row: rung_name(row.level)),),
            filters=(choice("rung", "梯队", [("0", rung_name(0)), *levels], by=on_rung),),
            prepare=give_rungs,
        )
