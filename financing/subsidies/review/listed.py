"""Columns and filters that lists of claims under review share."""

from typing import Any

from django.db.models import QuerySet

from enterprises.name_search import enterprise_has
from financing.money import in_wan, wan
from pages.links import row_url
from pages.lists import Column
from procedures.cases.due import is_late, time_left


def review_page(row: Any) -> str:
    return row_url("financing:claim_review", row.pk)


def amount(key: str, label: str) -> "Column[Any]":
    """An amount of 元 as 万元."""
    return Column(
        key, label, lambda row: in_wan(getattr(row, key)), unit="万元",
        html=lambda row: wan(getattr(row, key)),
    )  # fmt: skip


def by_enterprise(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Rows whose enterprise has the words or the credit code."""
    text = " ".join(value.split())
    return rows.filter(enterprise_has(text)) if len(text) > 1 else rows


def left(row: Any) -> str:
    """The time left for the stage of a claim's case."""
    due = row.application.stage_due_on
    return time_left(due) if due else ""


def late_tone(row: Any) -> str:
    return "bad" if is_late(row.application.stage_due_on) else ""


ENTERPRISE = Column[Any](
    "enterprise", "企业", lambda row: row.organisation.name, long=True, fixed=True,
    link=review_page, below=lambda row: f"{row.application}",
)  # fmt: skip
SCHEME = Column[Any](
    "scheme", "资金项目", lambda row: row.application.scheme_version.scheme.name, long=True
)
DISTRICT = Column[Any]("district", "区市", lambda row: row.district.short_name)
DECLARED = amount("declared_amount", "申报")
OF_DISTRICT = amount("district_amount", "初审")
AUDITED = amount("audited_amount", "核定")
