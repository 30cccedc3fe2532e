"""The upload form."""

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
