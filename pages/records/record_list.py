"""The list of records: what a `ListPage` needs and the record declares already."""

from typing import Any, ClassVar, TypeVar

import django_filters
from django.db.models import QuerySet
from django.urls import reverse

from accounts.duties import Duty
from pages.lists import ListPage
from pages.lists.filters import Filters
from pages.models import RecordModel
from pages.records.record import Record

M = TypeVar("M", bound=RecordModel)
RETIRED = [("only", "已停用"), ("with", "在用和已停用")]


class RetiredFilter(django_filters.ChoiceFilter):
    """Retired rows are left out unless somebody asks for them."""

    def filter(self, rows: QuerySet[RecordModel], value: str | None) -> QuerySet[RecordModel]:
        if value == "with":
            return rows
        return rows.filter(retired_at__isnull=value != "only")


class RecordList(ListPage[M]):
    """A list of the rows of `record`, with its title, readers and words. Editors see buttons to add
    one and, with `imports` (the name of an address), to bring in a file; they and auditors may ask
    for retired rows."""

    record: ClassVar[type[Record[Any]]]
    imports: ClassVar[str] = ""
    template = "pages/record_list.html"

    def __init_subclass__(cls, **options: object) -> None:
        for name in ("title", "noun", "counter", "readers", "about"):
            if name not in cls.__dict__:
                setattr(cls, name, getattr(cls.record, name))
        retired = RetiredFilter(label="停用", choices=RETIRED, empty_label="不含已停用")
        askers = (*cls.record.editors, Duty.AUDITOR)
        cls.filters = (*cls.filters, Filters({"retired": retired}, duties=askers))
        super().__init_subclass__(**options)

    def rows(self) -> QuerySet[M]:
        return self.record(self.actor).visible()

    def context(self) -> dict[str, object]:
        may_add = self.record(self.actor).may_add()
        return {
            "new_url": self.record.new_url() if may_add else "",
            "import_url": reverse(self.imports) if may_add and self.imports else "",
        }
