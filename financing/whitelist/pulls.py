"""Reading the feed: the whole list, what has changed since a cursor, one enterprise, one day.

All of it for a bank's actor, in whose scope the functions run; what is shown beyond the bare
listing is logged for the enterprise to read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from accounts.actors import home_of
from accounts.outbox import post
from accounts.tenancy import Actor, current_scope, entered, scope_of, system_scope
from audit.transactions import snapshot_text
from documents.written.sounds import sounds_of
from documents.written.text import name as kept_name
from enterprises.name_search import enterprise_has
from financing.bank_scope import is_bank
from financing.json_values import plain
from financing.models import Disclosure, Pull, WhitelistEntry
from financing.whitelist.cursors import PurgedCursor
from financing.whitelist.disclosure_log import LOG_PULL, Shown, log_one, owe_log

AT_ONCE = 2000
UNFINISHED = timedelta(minutes=30)
MOST_CHANGES = 1000
MOST_LISTED = 1_000_000  # all of them, while the list is of one city
# Of a row: what the consent allows today, else that the enterprise is listed.
SHOWN = """CASE WHEN full_until >= %(today)s THEN "full" ELSE bare END"""
IS_LISTED = "bank_id = %(bank)s AND left_at IS NULL AND listed_until >= %(today)s"


# What has changed since a place; and in a row of its own, whose `seq` is NULL, the last number
# given and the last one purged: the cursor may be of a time that is not known any more, or that
# a restored backup does not know yet.
CHANGES = f"""
SELECT NULL::bigint AS seq, last_value, (SELECT max(last_seq)::text FROM financing_feedpurge), NULL
  FROM financing_feed_seq
UNION ALL
(SELECT seq, organisation_id, {SHOWN},
        CASE WHEN full_until >= %(today)s THEN groups ELSE '' END
   FROM financing_feedrow
  WHERE bank_id = %(bank)s AND seq > %(place)s ORDER BY seq LIMIT %(limit)s)
"""


@dataclass(frozen=True)
class Started:
    """A pull that was noted and may be streamed; `cursor` is where its follower goes on."""

    pull_id: UUID
    place: int


def last_change(actor: Actor) -> int:
    """The number of the last change of the bank's list; 0 before the first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(max(seq), 0) FROM financing_feedrow WHERE bank_id = %s",
            [actor.organisation_id],
        )
        return int(cursor.fetchone()[0])


def list_state(actor: Actor) -> str:
    """Names the present content of the bank's list: equal texts, equal lists. The day is in it,
    for consents and listings end with a day."""
    return f"{last_change(actor)}-{timezone.localdate():%Y%m%d}"


def start_pull(actor: Actor, client_name: str) -> Started:
    """Note that the bank begins to pull the whole list."""
    pull = Pull.objects.create(
        **home_of(actor),
        means=Disclosure.Means.FULL,
        client_name=client_name,
        begun_at=timezone.now(),
    )
    # Should the pull break off, it is logged as if it had shown everything.
    post(LOG_PULL, {"pull_id": str(pull.pk)}, f"log-pull:{pull.pk}:begun", delay=UNFINISHED)
    return Started(pull.pk, last_change(actor))


def rows_of_pull(actor: Actor, started: Started) -> Iterator[list[str]]:
    """The whole list as lists of JSON objects, read as of one moment, in a transaction of its own.

    Memory does not grow with the list.
    """
    count = 0
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with entered(scope_of(actor)):
            snapshot = snapshot_text()
            for rows in _chunks(actor.organisation_id):
                count += len(rows)
                yield rows
    with system_scope(reason="note the end of a bank's pull"):
        Pull.objects.filter(pk=started.pull_id).update(
            ended_at=timezone.now(), snapshot=snapshot, row_count=count
        )
        post(LOG_PULL, {"pull_id": str(started.pull_id)}, f"log-pull:{started.pull_id}:ended")


def _chunks(bank_id: int) -> Iterator[list[str]]:
    """By a cursor on the server, so that neither side holds the whole."""
    query = f"SELECT {SHOWN} FROM financing_feedrow WHERE {IS_LISTED} ORDER BY organisation_id"
    connection.ensure_connection()
    with connection.connection.cursor(name="financing_pull") as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(query, {"bank": bank_id, "today": timezone.localdate()})
        while rows := cursor.fetchmany(AT_ONCE):
            yield [row[0] for row in rows]


@dataclass(frozen=True)
class Changes:
    """Rows in the order of their changes, as JSON texts; `place` is where to go on. Where
    `is_complete`, there is nothing after it yet."""

    rows: list[str]
    place: int
    is_complete: bool


def changes_since(actor: Actor, place: int, limit: int, client_name: str) -> Changes:
    """What has changed since `place`, each enterprise as it is now, at most once; tombstones for
    those that left.

    None is missed under concurrent writes: the numbers are in the order of the commits. Raises
    `PurgedCursor`.
    """
    limit = min(limit, MOST_CHANGES)
    with connection.cursor() as cursor:
        cursor.execute(
            CHANGES,
            {
                "bank": actor.organisation_id,
                "today": timezone.localdate(),
                "place": place,
                "limit": limit,
            },
        )
        found = cursor.fetchall()
    _, last, purged, _ = next(row for row in found if row[0] is None)
    if place < int(purged or 0) or place > last:
        raise PurgedCursor({"cursor": "游标之后的变化已经清理，请重新获取整份名单。"})
    rows = sorted(row for row in found if row[0] is not None)
    shown = [Shown(organisation_id, groups) for _, organisation_id, _, groups in rows]
    owe_log(actor, client_name, Disclosure.Means.CHANGES, shown)
    end = rows[-1][0] if rows else place
    return Changes([row[2] for row in rows], end, is_complete=len(rows) < limit)


def look_up(
    actor: Actor,
    credit_code: str,
    client_name: str,
    means: Disclosure.Means = Disclosure.Means.LOOKUP,
) -> str | None:
    """The enterprise with this code as the bank sees it, or None where it is not on the list."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {SHOWN}, organisation_id, district_id,"
            " CASE WHEN full_until >= %(today)s THEN groups ELSE '' END"
            f" FROM financing_feedrow WHERE {IS_LISTED} AND credit_code = %(code)s",
            {
                "bank": actor.organisation_id,
                "today": timezone.localdate(),
                "code": credit_code,
            },
        )
        row = cursor.fetchone()
    if row is None:
        return None
    text, organisation_id, district_id, groups = row
    log_one(actor, client_name, means, Shown(organisation_id, groups), district_id)
    return str(text)


def listed_on(actor: Actor, day: date) -> Iterator[dict[str, object]]:
    """Who was on the list when the local day ended, as listed then; for today, who is on it now.
    Nothing beyond the listing."""
    rows = WhitelistEntry.objects.visible_to(actor).listed_at_end_of(day)
    columns = ("credit_code", "enterprise_name", "listed_at", "left_at", "left_because")
    for code, name, listed_at, left_at, because in (
        rows.order_by("listed_at", "pk").values_list(*columns).iterator(AT_ONCE)
    ):
        yield {
            "credit_code": code,
            "name": name,
            "listed_at": plain(listed_at),
            "left_at": plain(left_at),
            "reason": plain(because),
        }


def called(text: str) -> Q:
    """Of which rows the enterprise has `text` (two characters or more) in its present name, or a
    name that sounds so: one on the list, for banks."""
    return listed_has(text) if is_bank(current_scope()) else enterprise_has(text)


def listed_has(part: str) -> Q:
    """Of which rows the enterprise is on the list and has `part` (two characters or more) in its
    name, or a name that sounds so; a bank may know who is on it."""
    searches, values = _searches(part, MOST_LISTED)
    return Q(organisation_id__in=RawSQL(searches, values))  # noqa: S611 - its own words, no values


def listed_with_name_part(part: str, most: int) -> list[int]:
    """As `listed_has`, up to `most` ids of each way to read `part`."""
    with connection.cursor() as cursor:
        searches, values = _searches(part, most)
        cursor.execute(searches, values)
        return [row[0] for row in cursor.fetchall()]


def _searches(part: str, most: int) -> tuple[str, list[Any]]:
    """The SQL that finds listed enterprises by their names, and its parameters."""
    sounds = sounds_of(part)
    by_sound = " UNION SELECT financing_sound_search(%s, %s, %s)" * len(sounds)
    values = [of for one in sounds for of in (one.pattern, [*one.keys], most)]
    return f"SELECT financing_search(%s, %s){by_sound}", [kept_name(part), most, *values]
