"""The lists of the files that were brought in."""

import uuid
from functools import cached_property
from typing import ClassVar

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from accounts.tenancy import Actor
from enterprises.imports import findings
from enterprises.imports.forms import UploadForm
from enterprises.imports.import_machine import IMPORTERS, MACHINE
from enterprises.imports.receive_file import receive_file
from enterprises.models import ImportBatch
from pages.acts import attempt
from pages.links import row_url
from pages.lists import Column, Empty, ListPage, arranging
from pages.lists.filters import choice, date_range, search

Kind = ImportBatch.Kind


def batches_of(actor: Actor) -> QuerySet[ImportBatch]:
    """The files of the actor's own bureau; the city does not go through a district's files."""
    own = ImportBatch.objects.filter(organisation_id=actor.organisation_id)
    return own.select_related("uploaded_by")


def batch_of(actor: Actor, pk: uuid.UUID) -> ImportBatch:
    """One of them. Raises `ImportBatch.DoesNotExist`."""
    return batches_of(actor).get(pk=pk)


class BatchList(ListPage[ImportBatch]):
    """The files of one kind that the bureau brought in, those that wait for its decision first,
    then the newest, and the upload of one more."""

    kind: ClassVar[ImportBatch.Kind]
    template_name: ClassVar[str]
    noun, counter = "文件", "个"
    readers = IMPORTERS
    order = ("-is_waiting", "-created_at", "-id")
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
        Column("rows_new", "新增", lambda row: row.number_of("created"), number=True, hidden=True),
        Column(
            "rows_changed", "变更", lambda row: row.number_of("updated"), number=True, hidden=True
        ),
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
