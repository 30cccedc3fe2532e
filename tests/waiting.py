"""Whether somebody waits for the network with a transaction open, as the database sees it."""

import psycopg2
from django.db import connection


def open_transactions() -> list[str]:
    """The last statements of the test database's sessions that are in a transaction, and idle."""
    watching = psycopg2.connect(**connection.get_connection_params())
    try:
        with watching.cursor() as cursor:
            cursor.execute(
                "SELECT left(query, 200) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                " AND datname = current_database() AND state LIKE 'idle in transaction%'"
            )
            return [query for (query,) in cursor.fetchall()]
    finally:
        watching.close()
