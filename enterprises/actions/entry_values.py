"""The fields of an entry that people type, and those that follow from them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TypedDict, cast

from accounts.errors import refuse
from enterprises.imports.names import name_fields
from enterprises.models import Enterprise
from enterprises.rules.credit_code import credit_code_problem, normalise_credit_code
from enterprises.rules.industry import industry_name
from enterprises.rules.size_class import size_class_of

IDENTITY = ("credit_code", "name")
DETAILS = (
    "address", "legal_representative", "industry_code", "registered_capital", "established_on",
    "staff", "revenue", "assets", "contact_name", "contact_phone", "contact_email",
)  # fmt: skip


class EntryValues(TypedDict, total=False):
    """What people type, cleaned by a form: some of `IDENTITY` and `DETAILS`."""

    credit_code: str
    name: str
    address: str
    legal_representative: str
    industry_code: str
    registered_capital: Decimal | None
    established_on: date | None
    staff: int | None
    revenue: Decimal | None
    assets: Decimal | None
    contact_name: str
    contact_phone: str
    contact_email: str


def checked_values(values: Mapping[str, object], names: tuple[str, ...]) -> EntryValues:
    """The given values among `names`, normalised.

    Raises `RuleViolation` for a wrong credit code, an empty name or an unknown industry.
    """
    taken = cast(EntryValues, {name: values[name] for name in names if name in values})
    errors = {}
    if "credit_code" in taken:
        taken["credit_code"] = normalise_credit_code(taken["credit_code"] or "")
        if problem := credit_code_problem(taken["credit_code"]):
            errors["credit_code"] = problem
    if "name" in taken:
        taken["name"] = " ".join((taken["name"] or "").split())
        if len(taken["name"]) < 4:
            errors["name"] = "请填写营业执照上的企业全称。"
    if taken.get("industry_code") and not industry_name(taken["industry_code"]):
        errors["industry_code"] = "行业代码不在《国民经济行业分类》（GB/T 4754-2017）中。"
    refuse(errors)
    return taken


def fill(enterprise: Enterprise, values: EntryValues) -> None:
    """Set checked values and what follows from them: keys of the name, size class and reason, and
    the entry's next version."""
    for name, value in values.items():
        setattr(enterprise, name, value)
    for name, value in name_fields(enterprise.name).items():
        setattr(enterprise, name, value)
    size = size_class_of(
        enterprise.industry_code, enterprise.staff, enterprise.revenue, enterprise.assets
    )
    enterprise.size_class, enterprise.size_reason = size.size_class or "", size.reason
    enterprise.version += 1
