"""What indicators are computed from: the names an expression may use, and their values."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from pydantic import ValidationError

from schemes.definition.form import NUMERIC, FieldKind, FormField
from schemes.definition.scheme import SchemeDefinition
from schemes.definition.stored import Stored, fields_in, rows_in, text_in
from schemes.expressions.compiler import Expression, compile_expression
from schemes.expressions.types import ExpressionError, ListOf, Row, Scalar, Type, UnknownName, row

NUMBER, TEXT, DATE, TRUTH = Scalar.NUMBER, Scalar.TEXT, Scalar.DATE, Scalar.TRUTH

# Names of the registry: money in 万元, people in persons. `figures` are those of the year before
# the filing (上年度), `previous` and `earlier` of the two years before it.
FIGURES = row(
    dict.fromkeys(
        (
            "revenue", "main_revenue", "rd_cost", "assets", "liabilities", "net_profit", "tax",
            "export", "staff", "rd_staff", "invention_patents", "utility_patents",
            "design_patents", "software_copyrights",
        ),
        NUMBER,
    )
)  # fmt: skip
ENTERPRISE = row(
    {
        "name": TEXT, "district": TEXT, "industry_code": TEXT, "size_class": TEXT,
        "registration_state": TEXT, "established_on": DATE, "registered_capital": NUMBER,
        "staff": NUMBER, "revenue": NUMBER, "assets": NUMBER,
    }
)  # fmt: skip
CREDIT_RECORD = row({"kind": TEXT, "recorded_on": DATE, "lifted_on": DATE})
PRODUCT = row(
    {
        "name": TEXT, "segment": TEXT, "market_share": NUMBER, "sales": NUMBER,
        "share_basis": TEXT, "launched_on": DATE, "market_rank": NUMBER,
    }
)  # fmt: skip
REGISTRY: dict[str, Type] = {
    "enterprise": ENTERPRISE,
    "figures": FIGURES,
    "previous": FIGURES,
    "earlier": FIGURES,
    "product": PRODUCT,
    "certificates": ListOf(TEXT),
    "credit_records": ListOf(TEXT),
    "credit_history": ListOf(CREDIT_RECORD),
    "today": DATE,
    "is_recheck": TRUTH,
}
YEARS = ("figures", "previous", "earlier")
RESULTS = (NUMBER, TRUTH)  # what an indicator may come to


@dataclass(frozen=True)
class Inputs:
    """What an evaluation looks at. `years` holds the figures of the year before the filing and of
    the years before it; one that was not reported is empty. `last_year` is that year, None where
    nothing is filed or it was not kept. `certificates` are the kinds that are valid today (local
    date), `credit_records` those of the records that are not lifted, `credit_history` all records
    with their dates; `files` are the questions that a file answers; `is_recheck` tells that a
    certificate is checked again (复核)."""

    enterprise: Mapping[str, object] = field(default_factory=dict)
    years: tuple[Mapping[str, object], ...] = ()
    answers: Mapping[str, object] = field(default_factory=dict)
    product: Mapping[str, object] = field(default_factory=dict)
    certificates: tuple[str, ...] = ()
    credit_records: tuple[str, ...] = ()
    credit_history: tuple[Mapping[str, object], ...] = ()
    files: frozenset[str] = frozenset()
    today: date | None = None
    last_year: int | None = None
    is_recheck: bool = False

    @property
    def figures(self) -> Mapping[str, object]:
        """Those of the year before the filing; empty where it was not reported."""
        return self.years[0] if self.years else {}

    def scope(self) -> dict[str, object]:
        """The values of all names that an expression may use."""
        years = dict(zip(YEARS, self.years, strict=False))
        return {
            "enterprise": self.enterprise,
            **{name: years.get(name, {}) for name in YEARS},
            "product": self.product,
            "certificates": list(self.certificates),
            "credit_records": list(self.credit_records),
            "credit_history": list(self.credit_history),
            "answers": self.answers,
            "today": self.today,
            "is_recheck": self.is_recheck,
        }


def answer_type(kind: FieldKind) -> Type | None:
    """What the answer to a field is in an expression; None for a file, which has no value."""
    if kind in NUMERIC:
        return NUMBER
    if kind == FieldKind.DATE:
        return DATE
    if kind == FieldKind.CHOICES:
        return ListOf(TEXT)
    return None if kind == FieldKind.FILE else TEXT


def type_of_field(field: FormField) -> Type | None:
    """What the answer to a field is; the rows of a table are named values."""
    if field.kind == FieldKind.TABLE:
        columns = {column.key: answer_type(column.kind) for column in field.columns}
        return ListOf(row({key: kind for key, kind in columns.items() if kind is not None}))
    return answer_type(field.kind)


def names_of(definition: SchemeDefinition) -> dict[str, Type]:
    """The names that the scheme's expressions may use, with their types."""
    answers = {field.key: type_of_field(field) for field in definition.fields()}
    typed = {key: kind for key, kind in answers.items() if kind is not None}
    return {**REGISTRY, "answers": row(typed)}


def answers_among(data: Stored) -> dict[str, Type]:
    """The answers that expressions may use, of a definition as it is stored, which may be
    unfinished."""
    answers: dict[str, Type] = {}
    for stored in fields_in(data):
        try:
            question = FormField.model_validate(stored)
        except ValidationError:
            continue
        kind = type_of_field(question)
        if kind is not None:
            answers[question.key] = kind
    return answers


def compiled_among(text: str, data: Stored, wanted: Type | None = None) -> Expression:
    """The expression `text` over the questions of a definition as it is stored, which may be
    unfinished. Raises `ExpressionError`."""
    names = row({**REGISTRY, "answers": row(answers_among(data))})
    indicators = [text_in(one, "key") for one in rows_in(data, "indicators")]
    return _compiled_for(text, names, wanted, indicators)


def indicator_among(text: str, data: Stored) -> Expression:
    """As `compiled_among`; raises `ExpressionError` also for what comes to no number or truth."""
    expression = compiled_among(text, data)
    if reason := what_is_wrong_with(expression.type):
        raise ExpressionError(reason)
    return expression


def what_is_wrong_with(result: Type) -> str:
    """Why no indicator may come to `result`; "" where it may."""
    return "" if result in RESULTS else f"指标的结果应是数字或是否，这里是{result}。"


def compiled(text: str, definition: SchemeDefinition, wanted: Type | None = None) -> Expression:
    """The expression `text` of a scheme. Raises `ExpressionError`."""
    indicators = [one.key for one in definition.indicators]
    return _compiled_for(text, row(names_of(definition)), wanted, indicators)


def _compiled_for(
    text: str, names: Row, wanted: Type | None, indicators: Collection[str]
) -> Expression:
    try:
        return _compiled(text, names, wanted)
    except UnknownName as wrong:
        if wrong.name not in (*indicators, "indicators"):
            raise
        # Only the condition of a case is asked for a truth.
        subject = "情形里不能引用指标" if wanted == TRUTH else "指标不能引用其他指标"
        reason = f"{subject}，请把算式直接写在这里。"
        raise ExpressionError(reason, wrong.line, wrong.column) from wrong


@lru_cache(maxsize=4000)
def _compiled(text: str, names: Row, wanted: Type | None) -> Expression:
    return compile_expression(text, dict(names.fields), wanted)
