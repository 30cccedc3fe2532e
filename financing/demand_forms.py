"""The forms of loan demands and of what banks answer."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone

from accounts.widgets import NumberText
from documents.file_fields import SeveralFiles
from financing.actions.keep_plan import PlanTerms
from financing.actions.post_demand import DemandTerms, connected_banks
from financing.bounds import AHEAD, HIGHEST_AMOUNT, TOO_MUCH
from financing.demand_input import OfferTerms
from financing.demand_machine import MACHINE
from financing.forms import ActForm
from financing.models import LoanOffer, SupportPlan
from financing.models.demand import Guarantee, Purpose

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
USUAL_OFFER = timedelta(days=30)
BAD_NUMBER = {
    "required": "请填写。",
    "invalid": "请填写数字。",
    "max_digits": "数字太大，请核对。",
    "max_whole_digits": "数字太大，请核对。",
    "max_decimal_places": "小数位太多，请核对。",
}
BAD_DATE = {"required": "请填写日期。", "invalid": "请填写日期，如 2026-05-31。"}
BAD_WHOLE = {
    "required": "请填写。",
    "invalid": "请填写整数，如 12。",
    "min_value": "请填写 1 到 360 个月。",
    "max_value": "请填写 1 到 360 个月。",
}
PHONE = RegexValidator(r"^[0-9+()（）\-\s转,，]{7,40}$", "请填写电话号码，如 0532-55500001 转 8。")


def _amount(label: str, **more: Any) -> forms.DecimalField:
    """An amount in 万元."""
    made = forms.DecimalField(
        label=label, max_digits=12, decimal_places=2, min_value=Decimal("0.01"),
        max_value=HIGHEST_AMOUNT, widget=NumberText(),
        error_messages=BAD_NUMBER | {"min_value": "请填写大于 0 的金额。", "max_value": TOO_MUCH},
        **more,
    )  # fmt: skip
    made.unit = "万元"  # type: ignore[attr-defined]
    return made


def _months(label: str) -> forms.IntegerField:
    made = forms.IntegerField(
        label=label, min_value=1, max_value=360, widget=NumberText(whole=True),
        error_messages=BAD_WHOLE,
    )  # fmt: skip
    made.unit = "个月"  # type: ignore[attr-defined]
    return made


def _rate(label: str, **more: Any) -> forms.DecimalField:
    """Per cent a year."""
    wrong = "请填写 0 到 36 之间的年利率。"
    made = forms.DecimalField(
        label=label, max_digits=6, decimal_places=3, min_value=0, max_value=36,
        widget=NumberText(), error_messages=BAD_NUMBER | {"min_value": wrong, "max_value": wrong},
        **more,
    )  # fmt: skip
    made.unit = "%"  # type: ignore[attr-defined]
    return made


def _coming(label: str, **more: Any) -> forms.DateField:
    """A day within the coming year (local)."""
    return forms.DateField(
        label=label, widget=_DATE, error_messages=BAD_DATE, validators=[_in_the_coming_year], **more
    )


def _in_the_coming_year(day: date) -> None:
    """As the acts ask for it; said here too, so that all that is wrong is told at once."""
    today = timezone.localdate()
    if day < today:
        raise forms.ValidationError("不能早于今天。")
    if day > today + AHEAD:
        raise forms.ValidationError("应在一年以内，请核对。")


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

    amount = _amount("需要多少")
    term_months = _months("用多久")
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
    highest_rate = _rate("可接受的年利率", required=False, help_text="不填由银行报价")
    needed_by = _coming("希望到账日期", required=False)
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


class PlanForm(forms.Form):
    """What a bank undertakes for an enterprise."""

    measures = forms.CharField(
        label="支持措施",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="如：信用贷款额度、利率优惠、无还本续贷安排、结算和其他服务",
    )
    credit_line = _amount("拟授信额度", required=False)
    manager_name = forms.CharField(
        label="客户经理", max_length=60, error_messages={"required": "请填写客户经理。"}
    )
    manager_phone = forms.CharField(
        label="联系电话",
        max_length=40,
        validators=[PHONE],
        error_messages={"required": "请填写联系电话。"},
    )
    valid_from = forms.DateField(label="自", widget=_DATE, error_messages=BAD_DATE)
    valid_to = forms.DateField(label="至", widget=_DATE, error_messages=BAD_DATE)

    def __init__(self, *args: Any, plan: SupportPlan | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.initial.update(valid_from=today, valid_to=today + timedelta(days=365))
        if plan is not None:
            self.initial.update({name: getattr(plan, name) for name in self.fields})

    def terms(self) -> PlanTerms:
        return PlanTerms(**self.cleaned_data)


class OfferForm(forms.Form):
    """What a bank offers."""

    amount = _amount("授信额度")
    term_months = _months("期限")
    rate = _rate("年利率")
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
    valid_to = _coming("方案有效期至")

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
