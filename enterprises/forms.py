"""Forms of the registry. They check shape; the acts check rules."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.db.models import Model, QuerySet
from django.forms.models import construct_instance
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from accounts.models import District
from documents.actions.store_attachment import MOST_BYTES
from enterprises.actions.entry_values import EXPLAIN, code_problem
from enterprises.actions.report_year import FIGURES
from enterprises.models import (
    CreditRecord,
    Enterprise,
    YearlyReport,
)
from enterprises.rules.credit_code import (
    check_problem,
    normalise_credit_code,
    shape_problem,
)
from enterprises.rules.industry import industry_choices
from enterprises.rules.size_class import YEAR_END
from pages.fields import field_of
from pages.written_fields import WrittenDate, reading

_SENTENCE = forms.Textarea(attrs={"rows": 3})


def open_districts() -> QuerySet[District]:
    """The districts and areas where an enterprise can be."""
    return District.objects.filter(valid_to=None).exclude(kind=District.Kind.CITY)


def form_field(field: models.Field, **options: Any) -> forms.Field | None:
    """The form field of a registry's field, which reads what people write."""
    made: forms.Field | None = field.formfield(**(reading(field) | options))
    return made


def scan_field(label: str, help_text: str, *, required: bool = True) -> forms.FileField:
    """A field for a scan that proves something."""
    return forms.FileField(
        label=label,
        help_text=f"{help_text}PDF、PNG 或 JPG，不超过 {MOST_BYTES // 1024 // 1024} MB。",
        widget=forms.FileInput(
            attrs={"accept": ".pdf,.png,.jpg,.jpeg,.jfif,.jpe", "data-max-bytes": str(MOST_BYTES)}
        ),
        required=required,
    )


class RegistryForm(forms.ModelForm):
    """A form that never saves: what it cleaned goes to an act.

    Uniqueness is the act's affair too: it reaches further than the scope that the form has.
    """

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        instance: Model | None = None,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, instance=instance, initial=dict(initial or {}))

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> object:
        """Decimals as people write them: 5000 and not 5000.0000."""
        value = super().get_initial_for_field(field, field_name)
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    def validate_unique(self) -> None:
        return

    def _post_clean(self) -> None:
        """As Django's, without the constraints: to check one it asks the table, and somebody who
        registers an enterprise has no scope to ask in yet."""
        try:
            self.instance = construct_instance(self, self.instance, self._meta.fields)
            self.instance.full_clean(
                exclude=self._get_validation_exclusions(),  # type: ignore[attr-defined]
                validate_unique=False,
                validate_constraints=False,
            )
        except forms.ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]


class ExplainedForm(RegistryForm):
    """A form with figures: a doubt about one asks for a note, which is kept and asked for once."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        instance: Model | None = None,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, instance=instance, initial=initial)
        self._note = self.fields["figures_note"]
        if not self.data.get("figures_note") and not self.initial.get("figures_note"):
            del self.fields["figures_note"]

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field, error)
        if EXPLAIN in str(error):
            self.fields["figures_note"] = self._note


class DetailsForm(ExplainedForm):
    """The details of an entry."""

    industry_code = forms.ChoiceField(
        label="所属行业",
        required=False,
        choices=lambda: [("", "请选择"), *industry_choices()],
        help_text="《国民经济行业分类》（GB/T 4754-2017），决定企业规模按哪一行标准划分。",
    )

    class Meta:
        model = Enterprise
        fields = [
            "address", "legal_representative", "industry_code", "established_on",
            "registered_capital", "staff", "revenue", "assets", "figures_note",
            "contact_name", "contact_phone", "contact_email",
        ]  # fmt: skip
        formfield_callback = form_field
        help_texts = {
            "staff": "上年末从业人员数。",
            "revenue": "上年度营业收入，单位是万元，不是元。",
            "assets": "上年末资产总额，单位是万元。",
            "contact_email": "审核结果也会发到这里所属的账号。",
        }

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        instance: Model | None = None,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, instance=instance, initial=initial)
        if isinstance(instance, Enterprise) and instance.size_is_reported:
            for name in YEAR_END:  # those of the yearly figures
                del self.fields[name]

    def clean_established_on(self) -> date | None:
        day: date | None = self.cleaned_data["established_on"]
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError("成立日期不能晚于今天，请核对年份。")
        return day


class RegistrationForm(DetailsForm):
    """All of a registration."""

    district = forms.ModelChoiceField(
        open_districts(),
        label="所在区市",
        empty_label="请选择",
        help_text="按注册地选择。由该区市主管部门确认登记。",
    )

    class Meta(DetailsForm.Meta):
        fields = ["credit_code", "name", *DetailsForm.Meta.fields]
        help_texts = {
            **DetailsForm.Meta.help_texts,
            "credit_code": "营业执照上的 18 位代码，不含字母 I、O、S、V、Z。",
            "name": "与营业执照完全一致的全称。",
        }

    licence = scan_field("营业执照", "营业执照副本的扫描件或照片，由区市对照确认。")

    field_order = ["credit_code", "name", "district", *DetailsForm.Meta.fields, "licence"]
    NEEDED = (
        "credit_code", "name", "address", "legal_representative", "industry_code",
        "staff", "revenue", "assets", "contact_name", "contact_phone",
    )  # fmt: skip

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        files: MultiValueDict[str, UploadedFile] | None = None,
        instance: Model | None = None,
        initial: Mapping[str, object] | None = None,
        has_licence: bool = False,
    ) -> None:
        """`has_licence`: one was sent before, and is sent again only where it was wrong."""
        super().__init__(data, instance=instance, initial=initial)
        self.files = files or MultiValueDict()
        if has_licence:
            licence = field_of(self, "licence", forms.FileField)
            licence.required = False
            licence.help_text = "已上传过；要更换的，在这里选新的。"
        for name in self.NEEDED:
            if name in self.fields:
                self.fields[name].required = True
        # Room for spaces and hyphens, as people copy them from the licence.
        code = field_of(self, "credit_code", forms.CharField)
        code.max_length = 40
        code.validators = []
        code.widget.attrs |= {"maxlength": "40", "autocomplete": "off", "spellcheck": "false"}
        offer_code_check(self)

    def clean(self) -> dict[str, object]:
        return with_code(self, super().clean() or self.cleaned_data)


class ClaimForm(forms.Form):
    """A claim with its proof."""

    credit_code = forms.CharField(label="统一社会信用代码", max_length=40)
    district = forms.ModelChoiceField(
        open_districts(), label="所在区市", empty_label="请选择", required=False
    )
    position = forms.CharField(label="您在企业的职务", max_length=60)
    statement = forms.CharField(
        label="申请说明",
        max_length=500,
        widget=_SENTENCE,
        help_text="例如：原管理员已离职，现由我负责申报工作。",
    )
    proof = scan_field("证明材料", "加盖公章的授权书或营业执照副本，")

    def __init__(
        self,
        data: QueryDict | None,
        files: MultiValueDict[str, UploadedFile] | None,
        *,
        district_needed: bool,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, files, initial=dict(initial or {}))
        if district_needed:
            self.fields["district"].required = True
        else:
            del self.fields["district"]
        offer_code_check(self)

    def clean(self) -> dict[str, object]:
        return with_code(self, super().clean() or self.cleaned_data)


class ReportForm(RegistryForm):
    """A year's figures."""

    class Meta:
        model = YearlyReport
        formfield_callback = form_field
        fields = [*FIGURES, "warnings_explained"]
        widgets = {"warnings_explained": _SENTENCE}


class ReasonForm(forms.Form):
    """A decision's reason."""

    reason = forms.CharField(label="原因", max_length=500, widget=_SENTENCE)


class CreditRecordForm(forms.Form):
    """A published record against an enterprise's credit standing."""

    kind = forms.ChoiceField(
        label="类别",
        choices=[("", "请选择"), *CreditRecord.Kind.choices],
        error_messages={"required": "请选择类别。"},
    )
    authority = forms.CharField(
        label="认定机关", max_length=100, error_messages={"required": "请填写认定机关。"}
    )
    document_number = forms.CharField(
        label="文号", max_length=100, error_messages={"required": "请填写文书的文号。"}
    )
    recorded_on = WrittenDate(
        label="列入日期", past=True, error_messages={"required": "请选择列入日期。"}
    )
    note = forms.CharField(label="事由", max_length=500, required=False, widget=_SENTENCE)


class LiftForm(forms.Form):
    """Why a record was lifted."""

    reason = forms.CharField(
        label="移出的依据（企业可见）",
        max_length=500,
        widget=_SENTENCE,
        error_messages={"required": "请写明移出的依据，企业会看到。"},
    )


def offer_code_check(form: forms.BaseForm) -> None:
    """Ask whether the code stands on the licence so, where its check fails."""
    code = normalise_credit_code(str(form.data.get("credit_code", "")))
    if code and not shape_problem(code) and check_problem(code):
        form.fields["code_checked"] = forms.BooleanField(
            label="已与营业执照逐位核对",
            required=False,
            help_text="这个代码的校验位不符。极少数已核发的代码确实如此，由主管部门核实后确认。",
        )
        # Beside the code that it is about.
        names = [name for name in form.fields if name != "code_checked"]
        names.insert(names.index("credit_code") + 1, "code_checked")
        form.order_fields(names)


def with_code(form: forms.BaseForm, cleaned: dict[str, object]) -> dict[str, object]:
    """What a form cleaned, its credit code normalised; tells what is wrong with it."""
    if "credit_code" in cleaned:
        code = normalise_credit_code(str(cleaned["credit_code"] or ""))
        cleaned["credit_code"] = code
        if problem := code_problem(code, checked=bool(cleaned.get("code_checked"))):
            form.add_error("credit_code", problem)
    return cleaned
