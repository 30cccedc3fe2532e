"""Keeping a list's filters under a name, for one membership."""

import uuid

from django.db import IntegrityError, transaction
from django.http import QueryDict

from accounts.actors import home_of
from accounts.errors import RuleViolation
from accounts.tenancy import Actor
from enterprises.models import SavedFilter
from pages.request_values import kept_query

LONGEST_QUERY = 1000


def save_filter(actor: Actor, page: str, name: str, query: str) -> SavedFilter:
    """Keep `query`, the address of the list `page`, under `name` for the actor's present duty.

    Raises `RuleViolation` for a name that is empty, too long or taken, and for too many filters.
    """
    name = name.strip()
    if not 0 < len(name) <= 40:
        raise RuleViolation({"name": "请给筛选起一个 40 字以内的名称。"})
    kept = kept_query(QueryDict(query[: 2 * LONGEST_QUERY])).urlencode()
    if len(kept) > LONGEST_QUERY:
        raise RuleViolation("筛选条件太多，无法保存。")
    try:
        with transaction.atomic():
            saved: SavedFilter = SavedFilter.objects.create(
                membership_id=actor.membership_id,
                page=page,
                name=name,
                query=kept,
                **home_of(actor),
            )
            return saved
    except IntegrityError:
        raise RuleViolation({"name": f"已有名为“{name}”的筛选，请换一个名称。"}) from None


def drop_filter(actor: Actor, page: str, filter_id: uuid.UUID) -> None:
    """Forget a filter of the actor's. Raises `SavedFilter.DoesNotExist` for anybody else's."""
    SavedFilter.objects.get(membership_id=actor.membership_id, page=page, pk=filter_id).delete()


def saved_filters(actor: Actor, page: str) -> list[SavedFilter]:
    """The actor's filters of the list `page`, by name."""
    return list(SavedFilter.objects.filter(membership_id=actor.membership_id, page=page))
