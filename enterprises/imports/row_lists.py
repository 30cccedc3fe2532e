"""The rows of a brought-in file: what each changes, and those that wait for a judgement."""

from functools import cached_property
from typing import Any, NotRequired, TypedDict, cast
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils.safestring import SafeString

from documents.written.sql import found_in
from enterprises.imports import findings
from enterprises.imports.import_machine import IMPORTERS
from enterprises.imports.lists import batch_of
from enterprises.models import ImportBatch, ImportRow
from pages.links import row_url
from pages.lists import Column, Empty, ListPage, On
from pages.lists.cells import act_button, button, change_lines
from pages.lists.filters import choice, search
from pages.lists.table import table_html

Verdict, Outcome = ImportRow.Verdict, ImportRow.Outcome
TONES: dict[str, str] = {Verdict.NEW: "calm", Verdict.CHANGED: "wait", Verdict.DOUBTFUL: "bad"}
GUARDED = [("yes", "须由企业确认"), ("no", "直接写入")]


def by_name_or_code(rows: QuerySet[ImportRow], text: str) -> QuerySet[ImportRow]:
    """Rows of one file whose name contains the text, or whose code is it."""
    words = " ".join(text.split())
    named = found_in(KT("values__name"), words)
    return rows.filter(named | Q(values__credit_code=words.upper()))


def by_guard(rows: QuerySet[ImportRow], value: str) -> QuerySet[ImportRow]:
    written = rows.exclude(verdict=Verdict.DOUBTFUL)
    return written.filter(is_guarded=value == "yes")


def name_of(row: ImportRow) -> str:
    """What the file calls the enterprise; what it is called, where that name was not taken."""
    return str(row.values.get("name") or next((one["name"] for one in row.candidates), ""))


def _enterprise(row: ImportRow) -> str:
    if row.decided_for is None or row.taken_back_at is not None:
        return ""
    return row_url("enterprises:detail", row.decided_for)


def _name_note(row: ImportRow) -> str:
    """Why the name that the file states is not taken."""
    return str(row.values.get("name_note", ""))


def _changes(row: ImportRow) -> str:
    lines = [f"{label}：{old} → {new}" for label, old, new in row.changes]
    return "\n".join([*lines, note] if (note := _name_note(row)) else lines)


def _writes_nothing(row: ImportRow) -> bool:
    return row.verdict == Verdict.CHANGED and not row.changes


def _way(row: ImportRow) -> str:
    if row.verdict == Verdict.DOUBTFUL:
        return "由您判断"
    if _writes_nothing(row):
        return "不写入"
    return "须由企业确认" if row.is_guarded else "直接写入"


def _result(row: ImportRow) -> str:
    if row.taken_back_at:
        return "已撤回"
    if row.kept:
        return "未撤回"
    if row.decision:
        return str(row.get_decision_display())
    return str(row.get_outcome_display()) if row.outcome else ""


CHANGE_COLUMNS: tuple[Column[ImportRow], ...] = (
    Column("number", "行", number=True),
    Column(
        "name", "企业", name_of, fixed=True, long=True, link=_enterprise,
        below=lambda row: row.values.get("credit_code") or "、".join(row.values.get("titles", ())),
    ),
    Column("verdict", "核对结果", pill=TONES),
    Column(
        "changes", "变更", _changes, html=lambda row: change_lines(row.changes), long=True,
        below=_name_note,
    ),
    Column("way", "怎样写入", _way),
    Column("result", "结果", _result, below=lambda row: row.kept or row.skipped),
)  # fmt: skip


class ImportedRows(ListPage[ImportRow]):
    """Every row of a file that changes something, old → new: first those about which enterprises
    are asked."""

    key, title, noun, counter = "imported_rows", "逐行查看", "行", "行"
    readers = IMPORTERS
    order = ("-is_guarded", "number", "id")
    template = "enterprises/imports/rows.html"
    columns = CHANGE_COLUMNS
    filters = (
        search("企业名称或信用代码", by_name_or_code),
        choice("verdict", "核对结果", Verdict.choices),
        choice("way", "怎样写入", GUARDED, by=by_guard),
        choice("outcome", "结果", [one for one in Outcome.choices if one[0]]),
    )
    empty = Empty("没有要写入的行", "与平台一致的行和有误的行不在这里。")

    @cached_property
    def batch(self) -> ImportBatch:
        return batch_of(self.actor, self.arguments["pk"])

    def rows(self) -> QuerySet[ImportRow]:
        return ImportRow.objects.filter(batch=self.batch)

    def subheading(self) -> str:
        return f"{self.batch.file_name} · 须由企业确认的在前。"

    def context(self) -> dict[str, object]:
        return {"crumbs": crumbs_of(self.batch, self.title)}


def crumbs_of(batch: ImportBatch, title: str) -> list[dict[str, str]]:
    """The way to a page of one file."""
    is_registry = batch.kind == ImportBatch.Kind.REGISTRY
    name = "enterprises:imports" if is_registry else "enterprises:imports_titles"
    return [
        {"label": "企业信息导入" if is_registry else "名单导入", "url": reverse(name)},
        {"label": batch.file_name, "url": reverse("enterprises:import", args=[batch.pk])},
        {"label": title},
    ]


# --- names of a list that may or may not be an enterprise of the registry ---------------------


class Candidate(TypedDict):
    """An enterprise that a name may mean; `batch` and `row` are those of the name."""

    id: int
    name: str
    credit_code: str | None
    district: str
    former: NotRequired[str]
    batch: UUID
    row: int


def _judge(one: Candidate) -> SafeString:
    address = reverse("enterprises:import_decide", args=[one["batch"], one["row"]])
    about = f"：{one['name']}"
    return act_button(address, "同一企业", about, css="go", name="enterprise", value=str(one["id"]))


CANDIDATE_COLUMNS: tuple[Column[Candidate], ...] = (
    Column(
        "name", "平台上的企业", lambda one: one["name"],
        below=lambda one: one["credit_code"] or "未认领，尚无信用代码",
    ),
    Column("former", "曾用名", lambda one: one.get("former", ""), long=True),
    Column("district", "区市", lambda one: one["district"]),
    Column("act", "判断", html=_judge, fit=True),
)  # fmt: skip


class DoubtfulNames(ListPage[ImportRow]):
    """The doubtful names of a published list beside their candidates, drawn as cards."""

    key, title, noun, counter = "doubtful_names", "存疑的名称", "名称", "个"
    readers = IMPORTERS
    order = ("number", "id")
    size = 20
    template = "enterprises/imports/doubtful.html"
    columns = (
        Column("number", "行号", number=True),
        Column("name", "名称", lambda row: row.values["name"]),
        Column("titles", "称号", lambda row: "、".join(row.values.get("titles") or ())),
        Column("district", "区市", lambda row: row.values.get("district")),
        Column("source", "来源", lambda row: row.values.get("source")),
        Column(
            "candidates", "平台上名称相近的企业",
            lambda row: "、".join(one["name"] for one in row.candidates),
        ),
    )  # fmt: skip
    empty = Empty("没有需要判断的名称", "判断过的名称再次导入时会直接对上。")

    @cached_property
    def batch(self) -> ImportBatch:
        return batch_of(self.actor, self.arguments["pk"])

    def rows(self) -> QuerySet[ImportRow]:
        return findings.waiting_doubts(self.batch)

    def prepare(self, rows: list[Any]) -> None:
        for row in rows:
            row.listed = [
                {"label": column.heading, "value": column.cell(row)} for column in self.columns[2:5]
            ]
            name = {"batch": row.batch_id, "row": row.pk}
            candidates = [cast(Candidate, {**one, **name}) for one in row.candidates]
            row.candidate_table = table_html(CANDIDATE_COLUMNS, candidates)

    def heading(self) -> str:
        if not self.filter.form.is_valid():
            return super().heading()
        number, more = self.count
        amount = f"{number} 多" if more else number
        return f"还有 {amount} 个名称需要您判断" if number else "存疑的名称都已判断"

    def subheading(self) -> str:
        return "左边是名单里写的，右边是平台上名称相近的企业。"

    def context(self) -> dict[str, object]:
        return {"crumbs": crumbs_of(self.batch, self.title)}


# --- registry rows whose code and name are of two enterprises ---------------------------------


def _why(row: ImportRow) -> str:
    """Which of the two is taken."""
    one, code = row.candidates[0], row.values["credit_code"]
    if one["credit_code"] == code:
        return f"这个代码在名录中是“{one['name']}”"
    return f"这个名称在名录中的代码是 {one['credit_code']}"


def _decision_page(row: ImportRow) -> str:
    return reverse("enterprises:import_decide", args=[row.batch_id, row.pk])


class DoubtfulRows(ListPage[ImportRow]):
    """The rows of a registry workbook whose code and name do not belong together."""

    key, title, noun, counter = "doubtful_rows", "存疑的行", "行", "行"
    readers = IMPORTERS
    order = ("number", "id")
    template = "enterprises/imports/rows.html"
    columns = (
        Column("number", "行", number=True),
        Column(
            "name", "文件中的企业", name_of, fixed=True, long=True,
            below=lambda row: row.values["credit_code"],
        ),
        Column("why", "为什么存疑", _why, long=True),
        Column("changes", "变更", _changes, html=lambda row: change_lines(row.changes), long=True),
        Column(
            "act", "操作", html=lambda row: button(_decision_page(row), "判断", name_of(row)),
            on=On.PAGE, fit=True,
        ),
    )  # fmt: skip
    empty = Empty("没有需要判断的行", "存疑的行都已判断。")

    @cached_property
    def batch(self) -> ImportBatch:
        return batch_of(self.actor, self.arguments["pk"])

    def rows(self) -> QuerySet[ImportRow]:
        return findings.waiting_doubts(self.batch)

    def subheading(self) -> str:
        return "代码和名称对不上，可能是错行，也可能是企业更名。判断之前不会写入。"

    def context(self) -> dict[str, object]:
        return {"crumbs": crumbs_of(self.batch, self.title)}
