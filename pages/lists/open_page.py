"""Lists for readers without a duty."""

from collections.abc import Callable
from copy import copy
from functools import cached_property
from typing import Any, ClassVar, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from accounts.requests import ActorRequest
from accounts.tenancy import system_scope
from accounts.throttling import asks_too_often
from accounts.views.access import signed_in
from pages.lists.columns import Column, chosen_columns
from pages.lists.page import ListPage, M

PAGES_A_MINUTE, FILES_A_MINUTE = 60, 5


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


class PublicListPage(OpenListPage[M]):
    """A list of what is public by law of the rows of all organisations, the same for everybody.

    It is read in the portal's own name: its rows and columns hold nothing that is not public, which
    it answers for. It may be taken away as a file, and neither is asked for too often.
    """

    exports = True

    def __init__(self, request: ActorRequest, **arguments: Any) -> None:
        asked = copy(request)
        asked.actor = None  # type: ignore[assignment] # nobody is told apart
        super().__init__(asked, **arguments)

    def answer(self) -> HttpResponseBase:
        is_file = "export" in self.request.GET
        most = FILES_A_MINUTE if is_file else PAGES_A_MINUTE
        if asks_too_often(self.request, "public-file" if is_file else "public-list", most):
            what = {"what": "下载" if is_file else "查询"}
            return render(self.request, "429_public.html", what, status=429)
        with system_scope(reason="show a public list"):
            return super().answer()
