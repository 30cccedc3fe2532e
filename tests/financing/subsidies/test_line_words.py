"""What loans, policies and counted things say beside their names."""

from decimal import Decimal

import pytest

from financing.models import SubsidyLine
from financing.subsidies.line_words import in_words

LOAN = {
    "bank": "示例银行", "receipt_number": "JJ-1", "drawn_on": "2025-03-01", "drawn": "40000000",
    "repayments": "2025-07-01 10000000", "interest_to": "2025-12-31", "rate": "3.65",
    "reference_rate": "3.00",
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "values", "said"),
    [
        (
            "loan", {"more": LOAN},
            "示例银行 借据 JJ-1 · 2025-03-01 放款 4,000.00 万元 · 2025-07-01 还本 1,000.00 万元"
            " · 计息至 2025-12-31（不含） · 年利率 3.65%，LPR 3.00%",
        ),
        (
            "insurance",
            {
                "net": Decimal(8_000_000),
                "more": {"insurer": "示例保险", "policy_number": "P-1", "year": "2"},
            },
            "示例保险 保单 P-1 · 保险金额 800.00 万元 · 第 2 个投保年度",
        ),
        ("unit", {"more": {"count": "3", "proof_number": "M-1"}}, "数量 3 · 证明 M-1"),
        ("contract", {"contract_number": "HT-1", "more": {}}, "合同 HT-1"),
        ("invoice", {"more": {}}, ""),
    ],
)  # fmt: skip
def test_line_says_its_terms(kind, values, said):
    assert in_words(SubsidyLine(kind=kind, **values)) == said
