"""A record from one declaration: its sections, who reads and edits it, and where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar, cast

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import URLPattern, reverse

from accounts.actors import home_of
from accounts.duties import Duty
from accounts.tenancy import Actor, DistrictModel, TenantModel
from pages.models import RecordModel
from pages.records import views

M = TypeVar("M", bound=RecordModel)


@dataclass(frozen=True)
class Section:
    """Fields that stand together under a heading, on the page and in the form."""

    title: str
    fields: tuple[str, ...]
    note: str = ""


class Record(Generic[M]):
    """The page, the form and the acts of one row of `model`, for one person. Subclasses declare;
    they override a method only where the declaration does not do.

    `name` is that of the page's address, with its namespace ("services:policy"); the addresses of
    form and acts add "_new", "_edit", "_retire", "_restore" and "_file". `listing` names the list
    and `title` is what the whole is called, `noun` and `counter` what one row is called and counted
    in. `readers` without a duty are all.

    Fields in `read_only` are shown and never typed, those in `fixed` only when the row is made.
    `only_if` shows a field while another one holds a value (`{"district": "level=district"}`);
    `empty` says what no value means (`{"sizes": "不限"}`). `next_step` is said after saving.
    `about` is set where the rows belong to organisations: their being read by others is then told
    to them, as an object of that type.
    """

    model: ClassVar[type[RecordModel]]
    name: ClassVar[str]
    listing: ClassVar[str]
    title: ClassVar[str]
    noun: ClassVar[str] = "记录"
    counter: ClassVar[str] = "条"
    readers: ClassVar[tuple[Duty, ...]] = ()
    editors: ClassVar[tuple[Duty, ...]]
    sections: ClassVar[tuple[Section, ...]]
    read_only: ClassVar[tuple[str, ...]] = ()
    fixed: ClassVar[tuple[str, ...]] = ()
    only_if: ClassVar[Mapping[str, str]] = {}
    empty: ClassVar[Mapping[str, str]] = {}
    next_step: ClassVar[str] = ""
    about: ClassVar[str] = ""
    template: ClassVar[str] = "pages/record.html"
    form_template: ClassVar[str] = "pages/record_form.html"

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.changed: tuple[str, ...] = ()

    # --- what a subclass may say ----------------------------------------------------------------

    def rows(self) -> QuerySet[M]:
        """The rows of the active scope, retired ones too."""
        return cast("QuerySet[M]", self.model._default_manager.all())

    def visible(self) -> QuerySet[M]:
        """The rows that the actor may see; retired ones only editors and auditors."""
        rows = self.rows()
        return rows if self.sees_retired else rows.filter(retired_at=None)

    def new_row(self) -> M:
        """A row to be filled in, which belongs to the actor's own organisation or district."""
        home = {}
        if issubclass(self.model, TenantModel):
            home = home_of(self.actor)
        elif issubclass(self.model, DistrictModel):
            home = {"district_id": home_of(self.actor)["district_id"]}
        return cast("M", self.model(**home))

    def suggested(self, asked: QueryDict) -> dict[str, object]:
        """What the form of a new row begins with, of what its address asks for."""
        return {}

    def may_add(self) -> bool:
        return self.actor.duty in self.editors

    def may_edit(self, row: M) -> bool:
        """Whether the actor may change, retire and restore `row`."""
        return self.actor.duty in self.editors

    def sees_history(self, row: M) -> bool:
        return self.actor.is_auditor or self.may_edit(row)

    @property
    def sees_retired(self) -> bool:
        return self.actor.is_auditor or self.actor.duty in self.editors

    def heading(self, row: M) -> str:
        return str(row)

    def subheading(self, row: M) -> str:
        return ""

    def context(self, row: M) -> dict[str, object]:
        """What the record's own template needs besides."""
        return {}

    def saved(self, row: M, *, is_new: bool) -> None:
        """What a change brings about, in its transaction: events, notifications. `changed` has the
        names of the columns that it changed."""

    # --- what follows from it -------------------------------------------------------------------

    def form_fields(self, row: M | None = None) -> tuple[str, ...]:
        """The fields that are typed, in their order; `row` is None for a new one."""
        held = {*self.read_only, *(self.fixed if row is not None else ())}
        return tuple(
            name for section in self.sections for name in section.fields if name not in held
        )

    def all_fields(self) -> Sequence[str]:
        return [name for section in self.sections for name in section.fields]

    @classmethod
    def url(cls, row: RecordModel, act: str = "") -> str:
        """The address of a row's page, or of an act on it ("edit", "retire", "restore")."""
        return reverse(f"{cls.name}_{act}" if act else cls.name, args=[row.pk])

    @classmethod
    def new_url(cls) -> str:
        return reverse(f"{cls.name}_new")

    @classmethod
    def urls(cls) -> list[URLPattern]:
        """Page, form, retirement, restoration and files, to be included below the list."""
        return views.patterns(cls)
