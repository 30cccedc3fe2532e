"""The forms of loan demands and of what banks answer."""

from collections.abc import Collection
from datetime import timedelta

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from documents.file_fields import SeveralFiles
from financing.demands.actions.make_offer import OfferTerms
from financing.demands.actions.post_demand import DemandTerms, connected_banks
from financing.demands.machine import MACHINE
from financing.doubts import CHECKED
from financing.form_fields import AsksToCheck, TermsForm
from financing.models import LoanDemand, LoanOffer
from financing.whitelist.forms import ActForm
from pages.records.form_fields import form_field

USUAL_OFFER = timedelta(days=30)


def _banks_field(without: Collection[int] = ()) -> forms.TypedMultipleChoiceField:
    banks = [bank for bank in connected_banks() if bank.pk not in without]
    return forms.TypedMultipleChoiceField(
        label="送达哪些银行",
        choices=[(bank.pk, bank.name) for bank in banks],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一家银行。"},
    )


class BanksForm(forms.Form):
    """Which further banks a demand is put to."""

    def __init__(self, without: Collection[int], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["banks"] = _banks_field(without)


class DemandForm(AsksToCheck, TermsForm):
    """What an enterprise needs, and which banks it asks."""

    figures = ("amount", "highest_rate")
    is_checked = forms.BooleanField(label=CHECKED, required=False)

    class Meta:
        model = LoanDemand
        fields = (
            "amount", "term_months", "purpose", "explanation", "guarantees", "highest_rate",
            "needed_by", "contact_name", "contact_phone",
        )  # fmt: skip
        labels = {"amount": "需要多少", "term_months": "用多久"}
        help_texts = {
            "explanation": "资金用在哪里、怎样还款、为什么需要；写得清楚，银行答复得快",
            "highest_rate": "不填由银行报价",
            "contact_phone": "所选银行看得到企业名称、区市、这项需求、联系人和电话",
        }
        formfield_callback = form_field

    def __init__(
        self, data: QueryDict | None = None, *, initial: dict[str, object] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["banks"] = _banks_field()
        said = self.fields["explanation"].error_messages
        said["required"] = "请说明资金用在哪里、怎样还款。"
        said = self.fields["guarantees"].error_messages
        said["required"] = "请选择可以提供的担保方式；没有的选“信用”。"
        self.ask_to_check()

    def terms(self) -> DemandTerms:
        return DemandTerms(**{name: self.cleaned_data[name] for name in self.Meta.fields})


class OfferForm(AsksToCheck, TermsForm):
    """What a bank offers."""

    figures = ("amount", "rate")

    class Meta:
        model = LoanOffer
        fields = (
            "amount", "term_months", "rate", "guarantee", "repayment", "other_costs",
            "conditions", "valid_to", "is_checked",
        )  # fmt: skip
        help_texts = {"other_costs": "评估费、担保费等；没有不填"}
        widgets = {"conditions": forms.Textarea(attrs={"rows": 3})}
        formfield_callback = form_field

    def __init__(
        self, demand: LoanDemand, data: QueryDict | None = None, last: LoanOffer | None = None
    ) -> None:
        """Begins with the bank's last offer, or with what the enterprise asks for; a last one that
        has lapsed is to name a new last day."""
        today = timezone.localdate()
        initial: dict[str, object] = {}
        if last is None:
            initial = {"amount": demand.amount, "term_months": demand.term_months}
        if last is None or not last.is_valid_on(today):
            initial["valid_to"] = today + USUAL_OFFER
        super().__init__(data, instance=last, initial=initial, auto_id="offer_%s")
        self.ask_to_check()

    def terms(self) -> OfferTerms:
        return OfferTerms(**self.cleaned_data)


class BankAnswerForm(ActForm):
    """An enterprise's answer to a bank's question."""

    materials = SeveralFiles(
        label="材料",
        required=False,
        help_text="PDF、图片、Word 或 Excel，最多 5 个文件，合计不超过 20 MB；只有这家银行可以查看",
    )

    def __init__(
        self,
        pk: int,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
    ) -> None:
        """`pk` of the handling: a page has a form for each bank that asks."""
        super().__init__(
            MACHINE.transitions["answer"], data, files, auto_id=f"answer_{pk}_%s",
            label="回复内容（银行可见）", missing="请填写回复内容。",
        )  # fmt: skip
