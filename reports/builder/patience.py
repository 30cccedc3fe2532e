"""How long a report may take, and what is said of one that takes longer."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from psycopg2.errors import QueryCanceled

from accounts.errors import RuleViolation

ON_A_PAGE, FOR_A_FILE = 15, 120  # seconds, of each statement
TOO_SLOW = "这张报表超过 {} 秒还没有算完，已停止。请增加筛选条件、缩短时间范围或减少分组后再试。"


@contextmanager
def patience(seconds: int) -> Iterator[None]:
    """Stop each statement of the block after `seconds`. Raises `RuleViolation` with what to do;
    the transaction around it stays usable."""
    try:
        with transaction.atomic():
            _allow(f"{seconds}s")
            yield
            _allow(None)
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
        raise RuleViolation(TOO_SLOW.format(seconds)) from error


def _allow(time: str | None) -> None:
    with connection.cursor() as cursor:
        if time is None:
            cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
        else:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [time])
