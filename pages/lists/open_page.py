"""Lists for readers without a duty."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, ClassVar, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from accounts.requests import ActorRequest
from accounts.views.access import signed_in
from pages.lists.columns import Column, chosen_columns
from pages.lists.page import ListPage, M


class OpenListPage(ListPage[M]):
    """A list that everybody may read, or with `signed_in` whoever has an account.

    It has filters, order and pages; nothing is saved for its reader, exported or acted on. `actor`
    is None for a reader without a duty.
    """

    signed_in: ClassVar[bool] = False
    exports = False
    template = "pages/open_list.html"

    @classmethod
    def as_view(cls) -> Callable[..., HttpResponseBase]:
        def view(request: HttpRequest, /, **arguments: Any) -> HttpResponseBase:
            return cls(cast(ActorRequest, request), **arguments).answer()

        view.list_page = cls  # type: ignore[attr-defined] # how the tests of every list find it
        return signed_in(view) if cls.signed_in else view

    def answer_post(self) -> HttpResponseBase:
        return HttpResponse(status=405)

    @property
    def frame(self) -> str:
        """The template of what surrounds the page."""
        return "base.html" if self.signed_in else "public.html"

    @cached_property
    def shown_columns(self) -> list[Column[M]]:
        keys = self.request.GET.get("cols", "").split(".")
        return chosen_columns(self.all_columns(), keys, many_districts=True)
