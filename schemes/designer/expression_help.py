"""What may be written in an expression: the names, the functions, and examples, for the page.

All of it is read from the tables that the compiler itself uses.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from enterprises.models import CreditRecord
from schemes.definition.stored import Stored, fields_in, rows_in, text_in
from schemes.designer.registry_words import (
    MODELS,
    WHOLE_WORDS,
    YEAR_WORDS,
    verbose,
    word_and_unit,
)
from schemes.evaluation.indicators import CREDIT_RECORD, REGISTRY, YEARS, answers_among
from schemes.expressions.compiler import GATHER
from schemes.expressions.functions import FUNCTIONS, LOOKED_AT, MACRO_WORDS, TEXT_METHODS
from schemes.expressions.types import ListOf, Row, Scalar, Type
from schemes.outcomes import known_outcomes

TITLES = {
    "figures": "年度数据（最近上报的一年）",
    "enterprise": "企业登记",
    "product": "第一个产品",
}
INDICATOR_EXAMPLES = (
    ("ratio(figures.rd_cost, figures.revenue)", "研发费用占营业收入的百分比"),
    ("compound_growth(figures.revenue, earlier.revenue, 2)", "近两年营业收入的年均增长率"),
    ("figures.invention_patents + figures.utility_patents", "发明专利与实用新型专利之和"),
)
CASE_EXAMPLES = (
    ("figures.revenue >= 10000", "营业收入 1 亿元以上"),
    (
        'in_industry(enterprise.industry_code, ["34"]) || figures.staff < 100',
        "行业大类 34，或不足 100 人",
    ),
    ("is_recheck && years_since(enterprise.established_on) >= 3", "复核，且成立满 3 年"),
)


@dataclass(frozen=True)
class Name:
    """A name that may be used: what it is called, its unit or type, the values it may have."""

    name: str
    label: str
    told: str
    values: str = ""


@dataclass(frozen=True)
class Names:
    """Names that belong together."""

    title: str
    note: str
    rows: list[Name]


@dataclass(frozen=True)
class Help:
    """What the page shows beside a field for an expression."""

    names: list[Names]
    functions: list[tuple[str, str]]
    examples: tuple[tuple[str, str], ...]


def help_for(scheme: Stored, *, cases: bool = False) -> Help:
    """Help for an indicator of `scheme` (as stored), or for the condition of a case."""
    names = [_registry(name) for name in MODELS]
    names.insert(1, Names("本表的回答", "随申报表的问题变化", _answers(scheme)))
    names.append(Names("其他", "", _others()))
    return Help(names, _functions(), CASE_EXAMPLES if cases else INDICATOR_EXAMPLES)


def _registry(name: str) -> Names:
    model, kind = MODELS[name], REGISTRY[name]
    assert isinstance(kind, Row)
    rows = [_named(f"{name}.{key}", verbose(model, key), one) for key, one in kind.fields]
    before = "；".join(f"{year}.… 是{YEAR_WORDS[year]}" for year in YEARS[1:])
    return Names(TITLES[name], f"{before}，名称相同" if name == YEARS[0] else "", rows)


def _named(name: str, words: str, kind: Type) -> Name:
    word, unit = word_and_unit(words)
    return Name(name, word, unit or str(kind))


def _answers(scheme: Stored) -> list[Name]:
    fields = {text_in(field, "key"): field for field in fields_in(scheme)}
    rows = []
    for key, kind in answers_among(scheme).items():
        field = fields[key]
        rows.append(_answer(f"answers.{key}", field, kind))
        if isinstance(kind, ListOf) and isinstance(kind.item, Row):
            columns = {text_in(column, "key"): column for column in rows_in(field, "columns")}
            rows += [_answer(f"　行.{name}", columns[name], one) for name, one in kind.item.fields]
    return rows


def _answer(name: str, field: Stored, kind: Type) -> Name:
    values = "，".join(
        f'"{text_in(choice, "value")}" {text_in(choice, "label")}'
        for choice in rows_in(field, "choices")
    )
    told = text_in(field, "unit") or str(kind)
    return Name(name, text_in(field, "label"), told, values)


def _others() -> list[Name]:
    kinds = [(str(kind.value), str(kind.label)) for kind in CreditRecord.Kind]
    columns = [f"行.{name} {verbose(CreditRecord, name)}" for name, _ in CREDIT_RECORD.fields]
    values = {
        "certificates": _quoted(known_outcomes()),
        "credit_records": _quoted(kinds),
        "credit_history": "，".join(columns),
    }
    return [
        Name(name, word, str(REGISTRY[name]), values.get(name, ""))
        for name, word in WHOLE_WORDS.items()
    ]


def _quoted(values: Iterable[tuple[str, str]]) -> str:
    return "，".join(f'"{value}" {label}' for value, label in values)


def _functions() -> list[tuple[str, str]]:
    called = [
        (f"{name}({', '.join(str(kind) for kind in one.takes)})", one.means)
        for name, one in FUNCTIONS.items()
    ]
    looked_at = [(f"{name}(…)", means) for name, means in LOOKED_AT.items()]
    methods = [
        (f"{Scalar.TEXT}.{name}({Scalar.TEXT})", one.means) for name, one in TEXT_METHODS.items()
    ]
    macros = [(f"列表.{name}(行, 算式)", MACRO_WORDS[name]) for name in GATHER]
    return [*called, *looked_at, *methods, *macros]
