"""What the names that an expression may read are called."""

import re

from django.db.models import Model

from enterprises.models import Enterprise, Product, YearlyReport
from schemes.evaluation.indicators import YEARS

MODELS: dict[str, type[Model]] = {
    "figures": YearlyReport,
    "enterprise": Enterprise,
    "product": Product,
}

WHOLE_WORDS = {
    "certificates": "有效的认定",
    "credit_records": "未移出的信用记录",
    "credit_history": "全部信用记录",
    "today": "今天",
    "is_recheck": "是否复核",
}
YEAR_WORDS = dict(zip(YEARS, ("上年度", "前一年", "前两年"), strict=True))


def verbose(model: type[Model], name: str) -> str:
    """What a column of `model` is called; its own name where there is none."""
    known = {field.name: str(field.verbose_name) for field in model._meta.concrete_fields}
    return known.get(name, name)


_UNIT = re.compile(r"^(.*)（([^（）]+)）$")


def word_and_unit(words: str) -> tuple[str, str]:
    """A column's name without the unit in brackets at its end, and the unit; "" without one."""
    found = _UNIT.match(words)
    return (found[1], found[2]) if found else (words, "")


def registry_word(name: str) -> tuple[str, str]:
    """What a dotted name of the registry, such as "previous.revenue", is called, and its unit."""
    group, _, column = name.partition(".")
    if not column:
        return WHOLE_WORDS.get(name, name), ""
    model = MODELS["figures" if group in YEARS else group]
    word, unit = word_and_unit(verbose(model, column))
    year = YEAR_WORDS[group] if group in YEARS[1:] else ""
    return f"{year}{word}", unit
