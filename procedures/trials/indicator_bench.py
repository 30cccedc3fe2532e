"""What an expression comes to for one enterprise, before anything is saved."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils import timezone

from enterprises.figures import ENTERPRISE_NAMES, facts_of
from enterprises.models import Enterprise
from enterprises.models.yearly_report import YearlyReport
from enterprises.querysets import found_by
from enterprises.rules.credit_code import normalise_credit_code
from procedures.cases.submission import inputs_with_answers
from procedures.models import Application, Snapshot
from schemes.answers import Answers
from schemes.definition.stored import Stored, fields_in, rows_in, text_in
from schemes.designer.registry_words import WHOLE_WORDS, YEAR_WORDS, verbose
from schemes.evaluation.indicators import compiled_among
from schemes.evaluation.scoring import shown
from schemes.models import SchemeVersion

MOST_HITS = 10
_READ = re.compile(r"\b(enterprise|figures|previous|earlier|product|answers)\.([a-z_][a-z0-9_]*)")
_WHOLE = re.compile(r"\b(certificates|credit_records|credit_history|today|is_recheck)\b")


@dataclass(frozen=True)
class ReadValue:
    """A name that the expression reads, and its value for the enterprise; "" where missing."""

    name: str
    label: str
    value: str

    @property
    def is_missing(self) -> bool:
        return self.value == ""


@dataclass(frozen=True)
class BenchResult:
    """`value` is "" where it cannot be told; `answered_in` names the filing whose answers were
    read, "" without one."""

    enterprise: str
    value: str
    read: tuple[ReadValue, ...]
    answered_in: str

    @property
    def missing(self) -> list[ReadValue]:
        return [one for one in self.read if one.is_missing]


def enterprises_like(text: str) -> list[Enterprise]:
    """Up to `MOST_HITS` enterprises of the active scope, by credit code or a part of the name."""
    text = " ".join(text.split())
    rows = Enterprise.objects.select_related("district").order_by("name")
    if found := list(rows.filter(credit_code=normalise_credit_code(text))[:1]):
        return found
    if len(text) < 2:
        return []
    return list(found_by(rows, text)[:MOST_HITS])


def value_for(
    version: SchemeVersion, text: str, enterprise_id: int, *, unit: str = "", decimals: int = 2
) -> BenchResult:
    """The expression `text` of an unsaved indicator for one enterprise.

    Raises `ExpressionError` with the place of a mistake, `Enterprise.DoesNotExist` for one that
    the scope does not show.
    """
    expression = compiled_among(text, version.definition)
    facts = facts_of(enterprise_id)
    answers, filing = _answers(version, enterprise_id)
    last_year = timezone.localdate().year - 1
    scope = inputs_with_answers(facts, answers, last_year=last_year).scope()
    value = expression.run(scope)
    return BenchResult(
        enterprise=str(facts.enterprise["name"]),
        value=_told(value, unit, decimals),
        read=tuple(_read(text, scope, version)),
        answered_in=filing,
    )


def _answers(version: SchemeVersion, enterprise_id: int) -> tuple[Answers, str]:
    """The answers of the enterprise's latest filing under the scheme."""
    case = (
        Application.objects.filter(
            organisation_id=enterprise_id, scheme_version__scheme_id=version.scheme_id
        )
        .exclude(submitted_at=None)
        .order_by("-submitted_at")
        .first()
    )
    if case is None:
        return {}, ""
    last = Snapshot.objects.filter(application=case).order_by("-number").first()
    return (last.answers if last else case.answers), f"{case.title}（{case.number}）"


def _read(text: str, scope: Mapping[str, object], version: SchemeVersion) -> list[ReadValue]:
    found = dict.fromkeys(_READ.findall(text))
    read = []
    for row, name in found:
        field = _field(version, name) if row == "answers" else {}
        label = str(field.get("label") or name) if row == "answers" else _label(row, name)
        held = scope[row]
        said = _said(held.get(name) if isinstance(held, Mapping) else None, _choices(field))
        read.append(ReadValue(f"{row}.{name}", label, said))
    for name in dict.fromkeys(_WHOLE.findall(text)):
        read.append(ReadValue(name, WHOLE_WORDS[name], _plain(scope[name]) or "（无）"))
    return read


def _field(version: SchemeVersion, key: str) -> Stored:
    """The question of the form with this key; {} without one. The form may be unfinished."""
    found = (field for field in fields_in(version.definition) if text_in(field, "key") == key)
    return next(found, {})


def _choices(field: Stored) -> dict[str, str]:
    """Value -> label of what a question lets choose from."""
    values = {text_in(row, "value"): text_in(row, "label") for row in rows_in(field, "choices")}
    return {value: label or value for value, label in values.items()}


def _label(row: str, name: str) -> str:
    if row in YEAR_WORDS:
        word = verbose(YearlyReport, name)
        return f"{YEAR_WORDS[row]}{word}"
    if row == "enterprise" and name in ENTERPRISE_NAMES:
        return verbose(Enterprise, name)
    return f"产品 {name}" if row == "product" else name


def _said(value: object, choices: dict[str, str]) -> str:
    """The value, and choices by their labels."""
    chosen = value if isinstance(value, list) else [value]
    if choices and all(isinstance(one, str) for one in chosen):
        return "、".join(choices.get(str(one), str(one)) for one in chosen)
    return _plain(value)


def _plain(value: object) -> str:
    if value is None or value == []:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return shown(value, 4)
    if isinstance(value, list):
        return "、".join(map(str, value))
    return str(value)


def _told(value: object, unit: str, decimals: int) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal | Fraction):
        return f"{shown(value, decimals)} {unit}".strip()
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value)
