"""The forms of loan demands and of what banks answer."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from documents.file_fields import SeveralFiles
from financing.demands.actions.make_offer import OfferTerms
from financing.demands.actions.post_demand import DemandTerms, connected_banks
from financing.demands.machine import MACHINE
from financing.form_fields import PHONE, amount_field, coming_day, months_field, rate_field
from financing.models import LoanOffer
from financing.models.demand import Guarantee, Purpose
from financing.whitelist.forms import ActForm

USUAL_OFFER = timedelta(days=30)


class BanksForm(forms.Form):
    """Which banks a demand is put to."""

    banks = forms.MultipleChoiceField(
        label="送达哪些银行",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一家银行。"},
    )

    def __init__(self, *args: Any, without: list[int] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        banks = [bank for bank in connected_banks() if bank.pk not in (without or [])]
        self.fields["banks"].choices = [(str(bank.pk), bank.name) for bank in banks]  # type: ignore[attr-defined]

    def chosen(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["banks"]]


class DemandForm(BanksForm):
    """What an enterprise needs."""

    amount = amount_field("需要多少")
    term_months = months_field("用多久")
    purpose = forms.ChoiceField(
        label="用途",
        choices=[("", "请选择"), *Purpose.choices],
        error_messages={"required": "请选择用途。"},
    )
    explanation = forms.CharField(
        label="用途说明",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请说明资金用在哪里、怎样还款。"},
        help_text="资金用在哪里、怎样还款、为什么需要；写得清楚，银行答复得快",
    )
    guarantees = forms.MultipleChoiceField(
        label="可以提供的担保",
        choices=Guarantee.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择可以提供的担保方式；没有的选“信用”。"},
    )
    highest_rate = rate_field("可接受的年利率", required=False, help_text="不填由银行报价")
    needed_by = coming_day("希望到账日期", required=False)
    contact_name = forms.CharField(label="联系人", max_length=60)
    contact_phone = forms.CharField(
        label="联系电话",
        max_length=40,
        validators=[PHONE],
        help_text="所选银行看得到企业名称、区市、这项需求、联系人和电话",
    )
    field_order = (
        "amount", "term_months", "purpose", "explanation", "guarantees", "highest_rate",
        "needed_by", "contact_name", "contact_phone", "banks",
    )  # fmt: skip

    def terms(self) -> DemandTerms:
        data = self.cleaned_data
        return DemandTerms(
            **{
                name: data[name] for name in self.field_order if name not in ("banks", "guarantees")
            },
            guarantees=tuple(data["guarantees"]),
        )


class OfferForm(forms.Form):
    """What a bank offers."""

    amount = amount_field("授信额度")
    term_months = months_field("期限")
    rate = rate_field("年利率")
    guarantee = forms.ChoiceField(
        label="担保方式",
        choices=[("", "请选择"), *Guarantee.choices],
        error_messages={"required": "请选择担保方式。"},
    )
    repayment = forms.ChoiceField(
        label="还款方式",
        choices=[("", "请选择"), *LoanOffer.Repayment.choices],
        error_messages={"required": "请选择还款方式。"},
    )
    other_costs = forms.CharField(
        label="其他费用", max_length=200, required=False, help_text="评估费、担保费等；没有不填"
    )
    conditions = forms.CharField(
        label="放款条件",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    valid_to = coming_day("方案有效期至")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_to"].initial = timezone.localdate() + USUAL_OFFER

    def terms(self) -> OfferTerms:
        return OfferTerms(**self.cleaned_data)


def offer_again(offer: LoanOffer) -> dict[str, Any]:
    """What a further offer begins with; one that has lapsed is to name a new last day."""
    values: dict[str, Any] = {name: getattr(offer, name) for name in OfferForm.base_fields}
    for name in ("amount", "rate"):
        values[name] = f"{values[name].normalize():f}"
    if not offer.is_valid_on(timezone.localdate()):
        del values["valid_to"]
    return values


class BankAnswerForm(ActForm):
    """An enterprise's answer to a bank's question."""

    materials = SeveralFiles(
        label="材料",
        required=False,
        help_text="PDF、图片、Word 或 Excel，最多 5 个文件，合计不超过 20 MB；只有这家银行可以查看",
    )

    def __init__(self, pk: int, *args: Any) -> None:
        """`pk` of the handling: a page has a form for each bank that asks."""
        super().__init__(
            MACHINE.transitions["answer"], *args, auto_id=f"answer_{pk}_%s",
            label="回复内容（银行可见）", missing="请填写回复内容。",
        )  # fmt: skip
