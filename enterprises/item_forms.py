"""The forms of what an enterprise makes and has, and of who owns it."""

from collections.abc import Mapping

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils import timezone

from documents.written.text import half_width
from enterprises.forms import ExplainedForm, RegistryForm, form_field
from enterprises.models import Product, Qualification, ResearchUnit, Shareholder
from enterprises.rules.credit_code import credit_code_problem, normalise_credit_code
from pages.fields import field_of, note
from pages.written_fields import WrittenDate


class ProductForm(ExplainedForm):
    launched_on = WrittenDate(
        past=True, required=False, label="投产日期", help_text="申报时自动带入。"
    )

    class Meta:
        model = Product
        formfield_callback = form_field
        fields = [
            "name", "segment", "launched_on", "launched_year", "sales", "market_share",
            "market_rank", "share_basis", "figures_note",
        ]  # fmt: skip
        help_texts = {
            "segment": "写到可以比较份额的细分领域，例如“精密减速器”，不写“智能制造”。",
            "launched_year": "填了投产日期的不用填。",
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
        formfield_callback = form_field
        fields = ["name", "level", "number", "valid_from", "valid_to"]

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


class ShareholderForm(RegistryForm):
    class Meta:
        model = Shareholder
        formfield_callback = form_field
        fields = ["kind", "name", "credit_code", "id_tail", "percent"]
        help_texts = {
            "name": "与公示的股东名称一致。",
            "credit_code": "境内企业必填，其他的不填。",
            "id_tail": "只填最后四位；与别人同名时用来区分，可以不填。",
        }

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        instance: Model | None = None,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, instance=instance, initial=initial)
        code = field_of(self, "credit_code", forms.CharField)
        code.max_length, code.validators = 40, []
        code.widget.attrs |= {"maxlength": "40", "autocomplete": "off", "spellcheck": "false"}
        note(code, visible_if="kind=enterprise")
        note(self.fields["id_tail"], visible_if="kind=person")

    def clean_id_tail(self) -> str:
        return half_width(str(self.cleaned_data["id_tail"])).upper()

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("kind")
        if kind != Shareholder.Kind.PERSON:
            cleaned["id_tail"] = ""
        if kind != Shareholder.Kind.ENTERPRISE:
            cleaned["credit_code"] = ""
        elif not (code := normalise_credit_code(str(cleaned.get("credit_code") or ""))):
            self.add_error("credit_code", "请填写企业股东的统一社会信用代码。")
        elif problem := credit_code_problem(code):
            self.add_error("credit_code", problem)
        else:
            cleaned["credit_code"] = code
        return cleaned


ITEM_FORMS: dict[str, type[RegistryForm]] = {
    "products": ProductForm,
    "qualifications": QualificationForm,
    "units": ResearchUnitForm,
    "shareholders": ShareholderForm,
}
