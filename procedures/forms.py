"""From a scheme's form definition to Django form fields."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms

from documents.file_fields import SeveralFiles
from procedures.models import ReturnItem
from procedures.scheme_form import DECLARED, NUMERIC, FieldKind, FormField, Section


class TableWidget(forms.Textarea):
    """Rows as JSON in a text field, which static/js/table-field.js draws as a table."""

    template_name = "procedures/widgets/table.html"

    def __init__(self, field: FormField) -> None:
        super().__init__()
        self.field = field

    def format_value(self, value: Any) -> str:
        if isinstance(value, list):
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return str(value or "")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        columns = [
            {
                "key": column.key,
                "label": column.label,
                "kind": column.kind,
                "unit": column.shown_unit,
                "required": column.required,
                "choices": [[choice.value, choice.label] for choice in column.choices],
            }
            for column in self.field.columns
        ]
        context["columns"] = json.dumps(columns, ensure_ascii=False)
        context["max_rows"] = self.field.max_rows
        context["label"] = self.field.label
        return context


def django_field(field: FormField) -> forms.Field:
    """The Django field that asks the question; every answer is optional while it is a draft."""
    optional = "" if field.required else "（视情况必填）" if field.required_if else "（选填）"
    label = f"{field.label}{optional}"
    common: dict[str, Any] = {"label": label, "help_text": field.help, "required": False}
    if field.kind == FieldKind.LONG_TEXT:
        # No maxlength: the browser would cut a longer paste without a word.
        counted = {"rows": 4, "data-char-count": field.max_length}
        widget: forms.Widget = forms.Textarea(attrs=counted)
        result: forms.Field = forms.CharField(widget=widget, **common)
    elif field.kind in NUMERIC:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        result = forms.CharField(widget=widget, **common)
    elif field.kind == FieldKind.DATE:
        result = forms.CharField(widget=forms.DateInput(attrs={"type": "date"}), **common)
    elif field.kind == FieldKind.CHOICE:
        choices = [(choice.value, choice.label) for choice in field.choices]
        result = forms.ChoiceField(widget=forms.RadioSelect, choices=choices, **common)
    elif field.kind == FieldKind.TABLE:
        result = forms.CharField(widget=TableWidget(field), **common)
    elif field.kind == FieldKind.DECLARATION:
        result = forms.BooleanField(
            widget=forms.CheckboxInput(
                attrs={"value": DECLARED}, check_test=lambda v: v == DECLARED
            ),
            **common,
        )
    elif field.kind == FieldKind.CHOICES:
        choices = [(choice.value, choice.label) for choice in field.choices]
        result = forms.MultipleChoiceField(
            widget=forms.CheckboxSelectMultiple, choices=choices, **common
        )
    else:
        widget = forms.TextInput()
        result = forms.CharField(widget=widget, **common)
    result.unit = field.shown_unit  # type: ignore[attr-defined]
    result.asked = field.required  # type: ignore[attr-defined]
    return result


class SectionForm(forms.Form):
    """One section of an application; files are asked for apart from it."""

    def __init__(
        self, section: Section, answers: Mapping[str, Any], problems: Mapping[str, str]
    ) -> None:
        super().__init__(initial=dict(answers))
        self.section = section
        for field in section.fields:
            if field.kind != FieldKind.FILE:
                self.fields[field.key] = django_field(field)
        self._shown = problems

    @property
    def errors(self) -> Any:
        """Problems of the submission, shown beside the fields without binding the form."""
        return {
            key: forms.utils.ErrorList([text])
            for key, text in self._shown.items()
            if key in self.fields
        }


class MarkForm(forms.Form):
    """Handing one field back."""

    kind = forms.ChoiceField(label="问题", choices=ReturnItem.Kind.choices)
    text = forms.CharField(
        label="需要怎样修改", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class NoticeForm(forms.Form):
    """A public notice over chosen cases."""

    title = forms.CharField(label="标题", max_length=200)
    body = forms.CharField(label="正文", widget=forms.Textarea(attrs={"rows": 6}))
    objection_contact = forms.CharField(
        label="异议受理",
        max_length=200,
        help_text="受理异议的处室、电话和地址，公示页和文件都会写明；网上异议由本系统受理",
    )
    cases = forms.MultipleChoiceField(
        label="公示的申报",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一件。"},
    )


class ObjectionForm(forms.Form):
    """An objection from the public."""

    name = forms.CharField(label="姓名或单位", max_length=60, help_text="请用真实名称，我们会保密")
    contact = forms.CharField(label="联系方式", max_length=120, help_text="电话或邮箱，便于核实")
    text = forms.CharField(
        label="异议内容与依据", max_length=2000, widget=forms.Textarea(attrs={"rows": 6})
    )
    evidence = SeveralFiles(
        label="证明材料",
        required=False,
        help_text="PDF、图片、Word 或 Excel，最多 5 个文件，合计不超过 20 MB；只有调查人员可以查看",
    )


class AnswerForm(forms.Form):
    """The answer to an objection."""

    upheld = forms.ChoiceField(
        label="结论",
        choices=[("no", "异议不成立，继续认定"), ("yes", "异议成立，不予认定")],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label="答复", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class JudgementForm(forms.Form):
    """Judging one condition that the portal cannot compute."""

    is_met = forms.TypedChoiceField(
        label="判断",
        choices=[("yes", "符合"), ("no", "不符合")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择符合还是不符合。"},
    )
    basis = forms.CharField(
        label="依据（企业可见）",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明判断的依据，企业会看到。"},
    )


class WaiverForm(forms.Form):
    """Waiving one condition of a case."""

    criterion = forms.ChoiceField(label="豁免哪一项条件")
    reason = forms.CharField(
        label="理由（企业可见）", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    document = forms.CharField(label="依据文件或会议纪要", max_length=200)
    expires_on = forms.DateField(
        label="豁免有效期至", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, *args: Any, findings: list[dict[str, Any]], **kwargs: Any) -> None:
        kwargs["prefix"] = "waiver"
        super().__init__(*args, **kwargs)
        self.fields["criterion"].choices = [  # type: ignore[attr-defined]
            (one["key"], one["label"]) for one in findings
        ]
        self.is_possible = bool(findings)
