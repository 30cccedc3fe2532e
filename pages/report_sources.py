"""What the report builder may ask of the portal: each app registers its sources, in its
`report_sources.py`, which is loaded at the start.

A source is a queryset with fields. Everything that a report can do is made from these alone: what
is not registered cannot be asked, so that no input of a person ever becomes part of a statement.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.expressions import BaseExpression

from accounts.duties import Duty
from accounts.models import District
from accounts.tenancy import Actor

Choices = Sequence[tuple[Any, str]]
BUREAUS_AND_READERS = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER, Duty.AUDITOR)


class FieldKind(StrEnum):
    """What a field holds, by which it is filtered, grouped, measured and written."""

    TEXT = "text"
    # Text whose digits count: a credit code, the number of a paper.
    CODE = "code"
    CHOICE = "choice"
    FLAG = "flag"
    NUMBER = "number"
    # A decimal in 万元.
    MONEY = "money"
    # A local day.
    DATE = "date"
    # A moment; filtered, grouped and written in local time.
    MOMENT = "moment"

    @property
    def is_figure(self) -> bool:
        return self in (FieldKind.NUMBER, FieldKind.MONEY)

    @property
    def is_time(self) -> bool:
        return self in (FieldKind.DATE, FieldKind.MOMENT)


@dataclass(frozen=True, slots=True)
class ReportField:
    """A field of a source.

    `path` is where it stands in a row, or makes the expression that computes it. `choices` are the
    values of a choice with their words, in their order, or give them. `unit` is written behind the
    label. `grouped` fields may be rows and columns of a table of sums; by default those that have
    few values. A `personal` field is neither filtered nor grouped nor measured: it is only shown,
    which goes on record as taking it away does; of a `confidential` one, taking it away does.
    `long` fields are wide in tables. `sort` is the path to sort by, where it is another. Figures
    that are not `summed` are no amounts, such as a year: their sum and mean would say nothing.
    """

    key: str
    label: str
    kind: FieldKind
    path: str | Callable[[], BaseExpression]
    choices: Choices | Callable[[], Choices] = ()
    unit: str = ""
    grouped: bool | None = None
    personal: bool = False
    confidential: bool = False
    long: bool = False
    sort: str = ""
    summed: bool = True

    @property
    def heading(self) -> str:
        unit = self.unit or ("万元" if self.kind == FieldKind.MONEY else "")
        return f"{self.label}（{unit}）" if unit else self.label

    @property
    def expression(self) -> F | BaseExpression:
        return F(self.path) if isinstance(self.path, str) else self.path()

    @property
    def may_be_grouped(self) -> bool:
        if self.personal:
            return False
        if self.grouped is not None:
            return self.grouped
        return self.kind in (FieldKind.CHOICE, FieldKind.FLAG) or self.kind.is_time

    @property
    def may_be_filtered(self) -> bool:
        return not self.personal

    @property
    def is_on_record(self) -> bool:
        """Whether taking it away is recorded and shown to the organisation it is about."""
        return self.personal or self.confidential

    def labels(self) -> dict[Any, str]:
        """The words of its values; asks the database where the choices are rows."""
        return dict(self.choices() if callable(self.choices) else self.choices)


@dataclass(frozen=True)
class ReportSource:
    """What a report is about: `rows` gives those that an actor may see, within the active scope.

    A row is one `noun`, counted in `counter`. `usual` names the columns that a new report begins
    with. `about` is set where the rows belong to organisations (`organisation_id`, `district_id`):
    what is taken away on record is then told to them, as an object of that type. `order` is the
    usual order, its last field unique; `note` is what one should know of the figures.
    """

    key: str
    label: str
    noun: str
    counter: str
    rows: Callable[[Actor], QuerySet[Any]]
    fields: tuple[ReportField, ...]
    usual: tuple[str, ...]
    about: str = ""
    order: tuple[str, ...] = ("pk",)
    note: str = ""
    readers: tuple[Duty, ...] = BUREAUS_AND_READERS

    def __post_init__(self) -> None:
        keys = [one.key for one in self.fields]
        if len(set(keys)) != len(keys):
            raise ValueError(f"source {self.key!r} has two fields of one key")
        if missing := set(self.usual) - set(keys):
            raise ValueError(f"source {self.key!r} begins with fields it has not: {missing}")

    @cached_property
    def by_key(self) -> dict[str, ReportField]:
        return {one.key: one for one in self.fields}


_sources: dict[str, ReportSource] = {}


def register_report_sources(*sources: ReportSource) -> None:
    """Add what an app has for reports."""
    _sources.update((one.key, one) for one in sources)


def extend_report_source(key: str, *fields: ReportField) -> None:
    """Let an app above add fields to a source of one below it."""
    _sources[key] = replace(_sources[key], fields=(*_sources[key].fields, *fields))


def report_sources(actor: Actor | None = None) -> dict[str, ReportSource]:
    """Key -> source, in the order of the installed apps; those that the actor may read."""
    return {key: one for key, one in _sources.items() if actor is None or actor.duty in one.readers}


def district_field(path: str = "district_id") -> ReportField:
    """The district of a row, in the usual order of the districts."""
    return ReportField(
        "district", "区市", FieldKind.CHOICE, path, _districts, sort=path.replace("_id", "__sort")
    )


def _districts() -> list[tuple[int, str]]:
    rows = District.objects.order_by("sort").values_list("id", "kind", "short_name")
    city = District.Kind.CITY
    return [(key, "区市待定" if kind == city else name) for key, kind, name in rows]
