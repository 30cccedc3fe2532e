"""The lists of the imports: files that were brought in, and names that wait for a judgement."""

import uuid
from functools import cached_property
from typing import Any, ClassVar, TypedDict, cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.tenancy import Actor
from enterprises.imports import findings
from enterprises.imports.forms import UploadForm
from enterprises.imports.import_machine import IMPORTERS, MACHINE
from enterprises.imports.receive_file import receive_file
from enterprises.models import ImportBatch, ImportRow
from pages.acts import attempt
from pages.links import row_url
from pages.lists import Column, Empty, ListPage, arranging
from pages.lists.cells import act_button
from pages.lists.filters import choice, date_range, search
from pages.lists.table import table_html

Kind = ImportBatch.Kind


def batches_of(actor: Actor) -> QuerySet[ImportBatch]:
    """The files of the actor's own bureau; the city does not go through a district's files."""
    own = ImportBatch.objects.filter(organisation_id=actor.organisation_id)
    return own.select_related("uploaded_by")


def batch_of(actor: Actor, pk: uuid.UUID) -> ImportBatch:
    """One of them. Raises `ImportBatch.DoesNotExist`."""
    return batches_of(actor).get(pk=pk)


class BatchList(ListPage[ImportBatch]):
    """The files of one kind that the bureau brought in, the newest first, and the upload of one
    more."""

    kind: ClassVar[ImportBatch.Kind]
    template_name: ClassVar[str]
    noun, counter = "文件", "个"
    readers = IMPORTERS
    order = ("-created_at", "-id")
    size = 20
    template = "enterprises/imports/index.html"
    columns = (
        Column(
            "file_name", "文件", fixed=True, long=True,
            link=lambda row: row_url("enterprises:import", row.pk),
        ),
        Column("uploaded_by", "上传人", lambda row: str(row.uploaded_by or "平台")),
        Column("created_at", "时间", sort="created_at"),
        Column("rows_total", "数据行", number=True),
        Column("rows_new", "新增", number=True, hidden=True),
        Column("rows_changed", "变更", number=True, hidden=True),
        Column("rows_wrong", "有误", number=True, hidden=True),
        Column("rows_doubtful", "待判断", number=True, hidden=True),
        Column("state", "状态", pill=MACHINE.tones),
    )  # fmt: skip
    filters = (
        search("文件名", lambda rows, text: rows.filter(file_name__icontains=text.strip())),
        choice("state", "状态", ImportBatch.State.choices),
        date_range("created_at", is_moment=True),
    )
    empty = Empty(
        "还没有导入过文件",
        "下载模板，填好后在上面上传。核对通过之前，平台上的数据不会有任何改动。",
    )

    def rows(self) -> QuerySet[ImportBatch]:
        return batches_of(self.actor).filter(kind=self.kind)

    def heading(self) -> str:
        return self.title

    def subheading(self) -> str:
        return "先核对、后写入：上传后逐格核对，由您确认才写入平台。"

    def table_heading(self) -> str:
        number, more = self.count
        found = f"，共{'超过' if more else ''} {number} 个文件" if number else ""
        return f"近期导入{found}"

    @property
    def notes(self) -> tuple[str, ...]:
        return findings.NOTES[self.kind]

    @property
    def template_url(self) -> str:
        return reverse(self.template_name)

    @cached_property
    def form(self) -> UploadForm:
        return UploadForm(self.request.POST or None, self.request.FILES or None, kind=self.kind)

    def answer_post(self) -> HttpResponseBase:
        return arranging.answer(self) or self._upload()

    def _upload(self) -> HttpResponseBase:
        received = attempt(
            self.request,
            lambda: receive_file(self.actor, self.kind, self.form.cleaned_data["file"]),
            form=self.form,
        )
        if received.value is None:
            return self.page(status=422)
        return redirect("people:job", pk=received.value.check_job)


class RegistryBatches(BatchList):
    """Workbooks of enterprises."""

    kind = Kind.REGISTRY
    key, title = "registry_imports", "批量导入企业信息"
    template_name = "enterprises:import_template"


class TitleBatches(BatchList):
    """Published lists of titles."""

    kind = Kind.TITLES
    key, title = "title_imports", "导入公布的称号名单"
    template_name = "enterprises:import_titles_template"


# --- names of a list that may or may not be an enterprise of the registry ---------------------


class Candidate(TypedDict):
    """An enterprise that a name may mean; `batch` and `row` are those of the name."""

    id: int
    name: str
    credit_code: str | None
    district: str
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
        page = reverse("enterprises:import", args=[self.batch.pk])
        crumbs = [
            {"label": "名单导入", "url": reverse("enterprises:imports_titles")},
            {"label": self.batch.file_name, "url": page},
            {"label": self.title},
        ]
        return {"crumbs": crumbs}
