"""What the trail calls the columns and values of claims for money."""

from collections.abc import Mapping
from typing import Any

from accounts.trail_words import Words, register_trail_words
from financing.models import Fund, SubsidyLine
from financing.subsidies.shape import INVOICE_KINDS, PURPOSES, fields_of

DIRECTIONS = {"at_least": "不低于", "at_most": "不高于", "equal": "等于"}
STAGES = {"declared": "申报", "district": "初审", "audited": "核定", "approved": "审定"}


def _funds() -> Words:
    return dict(Fund.objects.values_list("code", "name"))


def _sums(value: Any, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The result of each stage; the sum itself is shown with the claim."""
    return [
        (f"{STAGES.get(stage, stage)}金额", f"{worked.get('amount', '')} 元")
        for stage, worked in (value or {}).items()
    ]


def _more(value: Any, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    known = {one.key: one for kind in SubsidyLine.Kind for one in fields_of(kind)}
    told = []
    for key, given in (value or {}).items():
        field = known.get(key)
        word = (field.choices or {}).get(str(given), str(given)) if field else str(given)
        told.append((field.label if field else "类别", word))
    return told


def _explanations(value: Any, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    told = (
        one.get("reason", "") if isinstance(one, dict) else one for one in (value or {}).values()
    )
    return [("说明", str(one)) for one in told]


register_trail_words(
    values={
        "financing_subsidyclaim.fund_code": _funds,
        "financing_subsidyline.purpose": PURPOSES,
        "financing_subsidyline.invoice_kind": INVOICE_KINDS,
        "financing_subsidygoal.direction": DIRECTIONS,
        "financing_effectfigure.direction": DIRECTIONS,
    },
    tellers={
        "financing_subsidyclaim.sums": _sums,
        "financing_subsidyline.more": _more,
        "financing_subsidyline.explanations": _explanations,
    },
    reasons={
        "tell how long the money of a scheme takes": "告知同类资金到账的天数",
        "look for numbers that another claim was proposed for": "核对同一凭证是否已在别处拟支持",
    },
)  # fmt: skip
