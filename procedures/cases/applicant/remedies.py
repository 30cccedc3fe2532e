"""Where an enterprise mends a condition that it does not meet: one place for each."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse

from enterprises.models import RegistrationState
from procedures.cases.standings import Standing
from schemes.definition.criteria import Criterion
from schemes.definition.form import is_missing
from schemes.definition.scheme import SchemeDefinition
from schemes.evaluation.indicators import YEARS
from schemes.evaluation.judging import Verdict

# What an expression reads, and whether it makes do without it.
READ = re.compile(r"\b(answers|figures|previous|earlier|enterprise|product)\.(\w+)")
TO_MEND = (Verdict.NOT_MET, Verdict.CANNOT_TELL)


@dataclass(frozen=True)
class Remedy:
    """What to do about a condition, and where; `url` is "" where there is nothing to open.
    `asked_by_filing`: nothing is amiss, the filing will ask for it."""

    text: str
    url: str = ""
    asked_by_filing: bool = False


def asked_by_filing(standing: Standing, remedies: dict[str, Remedy]) -> int:
    """How many answers the filing will ask for, where nothing else is missing; 0 otherwise."""
    asked = sum(one.asked_by_filing for one in remedies.values())
    return asked if asked == standing.missing else 0


def remedies_of(standing: Standing) -> dict[str, Remedy]:
    """Criterion -> where the enterprise mends it, for those that are unmet or cannot be told."""
    definition = standing.version.parsed
    criteria = {one.key: one for group in definition.criteria for one in group.all_criteria()}
    found = {}
    for finding in standing.evaluation.findings:
        if finding.verdict in TO_MEND and finding.key in criteria:
            remedy = _remedy(definition, criteria[finding.key], standing)
            if remedy is not None:
                found[finding.key] = remedy
    return found


def _remedy(
    definition: SchemeDefinition, criterion: Criterion, standing: Standing
) -> Remedy | None:
    expressions = {one.key: one.expression for one in definition.indicators}
    expression = expressions.get(criterion.indicator, "")
    read = list(dict.fromkeys(READ.findall(expression)))
    if ("enterprise", "registration_state") in read:
        return _registration(standing)
    lacking = next(_lacking(expression, read, standing), None)
    chosen = lacking or next(iter(read), None)
    if chosen is None:
        return None
    group, name = chosen
    return _place(group, name, definition, standing)


def _lacking(
    expression: str, read: list[tuple[str, str]], standing: Standing
) -> Iterator[tuple[str, str]]:
    """What is missing of what the expression reads, but for what it makes do without."""
    years = dict(zip(YEARS, standing.facts.years_to(standing.last_year, len(YEARS)), strict=False))
    held: dict[str, Mapping[str, object]] = {
        **{name: years.get(name, {}) for name in YEARS},
        "answers": standing.answers,
        "enterprise": standing.facts.enterprise,
        "product": standing.facts.product,
    }
    for group, name in read:
        optional = f"has({group}.{name})" in expression
        if group in held and not optional and is_missing(held[group].get(name)):
            yield group, name


def _registration(standing: Standing) -> Remedy:
    if standing.facts.enterprise["registration_state"] == RegistrationState.PENDING:
        return Remedy("等待区市主管部门确认")
    return Remedy("更正登记", reverse("enterprises:profile_edit"))


def _place(
    group: str, name: str, definition: SchemeDefinition, standing: Standing
) -> Remedy | None:
    """Where the figure or answer is filled in: the registry, unless it is asked by the filing."""
    if group == "answers":
        field = definition.field(name)
        if field is None:
            return None
        if standing.draft is not None:
            address = reverse("procedures:fill", args=[standing.draft.pk])
            return Remedy(f"填写“{field.label}”", f"{address}#field-{name}")
        source, _, known = field.prefill.partition(".")
        if known:
            return _place(source, known, definition, standing)
        return Remedy(f"申报时填写“{field.label}”", asked_by_filing=True)
    if group == "product":
        return Remedy("登记产品（技术）", reverse("enterprises:items", args=["products"]))
    if group == "enterprise":
        return Remedy("补充企业档案", reverse("enterprises:profile_edit"))
    return Remedy("补充年度数据", reverse("enterprises:reports"))
