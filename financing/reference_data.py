"""The market's rates as published, loaded when the database is made."""

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent / "data" / "lpr_one_year.json"


def published_rates() -> list[tuple[str, str]]:
    """(day of publication, one-year LPR in per cent a year) each, the earliest first."""
    content = json.loads(FILE.read_text(encoding="utf-8"))
    return [(day, rate) for day, rate in content["rates"]]


def load_market_rates(connection: Any) -> None:
    """Write the published rates that are not there yet."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO financing_marketrate (valid_from, rate, noted_at)"
            " VALUES (%s, %s, now()) ON CONFLICT (valid_from) DO NOTHING",
            published_rates(),
        )
