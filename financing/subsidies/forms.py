"""Forms of a claim, made from the declared fields of its lines."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from documents.file_fields import SeveralFiles
from documents.workbooks.cells import CellError
from financing.models import SubsidyFile, SubsidyGoal
from financing.subsidies.line_rules import problems_of
from financing.subsidies.shape import LineField

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class WrittenField(forms.CharField):
    """A field that is read as a cell of the workbook is."""

    def __init__(self, field: LineField) -> None:
        widget: forms.Widget = forms.TextInput()
        if field.is_date:
            widget = DATE
        elif field.is_money or field.key in ("rate", "reference_rate", "count", "year"):
            widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "num"})
        super().__init__(
            label=field.label,
            required=field.required,
            help_text=field.help,
            widget=widget,
            error_messages={"required": f"请填写{field.label}。"},
        )
        self.read = field.parse
        if field.is_money:
            self.unit = "元"

    def to_python(self, value: Any) -> Any:
        try:
            return self.read(value)
        except CellError as wrong:
            raise ValidationError(f"{str(wrong).rstrip('。')}。") from wrong

    def prepare_value(self, value: Any) -> Any:
        return f"{value:f}" if isinstance(value, Decimal) else value


class LineForm(forms.Form):
    """One line of a claim."""

    def __init__(
        self,
        kind: str,
        fields: Sequence[LineField],
        data: QueryDict | None = None,
        *,
        initial: Mapping[str, object] | None = None,
        auto_id: str = "id_%s",
    ) -> None:
        super().__init__(data, initial=dict(initial or {}), auto_id=auto_id)
        self.kind = kind
        for field in fields:
            self.fields[field.key] = _form_field(field)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        for name, text in problems_of(self.kind, said).items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, text)
        return said

    def values(self) -> dict[str, Any]:
        """What was said, by field."""
        return dict(self.cleaned_data)


def _form_field(field: LineField) -> forms.Field:
    if field.is_flag:
        return forms.BooleanField(label=field.label, required=False, help_text=field.help)
    if field.choices is not None:
        return forms.ChoiceField(
            label=field.label,
            required=field.required,
            help_text=field.help,
            choices=[("", "请选择"), *field.choices.items()],
            error_messages={"required": f"请选择{field.label}。"},
        )
    return WrittenField(field)


class ExplainForm(forms.Form):
    """What the enterprise says to what was found."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    text = forms.CharField(
        label="说明",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明情况。"},
    )


class FilesForm(forms.Form):
    """Files of a line."""

    role = forms.ChoiceField(label="是什么", choices=SubsidyFile.Role.choices)
    uploads = SeveralFiles(label="文件", error_messages={"required": "请先选择文件。"})


class WorkbookForm(forms.Form):
    """A filled workbook of lines."""

    kind = forms.CharField(max_length=10, widget=forms.HiddenInput)
    file = forms.FileField(label="填好的表格", error_messages={"required": "请先选择文件。"})


class InvoiceFileForm(forms.Form):
    """An electronic invoice that is read."""

    file = forms.FileField(
        label="电子发票",
        help_text="数电票或增值税电子发票的 PDF、OFD 或 XML 原件；读出的内容由您核对后保存",
        error_messages={"required": "请先选择文件。"},
        widget=forms.FileInput(attrs={"accept": ".pdf,.ofd,.xml"}),
    )


class GoalForm(forms.ModelForm):
    """One goal; a row without a name is none."""

    class Meta:
        model = SubsidyGoal
        fields = (
            "name", "dimension", "base", "direction", "target", "unit", "weight", "due_on",
            "source",
        )  # fmt: skip
        widgets: ClassVar = {"due_on": DATE}
        help_texts: ClassVar = {"due_on": "不填的，为首次到账满一年的那一天"}

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name in ("name", "source", "unit"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        for field in self.fields.values():
            field.error_messages["required"] = f"请填写{field.label}。"
            field.error_messages["invalid"] = "请填写数字。"
        self.fields["due_on"].error_messages["invalid"] = "请填写日期，如 2027-06-30。"


GoalForms = forms.formset_factory(GoalForm, extra=3, max_num=20, can_delete=True)


def typed_goals(formset: Any) -> list[dict[str, Any]]:
    """The goals of a valid formset that are to stay."""
    said = (form.cleaned_data for form in formset if form.cleaned_data)
    return [
        {name: value for name, value in one.items() if name != "DELETE"}
        for one in said
        if not one.get("DELETE")
    ]
