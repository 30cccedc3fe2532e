"""The fields of an entry that people type, and those that follow from them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TypedDict, cast
from uuid import UUID

from django.utils import timezone

from accounts.errors import refuse
from documents.written.text import name as kept_name
from enterprises.imports.names import name_fields
from enterprises.models import Enterprise
from enterprises.rules.credit_code import check_problem, normalise_credit_code, shape_problem
from enterprises.rules.industry import industry_name
from enterprises.rules.plausibility import doubts, unexplained
from enterprises.rules.size_class import YEAR_END, size_class_of

IDENTITY = ("credit_code", "name")
ON_LICENCE = "确与营业执照一致的，请勾选“已与营业执照逐位核对”，由主管部门核实。"
EXPLAIN = "确实如此的，请在“数据核对说明”中写明原因。"
DETAILS = (
    "address", "legal_representative", "industry_code", "registered_capital", "established_on",
    "staff", "revenue", "assets", "figures_note", "contact_name", "contact_phone", "contact_email",
)  # fmt: skip


class EntryValues(TypedDict, total=False):
    """What people type, cleaned by a form: some of `IDENTITY` and `DETAILS`; and the licence that
    they sent along."""

    credit_code: str
    code_note: str
    name: str
    address: str
    legal_representative: str
    industry_code: str
    registered_capital: Decimal | None
    established_on: date | None
    staff: int | None
    revenue: Decimal | None
    assets: Decimal | None
    figures_note: str
    contact_name: str
    contact_phone: str
    contact_email: str
    licence: UUID


def checked_values(values: Mapping[str, object], names: tuple[str, ...]) -> EntryValues:
    """The given values among `names`, normalised.

    A code whose check fails is taken where `values["code_checked"]` says that the licence has it.
    Raises `RuleViolation` for a wrong credit code, an empty name or an unknown industry.
    """
    taken = cast(EntryValues, {name: values[name] for name in names if name in values})
    errors = {}
    if "credit_code" in taken:
        taken["credit_code"] = normalise_credit_code(taken["credit_code"] or "")
        checked = bool(values.get("code_checked"))
        if problem := code_problem(taken["credit_code"], checked=checked):
            errors["credit_code"] = problem
    if "name" in taken:
        taken["name"] = kept_name(taken["name"] or "")
        if len(taken["name"]) < 4:
            errors["name"] = "请填写营业执照上的企业全称。"
    if taken.get("industry_code") and not industry_name(taken["industry_code"]):
        errors["industry_code"] = "行业代码不在《国民经济行业分类》（GB/T 4754-2017）中。"
    errors |= doubts_in(taken)
    refuse(errors)
    return taken


def doubts_in(values: EntryValues) -> dict[str, str]:
    """What is asked about the figures of an entry, by field; nothing once they are explained."""
    figures = {
        "staff": values.get("staff"),
        "revenue": values.get("revenue"),
        "assets": values.get("assets"),
    }
    asked = unexplained(doubts(figures), values.get("figures_note") or "")
    return {name: f"{text}{EXPLAIN}" for name, text in asked.items()}


def code_problem(code: str, *, checked: bool) -> str:
    """What is wrong with a code that somebody typed, who says by `checked` that it stands on the
    licence so."""
    if problem := shape_problem(code):
        return problem
    problem = check_problem(code)
    return f"{problem}{ON_LICENCE}" if problem and not checked else ""


def fill(enterprise: Enterprise, values: EntryValues) -> None:
    """Set checked values and what follows from them: keys of the name, size class and reason, and
    the entry's next version.

    Staff, revenue and assets are those at the end of the year before, and no longer typed here
    once the enterprise has submitted a year's figures: those decide.
    """
    before = [getattr(enterprise, name) for name in YEAR_END]
    for name, value in values.items():
        if name not in YEAR_END or not enterprise.size_is_reported:
            setattr(enterprise, name, value)
    if before != [getattr(enterprise, name) for name in YEAR_END]:
        enterprise.size_year = timezone.localdate().year - 1
    for name, value in name_fields(enterprise.name).items():
        setattr(enterprise, name, value)
    _class_anew(enterprise)
    enterprise.version += 1


def take_reported_figures(
    enterprise: Enterprise, year: int, figures: Mapping[str, Decimal | int | None]
) -> None:
    """Class the enterprise by the year-end figures of a report, unless those of a later year
    count already. Source: 国统字〔2017〕213号: year-end figures."""
    if enterprise.size_is_reported and year < (enterprise.size_year or 0):
        return
    for name in YEAR_END:
        setattr(enterprise, name, figures[name])
    enterprise.size_year, enterprise.size_is_reported = year, True
    _class_anew(enterprise)
    enterprise.version += 1


def _class_anew(enterprise: Enterprise) -> None:
    size = size_class_of(
        enterprise.industry_code, enterprise.staff, enterprise.revenue, enterprise.assets
    )
    year = enterprise.size_year if size.size_class else None
    enterprise.size_class = size.size_class or ""
    enterprise.size_reason = f"{size.reason}（{year} 年末数据）" if year else size.reason
