"""A list page from one declaration: rows, columns, filters, order, readers, bulk acts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from audit.trail import record_export
from pages.lists import arranging, bulk_requests
from pages.lists.bulk import ALL, BulkAct
from pages.lists.column_choice import column_choices
from pages.lists.columns import Column, On, Row, chosen_columns
from pages.lists.declared import Declared
from pages.lists.export import cells_of, export_answer, in_chunks, record_list_export
from pages.lists.filter_set import ListFilter
from pages.lists.keyset import KeysetPage, counted, is_damaged, keyset_page, ordered
from pages.lists.preferences import Arrangement, arrangement_of
from pages.lists.table import Heading, Selection, table_html
from pages.models import ListExport
from pages.request_values import kept_query

M = TypeVar("M", bound=Model)
# No list has page numbers: what an old bookmark says of them is told, not refused.
PAGE_NUMBER = "page"
PARAMETERS = ("sort", "cols", "export", "after", "before", PAGE_NUMBER)
ALL_COLUMNS = "all"
NO_PLACE = "地址中的翻页位置读不出来，请清空筛选后从第一页看起。"


@dataclass(frozen=True)
class Empty:
    """What a list without rows says and what to do about it; `action` leads to `url_name`."""

    title: str
    hint: str = ""
    url_name: str = ""
    action: str = ""

    @property
    def url(self) -> str:
        return reverse(self.url_name) if self.url_name else ""


class ListPage(Declared, Generic[M]):
    """The page of a list, for one request. Subclasses declare; they override a method only where
    the declaration does not do.

    `key` names the list in what people save and in the trail; `noun` and `counter` are what its
    rows are called and counted in. `intro` is the line under the heading, `caption` the heading of
    the sheet where other things stand above it. `about` is set where the rows belong to
    organisations (`organisation_id`, `district_id`): showing or exporting columns on record is
    then told to them, as an object of that type. A list without `exports` cannot be taken away.
    `not_found` is said instead of `empty` where a filter was chosen. Lists that
    `administrators_only` may read are closed to the other people of an organisation.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    intro: ClassVar[str] = ""
    caption: ClassVar[str] = ""
    readers: ClassVar[tuple[Duty, ...]] = ()
    order: ClassVar[tuple[str, ...]] = ("-id",)
    empty: ClassVar[Empty] = Empty("没有符合条件的记录")
    not_found: ClassVar[Empty | None] = None
    administrators_only: ClassVar[bool] = False
    noun: ClassVar[str] = "记录"
    counter: ClassVar[str] = "条"
    bulk: ClassVar[tuple[BulkAct, ...]] = ()
    size: ClassVar[int] = 50
    template: ClassVar[str] = "pages/list.html"
    about: ClassVar[str] = ""
    exports: ClassVar[bool] = True
    other_parameters: ClassVar[tuple[str, ...]] = ()

    def __init__(self, request: ActorRequest, **arguments: Any) -> None:
        """`arguments` are those of the address."""
        self.request = request
        self.actor: Actor = request.actor
        self.arguments = arguments

    # --- what a subclass may say ----------------------------------------------------------------

    def rows(self) -> QuerySet[M]:
        """The rows that the actor may see, before any filter."""
        raise NotImplementedError

    def prepare(self, rows: list[M]) -> None:
        """Give the rows of a page, or of a part of a file, what their cells need beside their own
        row, in a fixed number of queries."""
        for give in self.prepared_by:
            give(rows)

    def all_columns(self) -> Sequence[Column[M]]:
        """The columns that exist for the actor."""
        return self.columns

    def usual_order(self) -> tuple[str, ...]:
        """The order where nobody chose one."""
        return self.order

    def heading(self) -> str:
        if not self.filter.form.is_valid():
            return "筛选条件有误，请改正"
        number, more = self.count
        amount = f"{'超过' if more else ''} {number} {self.counter}"
        if self.is_filtered:
            return f"符合条件的{self.noun}{amount}"
        return f"{self.title}，共{amount}"

    def subheading(self) -> str | SafeString:
        return self.intro

    def table_heading(self) -> str:
        """The heading of the sheet that holds the table; "" where the page's own does."""
        return self.caption

    def context(self) -> dict[str, object]:
        """What the list's own template needs besides."""
        return {}

    def empty_words(self) -> Empty:
        return self.not_found if self.not_found and self.is_filtered else self.empty

    def row_label(self, row: M) -> str:
        """What a row is called for somebody who ticks its box."""
        return str(row)

    # --- addresses ------------------------------------------------------------------------------

    @classmethod
    def as_view(cls) -> Callable[..., HttpResponseBase]:
        """The view of the page, of its exports, and of what people save for it."""

        def view(request: ActorRequest, **arguments: object) -> HttpResponseBase:
            return cls(request, **arguments).answer()

        setattr(view, "list_page", cls)  # noqa: B010 - how the tests of every list find it
        return for_duties(*cls.readers, administrator=cls.administrators_only)(view)

    def answer(self) -> HttpResponseBase:
        if self.request.method == "POST":
            return self.answer_post()
        if self.request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405)
        if "export" in self.request.GET:
            return self.export(self.request.GET["export"])
        return self.page()

    def answer_post(self) -> HttpResponseBase:
        return arranging.answer(self) or bulk_requests.answer(self)

    # --- the page -------------------------------------------------------------------------------

    def page(self, *, status: int = 200, problem: str = "") -> HttpResponse:
        """The page; `problem` is said above the list."""
        if self.filter.form.is_valid() and is_damaged(self.request, self.rows(), self.chosen_order):
            self.filter.form.add_error(None, NO_PLACE)
        if not self.filter.form.is_valid():
            status = 422
        if shown := [one.heading for one in self.shown_columns if one.personal]:
            self._tell_shown(shown)
        context = {
            "list": self,
            "page": self.page_rows,
            "filter": self.filter,
            "problem": problem,
            "actor": self.actor,
            **self.context(),
        }
        return render(self.request, self.template, context, status=status)

    def _tell_shown(self, headings: list[str]) -> None:
        if self.about and self.page_rows.rows:
            keys = [row.pk for row in self.page_rows.rows]
            shown = self.rows().filter(pk__in=keys)
            record_export(self.actor, self.about, shown, f"{self.title}列表：{'、'.join(headings)}")

    @cached_property
    def filter(self) -> ListFilter:
        known = (*PARAMETERS, *self.other_parameters)
        made = self._filter_class(self.request, self.rows(), other_parameters=known)
        if self.sort_key and self.sort_key not in self._sortable:
            made.form.add_error(None, "不能按这一列排序，请在列名上点选。")
        return made

    @cached_property
    def page_rows(self) -> KeysetPage[M]:
        page = keyset_page(self.request, self.filter.qs, order=self.chosen_order, size=self.size)
        self.prepare(page.rows)
        return page

    @cached_property
    def count(self) -> tuple[int, bool]:
        """How many rows the filter matches, up to a thousand, and whether there are more."""
        if not self.page_rows.previous_url and not self.page_rows.next_url:
            return len(self.page_rows), False
        return counted(self.filter.qs)

    @property
    def was_asked_for_a_page_number(self) -> bool:
        """Whether the address names a page by its number, other than the first."""
        return self.request.GET.get(PAGE_NUMBER, "") not in ("", "1")

    @property
    def is_filtered(self) -> bool:
        return bool(self.filter.chosen) or not self.filter.form.is_valid()

    @cached_property
    def table(self) -> SafeString:
        return table_html(
            self.shown_columns,
            self.page_rows.rows,
            headings=self._headings(),
            selection=self.selection,
            label=self.title,
        )

    # --- columns and order ----------------------------------------------------------------------

    @cached_property
    def arrangement(self) -> Arrangement:
        return arrangement_of(self.actor, self.key)

    @cached_property
    def shown_columns(self) -> list[Column[M]]:
        asked = self.request.GET.get("cols", "")
        keys = asked.split(".") if asked else self.arrangement.columns
        return chosen_columns(
            self.all_columns(), keys, many_districts=len(self.actor.district_ids) > 1
        )

    @property
    def sort_key(self) -> str:
        return self.request.GET.get("sort", "").removeprefix("-")

    @cached_property
    def _sortable(self) -> dict[str, str]:
        return {one.key: one.sort for one in self.all_columns() if one.sort}

    @cached_property
    def chosen_order(self) -> tuple[str, ...]:
        """The order that the address asks for, made unique by the last field of the usual one."""
        field = self._sortable.get(self.sort_key)
        if field is None:
            return self.usual_order()
        down = self.request.GET["sort"].startswith("-")
        last = self.usual_order()[-1].lstrip("-")
        sign = "-" if down else ""
        return (f"{sign}{field}",) if field == last else (f"{sign}{field}", f"{sign}{last}")

    def _headings(self) -> dict[str, Heading]:
        query = self.query.copy()
        headings = {}
        usual = self.usual_order()[0]
        for key, field in self._sortable.items():
            first = self.chosen_order[0]
            direction = "none"
            if first.lstrip("-") == field and (self.sort_key == key or usual == first):
                direction = "descending" if first.startswith("-") else "ascending"
            query["sort"] = f"-{key}" if direction == "ascending" else key
            headings[key] = Heading(f"?{query.urlencode()}", direction)
        return headings

    @cached_property
    def query(self) -> QueryDict:
        """The filters, order and columns of the address, without the place in the list."""
        query = kept_query(self.request.GET)
        query.pop("export", None)
        return query

    @property
    def query_with_columns(self) -> str:
        """The address as it is saved: with the columns that are shown now."""
        query = self.query.copy()
        query["cols"] = ".".join(column.key for column in self.shown_columns)
        return str(query.urlencode())

    @property
    def export_url(self) -> str:
        return self._with(export="xlsx")

    @property
    def full_export_url(self) -> str:
        return self._with(export="xlsx", cols=ALL_COLUMNS)

    @property
    def csv_url(self) -> str:
        return self._with(export="csv")

    def _with(self, **values: str) -> str:
        query = self.query.copy()
        for name, value in values.items():
            query[name] = value
        return f"{self.request.path}?{query.urlencode()}"

    @property
    def column_choices(self) -> SafeString:
        return column_choices(self.all_columns(), self.shown_columns)

    # --- acts on many rows ----------------------------------------------------------------------

    @cached_property
    def bulk_acts(self) -> list[BulkAct]:
        return [one for one in self.bulk if one.may(self.actor)]

    @cached_property
    def selection(self) -> Selection[M] | None:
        return bulk_requests.selection_of(self)

    @property
    def were_all_chosen(self) -> bool:
        """Whether the page comes back from a refused act on all that the filter matches."""
        return ALL in self.request.POST

    # --- the file -------------------------------------------------------------------------------

    def export(self, kind: str) -> HttpResponseBase:
        """The filtered rows in the page's order as a file; refused where a filter is wrong."""
        if not self.exports or kind not in ListExport.Format.values:
            return self.page(status=422, problem="没有这种导出格式。")
        if not self.filter.form.is_valid():
            return self.page(status=422, problem="筛选条件有误，没有导出。请改正后再试。")
        columns = self.file_columns()
        return export_answer(
            self.actor,
            self.key.replace("_", "-"),
            self.title,
            columns,
            lambda: cells_of(columns, self._all_rows()),
            lambda: self._record_export(columns, kind),
            ListExport.Format(kind),
        )

    def file_columns(self) -> list[Column[M]]:
        """The columns that are shown, with those that only a file has; or all of them.

        They come as they are declared, unless the reader has arranged those that are shown.
        """
        everything = [one for one in self.all_columns() if one.on is not On.PAGE]
        if self.request.GET.get("cols") == ALL_COLUMNS:
            return everything
        shown = [one for one in self.shown_columns if one.on is not On.PAGE]
        of_file = [one for one in everything if one.on is On.FILE and not one.hidden]
        if shown == [one for one in everything if one in shown]:
            return [one for one in everything if one in shown or one in of_file]
        return [*shown, *of_file]

    def _fresh(self) -> "ListPage[M]":
        """The same list, whose querysets take the scope that is active now."""
        return type(self)(self.request, **self.arguments)

    def _all_rows(self) -> Iterator[M]:
        fresh = self._fresh()
        return in_chunks(ordered(fresh.filter.qs, fresh.chosen_order), fresh.prepare)

    def _record_export(self, columns: Sequence[Column[M]], kind: str) -> None:
        record_list_export(self.actor, self.key, self.title, self.query.urlencode(), columns, kind)
        told = [one.heading for one in columns if one.is_on_record]
        if self.about and told:
            what = f"导出{self.title}：{'、'.join(told)}"[:200]
            record_export(self.actor, self.about, self._fresh().filter.qs, what)


__all__ = ["Column", "Empty", "ListPage", "Row"]
