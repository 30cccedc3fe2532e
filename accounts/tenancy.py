"""The tenant scope: who acts, and which rows exist for them.

Two locks. Lock 1: `TenantManager` filters every queryset by the active scope and raises
`NoActiveScope` without one. Lock 2: the same scope is sent as transaction-local PostgreSQL
settings (accounts/scope_settings.py), and row-level security (accounts/row_security.py) compares
them with each row.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple, Self, TypeVar, cast

from django.db import models, transaction

from accounts.duties import CITY_WIDE_DUTIES, Duty, OrganisationKind

EVERY, NO_ORGANISATION = 0, -1
T = TypeVar("T")
M = TypeVar("M", bound=models.Model, covariant=True)


class NoActiveScope(RuntimeError):
    """A tenant's rows were asked for outside `acting_as` and `system_scope`."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with one duty in one organisation, as the present request or task sees them."""

    user_id: int
    user_name: str
    membership_id: int
    duty: Duty
    is_administrator: bool
    organisation_id: int
    organisation_name: str
    organisation_kind: OrganisationKind
    district_ids: tuple[int, ...]

    @property
    def is_enterprise(self) -> bool:
        return self.duty == Duty.ENTERPRISE_STAFF

    @property
    def is_district(self) -> bool:
        return self.duty == Duty.DISTRICT_REVIEWER

    @property
    def is_city(self) -> bool:
        return self.duty == Duty.CITY_OFFICER

    @property
    def is_leader(self) -> bool:
        return self.duty == Duty.LEADER

    @property
    def is_auditor(self) -> bool:
        return self.duty == Duty.AUDITOR

    @property
    def is_operator(self) -> bool:
        return self.duty == Duty.OPERATOR

    @property
    def sees_other_organisations(self) -> bool:
        """Bureaus see the organisations of their districts; all others only their own."""
        return self.is_district or self.duty in CITY_WIDE_DUTIES


_flags: dict[str, Callable[[Actor], bool]] = {}


def register_flag(name: str, holds: Callable[[Actor], bool]) -> None:
    """Tell the database, too, whether `holds` is true of the actor: as the setting `app.<name>`,
    which an app's row-level policies ask by `database.row_security.flag(name)`."""
    _flags[name] = holds


class Person(NamedTuple):
    """Whose act it is, for the trail; the portal's own where it is nobody's."""

    user_id: int | None = None
    membership_id: int | None = None


NOBODY = Person()


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows that exist: those of districts × one organisation, and of one recipient.

    `EVERY` instead of an id is all organisations (a bureau) or all recipients (the portal).
    """

    district_ids: tuple[int, ...]
    organisation_id: int
    user_id: int
    is_system: bool = False
    reads_trail: bool = False
    actor: Actor | None = None
    person: Person = NOBODY
    ip: str = ""
    request_id: str = ""
    reason: str = ""

    def has(self, flag: str) -> bool:
        """True if the registered flag holds for the actor; never in a system scope."""
        return self.actor is not None and _flags[flag](self.actor)

    @property
    def is_city(self) -> bool:
        """The city's officers and leaders, and the portal itself."""
        actor = self.actor
        return self.is_system or (actor is not None and (actor.is_city or actor.is_leader))

    @property
    def one_organisation(self) -> bool:
        return self.organisation_id != EVERY


class Requester(NamedTuple):
    """Who sent the present request, from where."""

    person: Person = NOBODY
    ip: str = ""
    request_id: str = ""


UNKNOWN = Requester()


_scope: ContextVar[Scope | None] = ContextVar("tenant_scope", default=None)
# Who sent the request, in the parts of it that no scope of theirs covers.
_requester: ContextVar[Requester] = ContextVar("requester")


def current_scope() -> Scope:
    """The active scope. Raises `NoActiveScope` outside of one."""
    scope = _scope.get()
    if scope is None:
        raise NoActiveScope("no tenant scope is active: use acting_as() or system_scope()")
    return scope


def current_actor() -> Actor | None:
    """The person acting now; None in a system scope and outside of any scope."""
    scope = _scope.get()
    return scope.actor if scope else None


def active_scope() -> Scope | None:
    """The active scope, or None outside of one."""
    return _scope.get()


def registered_flags() -> tuple[str, ...]:
    """The names of the flags that apps registered; complete once all apps are ready."""
    return tuple(_flags)


@contextmanager
def entered(scope: Scope, *, savepoint: bool = True) -> Iterator[Scope]:
    """Run a block in one transaction (or savepoint) with `scope` active in Python and database.

    Without `savepoint` a block that fails within a transaction spoils all of it: for reading.
    The database learns of it with the next statement (accounts/scope_settings.py), and of the
    outer scope again with the first one after the block.
    """
    with transaction.atomic(savepoint=savepoint):
        # A copy, so that one scope entered twice is never taken for being set still.
        token = _scope.set(replace(scope))
        try:
            yield scope
        finally:
            _scope.reset(token)


def scope_of(actor: Actor, *, ip: str = "", request_id: str = "") -> Scope:
    """The rows that exist for `actor`."""
    return Scope(
        district_ids=actor.district_ids,
        organisation_id=EVERY if actor.sees_other_organisations else actor.organisation_id,
        user_id=actor.user_id,
        reads_trail=actor.is_auditor,
        actor=actor,
        person=Person(actor.user_id, actor.membership_id),
        ip=ip,
        request_id=request_id,
    )


@contextmanager
def acting_as(actor: Actor, *, ip: str = "", request_id: str = "") -> Iterator[Actor]:
    """Open a transaction in which only the rows of `actor` exist."""
    with entered(scope_of(actor, ip=ip, request_id=request_id)):
        yield actor


@contextmanager
def on_own_behalf(user_id: int) -> Iterator[None]:
    """Open a transaction in which only what is sent to this person exists: for somebody who is
    signed in and has no duty."""
    requester = _requester.get(UNKNOWN)
    with entered(
        Scope(
            district_ids=(),
            organisation_id=NO_ORGANISATION,
            user_id=user_id,
            person=Person(user_id),
            ip=requester.ip,
            request_id=requester.request_id,
        )
    ):
        yield


@contextmanager
def requested_by(user_id: int | None, *, ip: str, request_id: str) -> Iterator[None]:
    """Let system scopes inside name who sent the request, though no scope of theirs is active."""
    token = _requester.set(Requester(Person(user_id), ip, request_id))
    try:
        yield
    finally:
        _requester.reset(token)


@contextmanager
def in_place_of_scope(scope: Scope) -> Iterator[None]:
    """Build querysets in `scope`, without running them: the database does not learn of it."""
    token = _scope.set(scope)
    try:
        yield
    finally:
        _scope.reset(token)


def all_district_ids() -> tuple[int, ...]:
    """The ids of every district, past ones too; read again once a minute."""
    return _district_ids_in_minute(_minute())


def _minute() -> int:
    return int(time.monotonic() // 60)


@lru_cache(maxsize=1)
def _district_ids_in_minute(minute: int) -> tuple[int, ...]:
    from accounts.models import District

    return tuple(District.objects.order_by("id").values_list("id", flat=True))


@contextmanager
def system_scope(reason: str, *, savepoint: bool = True) -> Iterator[None]:
    """Open a transaction in which all rows exist, for acts of the portal itself.

    `reason` is written to the trail together with the person in whose request or job it happens;
    `savepoint` is that of `entered`. Each use in the code is listed in a snapshot test.
    """
    outer = _scope.get() or _requester.get(UNKNOWN)
    with entered(
        Scope(
            district_ids=all_district_ids(),
            organisation_id=EVERY,
            user_id=EVERY,
            is_system=True,
            reads_trail=True,
            person=outer.person,
            ip=outer.ip,
            request_id=outer.request_id,
            reason=reason,
        ),
        savepoint=savepoint,
    ):
        yield


def scoped_stream(actor: Actor, make_iterable: Callable[[], Iterable[T]]) -> Iterator[T]:
    """Yield from `make_iterable()` inside a scope of its own.

    A streaming response is consumed after the request's transaction has ended; without this
    an export would come out silently empty.
    """
    with acting_as(actor):
        yield from make_iterable()


class ScopedQuerySet(models.QuerySet[M]):
    """Rows of which a manager leaves those of the active scope."""

    def in_scope(self, scope: Scope) -> Self:
        raise NotImplementedError

    def visible_to(self, actor: Actor) -> Self:
        """The rows that `actor` may see: in lists, in detail and in prefetches alike."""
        return self.in_scope(scope_of(actor))


class TenantQuerySet(ScopedQuerySet[M]):
    """Rows of one tenant table. Override `visible_to` with the finer rules of the table."""

    has_organisation = True

    def in_scope(self, scope: Scope) -> Self:
        if scope.is_system:
            return self
        rows = self.filter(district_id__in=scope.district_ids)
        if self.has_organisation and scope.one_organisation:
            rows = rows.filter(organisation_id=scope.organisation_id)
        return rows


class DistrictQuerySet(TenantQuerySet[M]):
    has_organisation = False


class ScopedManager(models.Manager[M]):
    """A manager whose every queryset is limited to the active scope."""

    def get_queryset(self) -> ScopedQuerySet[M]:
        return cast("ScopedQuerySet[M]", super().get_queryset()).in_scope(current_scope())


_TenantManager = ScopedManager.from_queryset(TenantQuerySet, "_TenantManager")
DistrictManager = ScopedManager.from_queryset(DistrictQuerySet, "DistrictManager")


class TenantManager(_TenantManager[M]):
    """The manager of a tenant table; a class of its own, from which `from_queryset` makes others
    that a type checker takes for tenant managers."""


class TenantModel(models.Model):
    """A row that belongs to one organisation in one district."""

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, verbose_name="所属机构", related_name="+"
    )
    district = models.ForeignKey(
        "accounts.District", models.PROTECT, verbose_name="区市", related_name="+"
    )

    objects = TenantManager()

    class Meta:
        abstract = True

    @property
    def home(self) -> dict[str, int]:
        """The tenant columns of another row that belongs to the same organisation."""
        return {"organisation_id": self.organisation_id, "district_id": self.district_id}


class DistrictModel(models.Model):
    """A row that belongs to a district and not to one organisation."""

    district = models.ForeignKey(
        "accounts.District", models.PROTECT, verbose_name="区市", related_name="+"
    )

    objects = DistrictManager()

    class Meta:
        abstract = True
