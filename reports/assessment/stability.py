"""How stable a rank is, in words: which change of weights would turn two neighbours."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from reports.assessment.written import plain

LEVEL = "同分"


def turn_in_words(turn: Mapping[str, Any], names: Mapping[str, str], other: str) -> str:
    """ "若“A”权重调 4.2 个百分点给“B”，与第 4 名的名次将互换。" `turn` is what the scoring found,
    `names` are those of the indicators by code."""
    if not turn:
        return ""
    if why := turn.get("why"):
        return f"与{other}：{why}。"
    shift = plain(Decimal(turn["delta"]), 2)
    giver, taker = names.get(turn["giver"], "?"), names.get(turn["taker"], "?")
    return f"若“{giver}”权重调 {shift} 个百分点给“{taker}”，与{other}的名次将互换。"
