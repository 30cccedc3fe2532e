"""Acts on many rows of a list: on those that are ticked, or on all that the filter matches."""

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase

from accounts.requests import ActorRequest
from accounts.tenancy import Actor

ROW = "row"
ALL = "all_matching"
MOST_ROWS = 5000


@dataclass(frozen=True)
class BulkAct:
    """A button over a list.

    `carry_out` gets the request and the chosen rows (of the actor's scope, in the list's order,
    at most `MOST_ROWS`), and answers: usually a redirect, or a page that shows what would happen.
    `may` says who is offered the button, `selectable` which rows it can be for. `confirm` is asked
    before it is sent; `{n}` in it is not replaced, the number stands beside the buttons.
    """

    key: str
    label: str
    carry_out: Callable[[ActorRequest, QuerySet[Any]], HttpResponseBase]
    _: KW_ONLY
    may: Callable[[Actor], bool] = lambda actor: True
    selectable: Callable[[Actor, Any], bool] = lambda actor, row: True
    confirm: str = ""
    css: str = ""
    takes_all: bool = True
