"""Lists of the interface that are read by pages, in the order in which their rows were made."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from financing.whitelist import cursors

Row = TypeVar("Row", bound=Model)


def page_of(
    rows: QuerySet[Row], query: Mapping[str, Any], bank_id: int, of: str
) -> tuple[dict[str, object], list[Row]]:
    """The rows after the cursor that `query` names, at most `limit`, and where to go on. `of`
    names the list: a cursor is of one. Raises `UnknownCursor`."""
    place = cursors.read(query["cursor"], bank_id, of) if query.get("cursor") else 0
    limit = query["limit"]
    found = list(rows.filter(pk__gt=place).order_by("pk")[: limit + 1])
    shown = found[:limit]
    end = shown[-1].pk if shown else place
    head = {"cursor": cursors.written(end, bank_id, of), "has_more": len(found) > limit}
    return head, shown
