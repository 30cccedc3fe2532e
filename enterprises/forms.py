"""Forms of the registry. They check shape; the acts check rules."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model, QuerySet
from django.forms.models import construct_instance
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from accounts.models import District
from enterprises.actions.report_year import FIGURES
from enterprises.models import (
    CreditRecord,
    Enterprise,
    PoolEvent,
    Product,
    Qualification,
    ResearchUnit,
    YearlyReport,
)
from enterprises.rules.credit_code import credit_code_problem, normalise_credit_code
from enterprises.rules.industry import industry_choices
from pages.fields import field_of
from pages.widgets import NumberText

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
NO_UNIT = "请填写数字，不要带单位。"
# Digits with the usual separators, and an extension after 转.
PHONE = re.compile(r"\+?[0-9](?:[0-9 ()-]*[0-9]){6,24}(?:\s*转\s*[0-9]{1,6})?")
_SENTENCE = forms.Textarea(attrs={"rows": 3})


def open_districts() -> QuerySet[District]:
    """The districts and areas where an enterprise can be."""
    return District.objects.filter(valid_to=None).exclude(kind=District.Kind.CITY)


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
        for field in self.fields.values():
            if isinstance(field, forms.IntegerField):  # decimals too
                whole = not isinstance(field, forms.DecimalField)
                field.widget = NumberText(whole=whole)
                field.error_messages["invalid"] = NO_UNIT

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


class DetailsForm(RegistryForm):
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
            "registered_capital", "staff", "revenue", "assets",
            "contact_name", "contact_phone", "contact_email",
        ]  # fmt: skip
        widgets = {
            "established_on": _DATE,
            "contact_phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        }
        help_texts = {
            "staff": "上年末从业人员数。",
            "revenue": "上年度营业收入，单位是万元，不是元。",
            "assets": "上年末资产总额，单位是万元。",
            "contact_email": "审核结果也会发到这里所属的账号。",
        }

    def clean_established_on(self) -> date | None:
        day: date | None = self.cleaned_data["established_on"]
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError("成立日期不能晚于今天。")
        return day

    def clean_contact_phone(self) -> str:
        phone = unicodedata.normalize("NFKC", self.cleaned_data["contact_phone"]).strip()
        if phone and not PHONE.fullmatch(phone):
            raise forms.ValidationError("请填写电话号码，如 13800000000 或 0532-55500000。")
        return phone


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

    field_order = ["credit_code", "name", "district", *DetailsForm.Meta.fields]
    NEEDED = (
        "credit_code", "name", "address", "legal_representative", "industry_code",
        "staff", "revenue", "assets", "contact_name", "contact_phone",
    )  # fmt: skip

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        instance: Model | None = None,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, instance=instance, initial=initial)
        for name in self.NEEDED:
            self.fields[name].required = True
        # Room for spaces and hyphens, as people copy them from the licence.
        code = field_of(self, "credit_code", forms.CharField)
        code.max_length = 40
        code.validators = []
        code.widget.attrs |= {"maxlength": "40", "autocomplete": "off", "spellcheck": "false"}

    def clean_credit_code(self) -> str:
        return clean_code(self.cleaned_data["credit_code"])


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
    proof = forms.FileField(
        label="证明材料",
        help_text="加盖公章的授权书或营业执照副本，PDF、PNG 或 JPG，不超过 20 MB。",
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )

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

    def clean_credit_code(self) -> str:
        return clean_code(self.cleaned_data["credit_code"])


class ReportForm(RegistryForm):
    """A year's figures."""

    class Meta:
        model = YearlyReport
        fields = [*FIGURES, "warnings_explained"]
        widgets = {"warnings_explained": _SENTENCE}


class ProductForm(RegistryForm):
    class Meta:
        model = Product
        fields = [
            "name", "segment", "launched_year", "sales", "market_share", "market_rank",
            "share_basis",
        ]  # fmt: skip
        help_texts = {
            "segment": "写到可以比较份额的细分领域，例如“精密减速器”，不写“智能制造”。",
            "share_basis": "例如：行业协会证明、第三方报告的名称和年份。",
        }

    def clean_launched_year(self) -> int | None:
        year: int | None = self.cleaned_data["launched_year"]
        if year is not None and not 1900 <= year <= timezone.localdate().year:
            raise forms.ValidationError("投产年份应在 1900 年到今年之间。")
        return year


class QualificationForm(RegistryForm):
    class Meta:
        model = Qualification
        fields = ["name", "level", "number", "valid_from", "valid_to"]
        widgets = {"valid_from": _DATE, "valid_to": _DATE}

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("valid_from"), cleaned.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", "有效期止早于有效期起。")
        return cleaned


class ResearchUnitForm(RegistryForm):
    class Meta:
        model = ResearchUnit
        fields = ["name", "level", *ResearchUnit.FIVE]


class ReasonForm(forms.Form):
    """A decision's reason."""

    reason = forms.CharField(label="原因", max_length=500, widget=_SENTENCE)


class PoolExitForm(forms.Form):
    """Why an enterprise leaves the cultivation pool."""

    reason_kind = forms.ChoiceField(
        label="原因类别", choices=[("", "请选择"), *PoolEvent.ReasonKind.choices]
    )
    reason = forms.CharField(label="说明", max_length=500, widget=_SENTENCE)


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
    recorded_on = forms.DateField(
        label="列入日期", widget=_DATE, error_messages={"required": "请选择列入日期。"}
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


ITEM_FORMS: dict[str, type[RegistryForm]] = {
    "products": ProductForm,
    "qualifications": QualificationForm,
    "units": ResearchUnitForm,
}


def clean_code(text: str) -> str:
    """A right credit code, normalised. Raises `ValidationError` with what is wrong."""
    code = normalise_credit_code(text)
    if problem := credit_code_problem(code):
        raise forms.ValidationError(problem)
    return code
