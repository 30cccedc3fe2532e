"""Amounts worked out by the engine, against a hand-written query of the same rule."""

import time
from collections.abc import Iterator
from decimal import Decimal

from django.db import connection, transaction

from reports.bench.results import Measurement
from reports.bench.scratch import use_database
from schemes.amounts.engine import work_out
from schemes.amounts.facts import AmountFacts, AmountItem
from schemes.definition.amount import AmountRule

CLAIMS, LINES = 10_000, 20
ROUNDS = 5
# The rule of 2021 (schemes/data/subsidies/equipment_2021.yaml) as far as it decides the amount.
RULE = {
    "subject": "示例",
    "base": {"kind": "items", "label": "认可设备", "definition": "示例"},
    "figures": [{"key": "contribution", "label": "新增地方财力贡献"}],
    "thresholds": [{"label": "设备投资额", "minimum": 5_000_000}],
    "formula": {
        "kind": "ratios",
        "parts": [
            {"label": "设备投入奖补", "percent": 16},
            {"label": "新增地方财力贡献奖补", "of": "contribution", "percent": 10},
        ],
    },
    "caps": {"project": {"amount": 6_000_000}, "share_of_base": {"percent": 20}},
}
# Claims of LINES lines whose amounts are spread so that thresholds and caps are met.
DATA = """
CREATE TEMP TABLE bench_lines ON COMMIT DROP AS
SELECT claim, number, (claim * 7919::bigint + number * 104729) %% 90000000 / 100.0 AS net,
  (claim * 15485863::bigint + number * 32452843) %% 110000000 / 100.0 AS paid,
  (claim * 49979687::bigint) %% 300000000 / 100.0 AS contribution
FROM generate_series(1, %s) AS claim, generate_series(1, %s) AS number
"""
READ = """
SELECT claim, array_agg(number ORDER BY number), array_agg(net ORDER BY number),
  array_agg(paid ORDER BY number), max(contribution)
FROM bench_lines GROUP BY claim ORDER BY claim
"""
BY_HAND = """
SELECT claim, CASE WHEN base < 5000000 THEN 0
  ELSE round(least(base * 16 / 100 + contribution * 10 / 100, 6000000, base * 20 / 100), 2) END
FROM (SELECT claim, sum(least(net, paid)) AS base, max(contribution) AS contribution
      FROM bench_lines GROUP BY claim) AS counted
ORDER BY claim
"""


def amount_measurements(
    database: str, claims: int = CLAIMS, lines: int = LINES
) -> Iterator[Measurement]:
    """Rows of claims per second by both, each with its reading; the amounts must agree."""
    use_database(database)
    rule = AmountRule.model_validate(RULE)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(DATA, [claims, lines])
        ours, by_hand = [], []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            cursor.execute(BY_HAND)
            wanted = cursor.fetchall()
            by_hand.append(time.perf_counter() - started)
            started = time.perf_counter()
            cursor.execute(READ)
            worked = [
                (claim, work_out(rule, _facts(numbers, net, paid, contribution)).amount)
                for claim, numbers, net, paid, contribution in cursor
            ]
            ours.append(time.perf_counter() - started)
            if worked != wanted:
                raise AssertionError("the engine and the query differ")
    rows = claims * lines
    yield Measurement(
        f"amounts of {claims:,} claims of {lines} lines",
        rows / min(ours),
        rows / min(by_hand),
        "rows/s",
        20,
        "a hand-written query of the same rule",
    )


def _facts(
    numbers: list[int], net: list[Decimal], paid: list[Decimal], contribution: Decimal
) -> AmountFacts:
    items = tuple(map(AmountItem, numbers, net, paid))
    return AmountFacts(items=items, figures={"contribution": contribution})
