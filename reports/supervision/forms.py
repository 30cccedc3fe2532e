"""The forms of orders, and of the steps in their lives."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from documents.file_fields import SeveralFiles
from documents.written.dates import NoDate, read_date
from pages.address_form import AddressForm
from pages.metrics import metric_choices
from pages.records.display import COLUMNS, FULL_ROW
from pages.records.form_fields import form_field, takes_full_row
from pages.records.forms import RecordForm
from pages.written_fields import WrittenDate, WrittenInteger
from reports.models import LightRules, Order
from reports.supervision.actions.make_orders import FIELDS, OrderTerms, offices
from reports.supervision.inputs import OrderInput

_BETWEEN = re.compile(r"[、，,；;\s]+")
MOST_STAGES = 24
FILE_HELP = "PDF、图片、Word 或 Excel，最多 5 个文件，合计不超过 20 MB。"
SECTIONS = (
    ("督办什么", ("title", "kind", "topic", "urgency", "basis", "content", "task")),
    ("谁来办、何时办完", ("leads", "co_offices", "due_on", "frequency", "stages")),
    ("做到什么程度", ("metric", "quantity", "unit", "closing_condition")),
    ("谁来督办", ("supervisor", "supervisor_phone", "in_charge", "uploads")),
)
Files = MultiValueDict[str, UploadedFile]


class DaysField(forms.CharField):
    """Several days in one line, in the order of the calendar."""

    def prepare_value(self, value: object) -> object:
        return "、".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: object) -> list[date]:
        words = [word for word in _BETWEEN.split(super().clean(value)) if word]
        if len(words) > MOST_STAGES:
            raise ValidationError(f"最多 {MOST_STAGES} 个日期。")
        try:
            days = {read_date(word, is_cell=False) for word in words}
        except NoDate as wrong:
            raise ValidationError(f"{wrong}。") from wrong
        return sorted(day for day in days if day is not None)


class OrderForm(RecordForm):
    """What an order says. `wanted` are the quantities by office that the page began with: each of
    several offices has a field of its own for it."""

    stages = DaysField(
        label="阶段反馈日", required=False, max_length=400,
        help_text="几个日期之间用顿号隔开，如 2026-12-10、2026-12-20。",
    )  # fmt: skip
    metric = forms.ChoiceField(
        label="关联指标", required=False,
        help_text="关联后，督办页一直显示立项时和现在的数据，销号时写明有没有变化。",
    )  # fmt: skip
    leads = forms.TypedMultipleChoiceField(
        label="牵头单位", coerce=int, widget=forms.CheckboxSelectMultiple,
        help_text="选几个单位就立几件，一事一单，标题前自动加上区市。",
        error_messages={"required": "请至少选择一个牵头单位。"},
    )  # fmt: skip
    co_offices = forms.TypedMultipleChoiceField(
        label="协办单位", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    uploads = SeveralFiles(label="附件", required=False, help_text=FILE_HELP)

    class Meta:
        model = Order
        fields = FIELDS
        formfield_callback = form_field
        labels = {"supervisor_phone": "督办人电话"}

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Files | None = None,
        *,
        instance: Order | None = None,
        initial: Mapping[str, object] | None = None,
        wanted: Mapping[int, int | None] | None = None,
    ) -> None:
        super().__init__(data, files, instance=instance, initial=dict(initial or {}))
        bureaus = offices()
        choices = [(one.pk, one.name) for one in bureaus]
        for name in ("leads", "co_offices"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.fields["metric"].choices = [("", "不关联"), *metric_choices()]  # type: ignore[attr-defined]
        self.fields["stages"].visible_if = "frequency=stage"  # type: ignore[attr-defined]
        self.own: dict[str, int] = {}
        if wanted and len(wanted) > 1:
            names = {one.pk: one.district.short_name for one in bureaus}
            del self.fields["quantity"]
            for pk, quantity in wanted.items():
                self.own[f"quantity-{pk}"] = pk
                self.fields[f"quantity-{pk}"] = WrittenInteger(
                    label=f"{names.get(pk, '')}量化目标", required=False, min_value=1,
                    max_value=1_000_000, initial=quantity,
                )  # fmt: skip
        if instance is not None:
            self.fields["leads"].help_text = "修改时只能选一个。"

    @property
    def sections(self) -> list[tuple[str, list[tuple[BoundField, str]]]]:
        """The fields in their groups, each with whether it takes the whole row."""
        found = []
        for title, names in SECTIONS:
            shown: list[str] = []
            for name in names:
                shown += self.own if name == "quantity" and self.own else [name]
            fields = [self[name] for name in shown if name in self.fields]
            found.append((title, [(one, _place(one.field)) for one in fields]))
        return found

    def clean_leads(self) -> list[int]:
        leads: list[int] = self.cleaned_data["leads"]
        if self.instance.pk and len(leads) > 1:
            raise ValidationError("一件督办只有一个牵头单位，其他单位请选为协办。")
        return leads

    def terms(self) -> OrderTerms:
        data = self.cleaned_data
        return OrderTerms(
            values={name: data[name] for name in FIELDS if name in data},
            leads=data["leads"],
            co_offices=data["co_offices"],
            quantities={pk: data[name] for name, pk in self.own.items()},
            files=tuple(data["uploads"]),
        )


def _place(field: forms.Field) -> str:
    """How wide a field stands in the form."""
    if isinstance(field.widget, forms.CheckboxSelectMultiple):
        return COLUMNS
    return FULL_ROW if takes_full_row(field) else ""


class StepForm(forms.Form):
    """What a step of an order asks for: words, in most of them no more."""

    label, rows, needed = "意见", 3, False
    reason = forms.CharField(
        max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, order: Order, name: str, data: QueryDict | None = None, files: Files | None = None
    ) -> None:
        super().__init__(data, files, auto_id=f"{name}_%s")
        reason = self.fields["reason"]
        reason.label, reason.needed = self.label, self.needed  # type: ignore[attr-defined]
        self.order = order

    def given(self) -> OrderInput:
        """What the person said; of a form that is valid."""
        values: dict[str, Any] = dict(self.cleaned_data)
        if "uploads" in values:
            values["uploads"] = tuple(values["uploads"])
        return OrderInput(**values)


class WordsForm(StepForm):
    label, needed = "原因（承办单位可见）", True


class UrgeForm(StepForm):
    label = "催办要求（可不填）"


class AssignForm(StepForm):
    label = "交办或否决的意见（否决必填）"


class InstructionForm(StepForm):
    label, needed = "批示内容（承办单位和市级经办人可见）", True


class ReportForm(StepForm):
    """What an office feeds back."""

    label, needed = "办理情况", True
    problems = forms.CharField(
        label="困难和需要协调的事项", max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    progress = WrittenInteger(label="进度", unit="%", min_value=0, max_value=100)
    quantity_done = WrittenInteger(
        label="已完成数量", required=False, min_value=0, max_value=1_000_000
    )
    uploads = SeveralFiles(label="附件", required=False, help_text=f"盖章的反馈材料等。{FILE_HELP}")

    def __init__(self, order: Order, name: str, *data: Any) -> None:
        super().__init__(order, name, *data)
        self.order_fields(["progress", "quantity_done", "reason", "problems", "uploads"])
        self.fields["progress"].initial = order.progress
        self.fields["reason"].max_length = 2000  # type: ignore[attr-defined]
        if order.quantity:
            wanted = self.fields["quantity_done"]
            wanted.unit = order.unit  # type: ignore[attr-defined]
            wanted.help_text = f"要求 {order.wanted}。"
            wanted.initial = order.quantity_done
        else:
            del self.fields["quantity_done"]


class ReviewForm(StepForm):
    """What the city found of a report that the matter is done."""

    label = "审核意见（退回重办必填）"
    facts_clear = forms.BooleanField(label="事实清楚：数量、名单、佐证核对一致", required=False)
    is_solved = forms.BooleanField(label="问题解决：承办事项逐项办完", required=False)
    is_lawful = forms.BooleanField(label="办理合规：程序和依据合规", required=False)
    field_order = ("facts_clear", "is_solved", "is_lawful", "reason")


class CloseForm(StepForm):
    label = "销号说明（没有完成量化目标的必填）"
    condition_met = forms.BooleanField(label="已逐项核对，达到销号条件", required=False)
    field_order = ("condition_met", "reason")


class ExtensionForm(StepForm):
    label, needed = "不能按期完成的原因", True
    new_due_on = WrittenDate(label="申请延期到")
    field_order = ("new_due_on", "reason")


class DecisionForm(StepForm):
    label = "审批意见（不同意的必填）"


class ReturnReportForm(StepForm):
    label, needed = "退回的原因", True
    report_id = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"invalid": "请刷新页面后再退回。"}
    )


FORMS: Mapping[str, type[StepForm]] = {
    "assign": AssignForm,
    "reject": AssignForm,
    "report": ReportForm,
    "report_done": ReportForm,
    "accept": ReviewForm,
    "return_work": ReviewForm,
    "return_report": ReturnReportForm,
    "close": CloseForm,
    "ask_extension": ExtensionForm,
    "grant_extension": DecisionForm,
    "refuse_extension": DecisionForm,
    "instruct": InstructionForm,
    "urge": UrgeForm,
    "cancel": WordsForm,
}


class LightRulesForm(RecordForm):
    """By which rules lights change."""

    class Meta:
        model = LightRules
        fields = ("blue_days", "behind_points", "escalate_days", "return_days")
        formfield_callback = form_field


class MonthForm(AddressForm):
    """Which month the statistics are of."""

    month = forms.ChoiceField(label="月份", required=False)

    def __init__(self, data: QueryDict, months: Sequence[str]) -> None:
        super().__init__(data)
        self.fields["month"].choices = [(one, one) for one in months]  # type: ignore[attr-defined]
