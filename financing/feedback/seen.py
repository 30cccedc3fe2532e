"""Which report of a credit a page showed, and what is told where a later one has come since.

The moment of a report is its version: each one that changes something bears another.
"""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from financing.feedback.shape import FIELDS
from financing.models import CreditFeedback

# What a form asks anew, and what names the row.
_NOT_COMPARED = ("reference", "credit_code", "is_checked", "demand")


def version_of(row: CreditFeedback) -> int:
    """The moment of the last report, in microseconds."""
    whole = int(row.reported_at.replace(microsecond=0).timestamp())
    return whole * 1_000_000 + row.reported_at.microsecond


def changed_since(row: CreditFeedback, version: int | None) -> str:
    """Who reported `row` after the `version` that a page showed, and when; "" for nobody."""
    if version is None or version == version_of(row):
        return ""
    when = f"{timezone.localtime(row.reported_at):%m月%d日 %H:%M}"
    return f"您打开页面之后，{row.reported_by} 于 {when} 反馈过这笔授信，"


def reported_since(
    row: CreditFeedback | None, version: int | None, said: Mapping[str, Any]
) -> dict[str, str]:
    """What is wrong where `row` was reported after the `version` that the page showed; None is no
    page. Names what stands now beside what was typed."""
    told = changed_since(row, version) if row is not None else ""
    if row is None or not told:
        return {}
    told += "您填写的没有保存。"
    differs = [
        f"{label}（现为 {_shown(row, name)}）"
        for name, label in FIELDS.items()
        if name not in _NOT_COMPARED and getattr(row, name) != said[name]
    ]
    if differs:
        told += f"与您填写不同的有：{'、'.join(differs)}。"
    return {"": f"{told}请核对，以您填写的为准请再次提交。"}


def _shown(row: CreditFeedback, name: str) -> str:
    """As people read it."""
    value = getattr(row, name)
    if isinstance(value, bool):
        return "是" if value else "否"
    label = getattr(row, f"get_{name}_display", None)
    return str(label() if label else value) if value not in (None, "") else "空"
