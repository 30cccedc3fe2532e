"""The forms of one line of feedback, made of its shape, of a renewal and of a workbook."""

from django import forms
from django.http import QueryDict
from django.urls import reverse_lazy
from rest_framework import serializers

from financing.feedback.actions.request_renewal import DECLARATIONS
from financing.feedback.actions.upload_feedback import MOST_BYTES
from financing.feedback.actions.void_credit import LONGEST_REASON
from financing.feedback.shape import BELONGS, FIELDS, NEEDED, SHAPES
from financing.feedback.workbook import REQUIRED, UNITS
from financing.form_fields import DATE, AsksToCheck
from financing.models import CreditFeedback
from pages.records.forms import show_only_if

FIND_HELP = "不记得代码的，输入企业名称中的两个字，从列表中选择"
BEFORE_RENEWAL = tuple(FIELDS)[: tuple(FIELDS).index("renewal")]
FIGURE = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
# Typing a part of a name offers the codes of the enterprises on the list.
FOUND_BY_NAME = {
    "list": "enterprises",
    "autocomplete": "off",
    "hx-get": reverse_lazy("financing:feedback_enterprises"),
    "hx-trigger": "input changed delay:300ms",
    "hx-target": "#enterprises",
    "hx-sync": "this:replace",
}


class FeedbackForm(AsksToCheck, forms.Form):
    """One credit; what its values must be is said by `feedback.shape` alone, which reads them as
    they were typed."""

    figures = ("reference", "state", "credit_line", "paid_out", "rate")

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        row: CreditFeedback | None = None,
        initial: dict[str, object] | None = None,
    ) -> None:
        if row is not None:
            initial = _values_of(row)
        super().__init__(data, initial=initial)
        self.fields.update({name: _field(name, shape) for name, shape in SHAPES.items()})
        show_only_if(self, {name: f"state={'|'.join(of)}" for name, of in BELONGS.items()})
        for name in BELONGS:
            # In each state that shows it the shape asks for it, or in none.
            needed = any(name in names for names in NEEDED.values())
            setattr(self.fields[name], "needed", needed)  # noqa: B010 - components read it
        self.order_fields([*BEFORE_RENEWAL, "renewal", "renews"])
        self.ask_to_check()
        self.fields["credit_code"].widget.attrs |= FOUND_BY_NAME
        if row is not None:
            # The bank's own number names the row: another number is another credit.
            self.fields["reference"].disabled = True

    def line(self) -> dict[str, object]:
        """What was typed, as the interface would be told it, without what the form does not show
        in this state."""
        state = self.cleaned_data.get("state")
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if value not in ("", None) and (name not in BELONGS or state in BELONGS[name])
        }


def _values_of(row: CreditFeedback) -> dict[str, object]:
    """As the form says them: a loan that renews another, of which nobody said how, is asked."""
    values = {name: getattr(row, name) for name in FIELDS}
    values["demand"] = row.demand.number if row.demand else ""
    # Unusual figures are asked about again when they change.
    values["is_checked"] = False
    if row.renews and row.renewal == CreditFeedback.Renewal.NONE:
        values["renewal"] = ""
    return values


def _field(name: str, shape: serializers.Field) -> forms.Field:
    made: forms.Field
    if isinstance(shape, serializers.BooleanField):
        return forms.BooleanField(label=FIELDS[name], required=False)
    if isinstance(shape, serializers.ChoiceField):
        choices = [(value, label) for value, label in shape.choices.items() if value != ""]
        is_asked = name in REQUIRED or name == "renewal"
        choices = [("", "请选择" if is_asked else "未填"), *choices]
        initial = None if shape.default is serializers.empty else shape.default
        made = forms.ChoiceField(choices=choices, initial=initial)
    elif isinstance(shape, serializers.DateField):
        made = forms.CharField(widget=DATE, max_length=40)
    elif isinstance(shape, serializers.DecimalField):
        made = forms.CharField(widget=FIGURE, max_length=40)
        setattr(made, "unit", UNITS[name])  # noqa: B010 - components read it
    else:
        made = forms.CharField(max_length=64, help_text=str(shape.help_text or FIND_HELP))
    made.label, made.required = FIELDS[name], name in REQUIRED
    made.error_messages["required"] = f"请填写{FIELDS[name]}。"
    return made


class RenewalForm(forms.Form):
    """What the enterprise declares and says when it asks for a renewal."""

    declared = forms.MultipleChoiceField(
        label="请逐项确认",
        choices=list(DECLARATIONS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请逐项确认；有不符合的，请直接与银行联系。"},
    )
    explanation = forms.CharField(
        label="说明",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="可写明续贷理由和还款安排",
    )


class VoidForm(forms.Form):
    """Why a report is voided."""

    reason = forms.CharField(
        label="作废原因",
        max_length=LONGEST_REASON,
        help_text="企业会看到，如“编号填错，应为另一家企业”",
        error_messages={"required": "请写明作废的原因，企业会看到。"},
    )


class UploadForm(forms.Form):
    """A filled workbook."""

    file = forms.FileField(
        label="填好的表格",
        help_text="xlsx，一次最多 5000 行；先检查，确认后才导入",
        widget=forms.FileInput(attrs={"accept": ".xlsx", "data-max-bytes": str(MOST_BYTES)}),
        error_messages={"required": "请选择文件。", "empty": "这是空文件，请重新选择。"},
    )
