"""Acts on many rows of a list: on those that are ticked, or on all that the filter matches."""

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import redirect

from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from pages.acts import attempt

T = TypeVar("T")
Id = TypeVar("Id")

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


def on_chosen(
    act: Callable[[Actor, Sequence[Id]], T], *, done: Callable[[T], str], back: str
) -> Callable[[ActorRequest, QuerySet[Any]], HttpResponseBase]:
    """A `carry_out` that calls `act` with the ids of the chosen rows, says with `done` what came
    of it, or why it was refused, and leads to the page with the URL name `back`."""

    def carry_out(request: ActorRequest, rows: QuerySet[Any]) -> HttpResponseBase:
        chosen: list[Id] = list(rows.values_list("pk", flat=True))
        attempt(request, lambda: act(request.actor, chosen), done=done)
        return redirect(back)

    return carry_out
