"""The filed application as a paper (申报书), typeset from what was submitted and nothing else."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from documents.pdf import render_pdf
from documents.pdf.glyphs import texts_in, warnings_about
from enterprises.figures import FIGURES
from enterprises.rules.industry import industry_name
from pages.lists.cells import plain_number
from procedures.cases.answer_sheet import explained_in
from procedures.cases.difference import shown_answer, shown_rows
from procedures.models import Application, Snapshot
from schemes.answers import Answers
from schemes.definition.form import FieldKind, FormField
from schemes.designer.registry_words import YEAR_WORDS, registry_word

ENTERPRISE_LINES = (
    "name", "credit_code", "district", "address", "legal_representative", "industry_code",
    "registered_capital", "established_on", "contact_name", "contact_phone",
)  # fmt: skip
NOT_FILLED = "（未填）"


def filed_paper(application: Application, snapshot: Snapshot) -> bytes:
    """The PDF of one submission; the scheme and its title must be loaded with `application`."""
    return render_pdf("filed_application.typ", content_of(application, snapshot))


def unprintable_in(snapshot: Snapshot | None) -> list[str]:
    """What the paper of a submission would show empty boxes for, to be told beside it."""
    if snapshot is None:
        return []
    files = [file["name"] for file in snapshot.files]
    return warnings_about(texts_in(snapshot.answers, snapshot.facts["enterprise"], files))


def content_of(application: Application, snapshot: Snapshot) -> dict[str, object]:
    """What the paper says, as its template takes it."""
    definition = application.scheme_version.parsed
    facts = snapshot.facts
    asked = {field.key for field in definition.visible_fields(snapshot.answers)}
    explained = explained_in(snapshot)
    submitted = timezone.localtime(snapshot.taken_at)
    again = f"（第 {snapshot.number} 次提交）" if snapshot.number > 1 else ""
    return {
        "title": f"{application.scheme_version.scheme.name}申报书",
        "head": [
            ["受理编号", application.number or ""],
            ["批次", application.batch.name],
            ["申报目的", application.get_purpose_display()],
            ["提交时间", f"{submitted:%Y-%m-%d %H:%M:%S}{again}"],
        ],
        "enterprise": _enterprise(facts["enterprise"]),
        "figures": _figures(facts.get("years") or []),
        "sections": [
            {
                "title": section.title,
                "lines": [
                    _line(field, snapshot)
                    for field in section.fields
                    if field.key in asked and field.kind != FieldKind.TABLE
                ],
                "tables": [
                    _table(field, snapshot.answers)
                    for field in section.fields
                    if field.key in asked and field.kind == FieldKind.TABLE
                ],
            }
            for section in definition.sections
        ],
        "explained": [
            [field.label, one["doubt"], one["reason"]]
            for field in definition.fields()
            if (one := explained.get(field.key))
        ],
        "files": [
            [file["name"], filesizeformat(file["size"]).replace("\xa0", " "), file["sha256"][:16]]
            for file in snapshot.files
        ],
        "declaration": definition.declaration,
        "declared": f"已于 {submitted:%Y-%m-%d %H:%M} 在平台上确认以上承诺并提交。",
        "sha256": snapshot.sha256,
    }


def _enterprise(facts: Mapping[str, Any]) -> list[list[str]]:
    told = {
        **facts,
        "registered_capital": _figure(facts.get("registered_capital")),
        "industry_code": industry_name(str(facts.get("industry_code") or "")),
    }
    return [
        [_with_unit(f"enterprise.{name}"), str(told.get(name) or NOT_FILLED)]
        for name in ENTERPRISE_LINES
    ]


def _figures(years: list[Mapping[str, Any]]) -> dict[str, object]:
    """The yearly figures with a column for each year that was reported."""
    told = [(word, year) for word, year in zip(YEAR_WORDS.values(), years, strict=False) if year]
    rows = [
        [_with_unit(f"figures.{name}"), *(_figure(year.get(name)) for _, year in told)]
        for name in FIGURES
    ]
    return {"headings": ["指标", *(word for word, _ in told)], "rows": rows if told else []}


def _line(field: FormField, snapshot: Snapshot) -> list[str]:
    if field.kind == FieldKind.FILE:
        names = [file["name"] for file in snapshot.files if file["field"] == field.key]
        return [field.label, "、".join(names) or "（未上传）"]
    return [field.label, shown_answer(field, snapshot.answers.get(field.key)) or NOT_FILLED]


def _table(field: FormField, answers: Answers) -> dict[str, object]:
    headings = [f"{one.label}（{one.unit}）" if one.unit else one.label for one in field.columns]
    return {
        "title": field.label,
        "headings": headings,
        "rows": shown_rows(field, answers.get(field.key)),
    }


def _with_unit(name: str) -> str:
    word, unit = registry_word(name)
    return f"{word}（{unit}）" if unit else word


def _figure(value: object) -> str:
    return NOT_FILLED if value is None else plain_number(Decimal(str(value)))
