"""The upload form."""

from django import forms

from enterprises.imports.receive_file import ENDINGS, MOST_BYTES


class UploadForm(forms.Form):
    """One file of the given kind of import."""

    file = forms.FileField(
        label="文件",
        max_length=200,
        allow_empty_file=True,
        error_messages={"required": "请选择要上传的文件。"},
    )

    def __init__(self, *args: object, kind: str, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        field = self.fields["file"]
        field.help_text = f"{'、'.join(ENDINGS[kind])}，不超过 {MOST_BYTES // 1024 // 1024} MB"  # type: ignore[index]
        field.widget.attrs |= {"accept": ",".join(ENDINGS[kind]), "data-max-bytes": str(MOST_BYTES)}  # type: ignore[index]
