"""Amount rules and facts that the tests share; money in 元, percentages in per cent."""

from decimal import Decimal
from typing import Any

from schemes.amounts.facts import AmountFacts, AmountItem, LoanPart
from schemes.definition.amount import AmountRule

D = Decimal
WAN = 10_000


def rule(base: dict[str, Any], formula: dict[str, Any], **more: Any) -> AmountRule:
    """A rule from its parts as a file holds them."""
    whole_base = {"label": "基数", "definition": "示例", **base}
    return AmountRule.model_validate(
        {"subject": "示例企业", "base": whole_base, "formula": formula, **more}
    )


EQUIPMENT_2021 = rule(
    {"kind": "items", "label": "认可设备", "clause": "第五条"},
    {
        "kind": "ratios",
        "parts": [
            {"label": "设备投入奖补", "percent": 16, "clause": "第六条（一）"},
            {
                "label": "新增财力贡献",
                "of": "contribution",
                "percent": 10,
                "clause": "第六条（二）",
            },
        ],
    },
    figures=[{"key": "contribution", "label": "新增财力贡献"}],
    thresholds=[{"label": "设备投入", "minimum": 5_000_000, "included": True}],
    caps={
        "project": {"amount": 6_000_000, "clause": "第七条"},
        "raised": [{"key": "large_project", "label": "重点领域大项目", "amount": 20_000_000}],
        "share_of_base": {"percent": 20, "clause": "第七条"},
    },
)
REGIONAL_EQUITY = rule(
    {"kind": "figure", "label": "当年融资额", "figure": "financed"},
    {
        "kind": "bands",
        "bands": [
            {"range": "[1000000,5000000)", "amount": 200_000},
            {"range": "[5000000,20000000)", "amount": 300_000},
            {"range": "[20000000,)", "amount": 500_000},
        ],
    },
    figures=[{"key": "financed", "label": "当年融资额"}],
)


def interest_rule(basis: int, most: int = 20_000_000) -> AmountRule:
    return rule(
        {"kind": "loans", "label": "贷款余额"},
        {"kind": "interest", "percent": 35, "rate_of": "reference", "basis": basis},
        caps={"project": {"amount": most}},
    )


def premium_rule(**shares: list[int]) -> AmountRule:
    return rule(
        {
            "kind": "items",
            "label": "计入保费",
            "kinds": [{"key": key, "label": key} for key in shares],
        },
        {
            "kind": "premium",
            "rate_cap": 2,
            "shares": [{"of_kind": kind, "percents": years} for kind, years in shares.items()],
        },
    )


def excluding(mode: str, percent: int | None = None) -> AmountRule:
    """The figure `due` is due, beside a group with this mode; shares are of the figure `base`."""
    return rule(
        {"kind": "figure", "label": "基数", "figure": "base"},
        {"kind": "ratios", "parts": [{"label": "应得", "of": "due", "percent": 100}]},
        figures=[{"key": "base", "label": "基数"}, {"key": "due", "label": "应得"}],
        exclusion={"group": "same", "label": "同类资金", "mode": mode, "percent": percent},
    )


def items(*lines: tuple[str, str]) -> tuple[AmountItem, ...]:
    """Lines of (net, paid) in 元, numbered from 1."""
    return tuple(AmountItem(n, D(net), D(paid)) for n, (net, paid) in enumerate(lines, 1))


def loans(*parts: LoanPart, paid: str | None) -> AmountFacts:
    return AmountFacts(loans=parts, interest_paid=None if paid is None else D(paid))
