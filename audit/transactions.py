"""Numbers of transactions that only ever grow, also over a restore.

PostgreSQL counts transactions for each server, and a database that is restored on another one
begins at a lower number than stands in its rows. The portal's numbers are those of the server on
top of the base of an era, and a restore begins an era above every number before it.
"""

from django.db import connection, connections, transaction

# No server counts that far: an era's numbers never reach those of the next.
ERA = 1 << 40
OPEN_TRAIL = "SELECT set_config('app.trail', 'on', true)"
HIGHEST = """
SELECT greatest((SELECT max(xid) FROM audit_trailentry),
                (SELECT max(up_to_xid) - 1 FROM audit_seal), 0)
"""
SNAPSHOT = """
SELECT pg_snapshot_xmin(shown)::text::bigint + base, pg_snapshot_xmax(shown)::text::bigint + base,
       ARRAY(SELECT id::text::bigint + base FROM pg_snapshot_xip(shown) AS id ORDER BY 1)
  FROM pg_current_snapshot() AS shown,
       (SELECT coalesce(max(base), 0) FROM audit_transactionera) AS era (base)
"""


def present_transaction() -> int:
    """The number of the present transaction. Opens none: call it inside of one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_transaction()")
        return int(cursor.fetchone()[0])


def present_snapshot() -> tuple[int, int, list[int]]:
    """What the present statement sees: all transactions before the first number, none from the
    second on, nor those of the list, which still run."""
    with connection.cursor() as cursor:
        cursor.execute(SNAPSHOT)
        first, end, running = cursor.fetchone()
        return int(first), int(end), [int(number) for number in running]


def snapshot_text() -> str:
    """The present snapshot as PostgreSQL writes one (`pg_snapshot`)."""
    first, end, running = present_snapshot()
    return f"{first}:{end}:{','.join(map(str, running))}"


def begin_era_after_restore(using: str) -> bool:
    """Begin an era where the server counts below what the rows hold; True if it did. To be done by
    the owner of the tables, before the portal starts on a restored database."""
    with transaction.atomic(using), connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regproc('audit_transaction') IS NULL")
        if cursor.fetchone()[0]:
            return False  # of a time before eras, or not made to its end
        cursor.execute(OPEN_TRAIL)
        cursor.execute(HIGHEST)
        highest = int(cursor.fetchone()[0])
        cursor.execute("SELECT audit_transaction()")
        if int(cursor.fetchone()[0]) > highest:
            return False
        cursor.execute(
            "INSERT INTO audit_transactionera (base, begun_at) VALUES (%s, now())",
            [(highest // ERA + 1) * ERA],
        )
        return True
