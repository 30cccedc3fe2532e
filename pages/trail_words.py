"""What the trail calls this app's tables, columns and system acts."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl

from accounts.trail_words import Words, register_trail_words
from pages.lists.page import ListPage

_OF_THE_ADDRESS = {"sort": "排序", "cols": "显示的列"}


def _all_lists(base: type[ListPage[Any]] = ListPage) -> Iterator[type[ListPage[Any]]]:
    """Every list that was declared with a key of its own."""
    for one in base.__subclasses__():
        if hasattr(one, "key"):
            yield one
        yield from _all_lists(one)


def _lists() -> Words:
    return {one.key: one.title for one in _all_lists()}


def _catalogues() -> Words:
    lists = [one for one in _all_lists() if getattr(one, "imports", "")]
    return {str(getattr(one, "imports")): one.title for one in lists}  # noqa: B009 - of records


def _query(query: str, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The filters of an export, by the list that it was made of."""
    lists = [one for one in _all_lists() if one.key == row.get("page")]
    return [_parameter(lists[0] if lists else None, *pair) for pair in parse_qsl(query)]


def _parameter(page: type[ListPage[Any]] | None, name: str, value: str) -> tuple[str, str]:
    if page is None:
        return name, value
    headings = {one.key: one.heading for one in page.columns}
    if name in _OF_THE_ADDRESS:
        parts = value.removeprefix("-").split(".")
        return _OF_THE_ADDRESS[name], "、".join(headings.get(part, part) for part in parts)
    if (known := page.filter_named(name)) is None:
        return name, value
    choices = known.extra.get("choices") or ()
    labels = {str(key): str(word) for key, word in (choices() if callable(choices) else choices)}
    return str(known.label), labels.get(value, value)


register_trail_words(
    tables={
        "pages_listexport": "列表导出",
        "pages_stagedimport": "批量导入核对",
    },
    values={"pages_listexport.page": _lists, "pages_stagedimport.catalogue": _catalogues},
    tellers={"pages_listexport.query": _query},
    reasons={
        "show the history of a record": "查看修改记录",
        "give a public list as a file": "导出公开名单",
        "show a public list": "查看公开名单",
    },
)
