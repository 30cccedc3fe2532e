"""What people send about an import: the file, and what a doubtful row means."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from enterprises.imports.receive_file import ENDINGS, MOST_BYTES
from enterprises.models import ImportBatch


class UploadForm(forms.Form):
    """One file of the given kind of import."""

    file = forms.FileField(
        label="文件",
        max_length=200,
        allow_empty_file=True,
        error_messages={"required": "请选择要上传的文件。"},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        kind: ImportBatch.Kind,
    ) -> None:
        super().__init__(data, files)
        field = self.fields["file"]
        field.help_text = f"{'、'.join(ENDINGS[kind])}，不超过 {MOST_BYTES // 1024 // 1024} MB"
        field.widget.attrs |= {"accept": ",".join(ENDINGS[kind]), "data-max-bytes": str(MOST_BYTES)}


class RenamingForm(forms.Form):
    """The document that proves a new name, and why the entry is corrected by it."""

    document_number = forms.CharField(
        label="依据文号", max_length=100, required=False,
        help_text="依据文件更名时填写，如变更登记通知书的文号",
    )  # fmt: skip
    reason = forms.CharField(
        label="原因（企业可见）", max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
