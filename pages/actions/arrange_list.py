"""Saving how a person arranges a list: columns, and filters under a name."""

from django.db import transaction

from accounts.actors import home_of
from accounts.errors import RuleViolation
from accounts.tenancy import Actor
from pages.lists.preferences import query_to_keep
from pages.models import ListPreference

LONGEST_NAME = 40
LONGEST_QUERY = 1000
MOST_FILTERS = 30


def save_columns(actor: Actor, page: str, keys: list[str]) -> None:
    """Save the columns of the list `page` for the actor's present duty; none: the usual ones."""
    with transaction.atomic():
        row = _locked(actor, page)
        row.columns = keys
        row.save(update_fields=["columns"])


def save_filter(actor: Actor, page: str, name: str, query: str) -> str:
    """Save `query`, the address of the list `page`, under `name` for the actor's present duty, and
    return the name.

    Raises `RuleViolation` for a name that is empty, too long or taken, for an address that is too
    long, and for too many filters.
    """
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise RuleViolation({"name": f"请给筛选起一个 {LONGEST_NAME} 字以内的名称。"})
    kept = query_to_keep(query, LONGEST_QUERY)
    if kept is None:
        raise RuleViolation("筛选条件太多，无法保存。")
    with transaction.atomic():
        row = _locked(actor, page)
        if any(one["name"] == name for one in row.saved_filters):
            raise RuleViolation({"name": f"已有名为“{name}”的筛选，请换一个名称。"})
        if len(row.saved_filters) >= MOST_FILTERS:
            raise RuleViolation(f"最多保存 {MOST_FILTERS} 个筛选，请先删除不用的。")
        row.saved_filters = sorted(
            [*row.saved_filters, {"name": name, "query": kept}], key=lambda one: str(one["name"])
        )
        row.save(update_fields=["saved_filters"])
    return name


def delete_filter(actor: Actor, page: str, name: str) -> bool:
    """Delete the actor's filter `name` of the list `page`; False where there is none."""
    with transaction.atomic():
        row = _locked(actor, page)
        left = [one for one in row.saved_filters if one["name"] != name]
        found = len(left) < len(row.saved_filters)
        row.saved_filters = left
        row.save(update_fields=["saved_filters"])
    return found


def _locked(actor: Actor, page: str) -> ListPreference:
    """The actor's row for `page`, made if need be, locked until the transaction ends."""
    row: ListPreference
    row, _ = ListPreference.objects.select_for_update().get_or_create(
        membership_id=actor.membership_id, page=page, defaults=home_of(actor)
    )
    return row
