"""Writing reads into the trail, and sealing and checking the chain."""

import hashlib
import json
from typing import Protocol

from django.db import connection, transaction
from django.db.models import Model, QuerySet

from audit.models import Seal, SealCheck, TrailEntry
from audit.transactions import present_snapshot

_TAKE_ALL_OF = (
    "INSERT INTO audit_readentry (at, user_id, reader_name, reader_organisation,"
    " organisation_id, district_id, object_type, object_id, what)"
    " SELECT now(), %s, %s, %s, taken.organisation_id, taken.district_id, %s,"
    " taken.organisation_id::text, %s FROM "
)


class RestoredWithoutEra(RuntimeError):
    """The database was restored, and nobody began an era (audit/transactions.py)."""


class Reader(Protocol):
    """What the trail needs to know of the person who reads."""

    @property
    def user_id(self) -> int: ...
    @property
    def user_name(self) -> str: ...
    @property
    def organisation_id(self) -> int: ...
    @property
    def organisation_name(self) -> str: ...


def record_read(
    actor: Reader,
    object_type: str,
    object_id: object,
    organisation_id: int,
    what: str,
    district_id: int | None = None,
) -> None:
    """Record that `actor` read data of another organisation; reading one's own is not recorded.

    `what` is a short Chinese description that the organisation reads. `district_id` is looked
    up when it is not given.
    """
    if actor.organisation_id == organisation_id:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_readentry (at, user_id, reader_name, reader_organisation,"
            " organisation_id, district_id, object_type, object_id, what)"
            " SELECT now(), %s, %s, %s, o.id, coalesce(%s, o.district_id), %s, %s, %s"
            " FROM accounts_organisation o WHERE o.id = %s",
            [
                actor.user_id,
                actor.user_name,
                actor.organisation_name,
                district_id,
                object_type,
                str(object_id),
                what,
                organisation_id,
            ],
        )


def record_export(actor: Reader, object_type: str, rows: QuerySet[Model], what: str) -> None:
    """Record that `actor` took all of `rows` away, one entry for each; their own is left out.

    `rows` belong to organisations: each has `organisation_id` and `district_id`.
    """
    chosen = rows.exclude(organisation_id=actor.organisation_id).order_by()
    # Compiled by Django, its values apart from it.
    sql, parameters = chosen.values("organisation_id", "district_id").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "".join((_TAKE_ALL_OF, "(", sql, ") taken")),
            [
                actor.user_id, actor.user_name, actor.organisation_name, object_type, what,
                *parameters,
            ],
        )  # fmt: skip


def record_sign_in(
    kind: str, *, user_id: int | None, account: str, ip: str, device: str, detail: str = ""
) -> None:
    """Record how somebody signed in or failed to, or changed how they do (`SignInEvent.Kind`).

    Needs the portal's own scope. A plain statement: the row is not returned.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_signinevent (at, kind, user_id, account, ip, device, detail)"
            " VALUES (now(), %s, %s, %s, %s, %s, %s)",
            [kind, user_id, _cut(account, 254), ip[:45], _cut(device, 200), _cut(detail, 200)],
        )


def _cut(text: str, length: int) -> str:
    return text.replace("\x00", "")[:length]


def seal_trail() -> Seal | None:
    """Chain a hash over all entries of finished transactions since the last seal.

    Entries are taken in the order (transaction, id), up to the oldest transaction that still
    runs, so that a late commit can never slip into a run that is sealed already. Returns the
    seal, or None when there was nothing to seal. Raises `RestoredWithoutEra`.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('audit.seal'))")
        up_to, _, _ = present_snapshot()
        last = Seal.objects.order_by("-up_to_xid").first()
        after = last.up_to_xid if last else 0
        if up_to < after:
            raise RestoredWithoutEra("the server counts below the last seal: run manage.py migrate")
        count, digest = _digest(after, up_to, last.hash if last else "")
        if not count:
            return None
        return Seal.objects.create(
            after_xid=after,
            up_to_xid=up_to,
            entry_count=count,
            previous_hash=last.hash if last else "",
            hash=digest,
        )


def broken_seals() -> list[Seal]:
    """Seals that no longer agree with the entries they cover or with their predecessor."""
    broken = []
    previous_hash = ""
    for seal in Seal.objects.order_by("up_to_xid"):
        count, digest = _digest(seal.after_xid, seal.up_to_xid, previous_hash)
        if seal.previous_hash != previous_hash or (count, digest) != (seal.entry_count, seal.hash):
            broken.append(seal)
        previous_hash = seal.hash
    return broken


def check_seals() -> SealCheck:
    """Compute every seal again and keep the outcome, for the auditor to find it."""
    broken = broken_seals()
    return SealCheck.objects.create(
        seal_count=Seal.objects.count(), broken_ids=[seal.pk for seal in broken]
    )


def _digest(after_xid: int, up_to_xid: int, previous_hash: str) -> tuple[int, str]:
    chain = hashlib.sha256(previous_hash.encode())
    count = 0
    entries = TrailEntry.objects.filter(xid__gte=after_xid, xid__lt=up_to_xid)
    for row in entries.order_by("xid", "id").values_list(*_SEALED_FIELDS).iterator(2000):
        chain.update(json.dumps(row, default=str, sort_keys=True, ensure_ascii=False).encode())
        count += 1
    return count, chain.hexdigest()


_SEALED_FIELDS = (
    "id", "at", "xid", "table_name", "object_id", "operation", "user_id",
    "membership_id", "organisation_id", "ip", "request_id", "changes",
)  # fmt: skip
