"""The forms of funds, payments, accounts and recoveries."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from documents.written.text import half_width
from financing.ledger.bank_codes import BANKS
from financing.ledger.recovery_machine import RecoveryInput
from financing.models import BudgetChange, Fund, RecoveryCause
from financing.whitelist.forms import ActForm
from lifecycle.transitions import Transition
from pages.address_form import AddressForm
from pages.records.form_fields import form_field
from pages.records.forms import RecordForm
from pages.written_fields import WrittenDate, WrittenDecimal, WrittenInteger, WrittenName

Kind = BudgetChange.Kind
LARGEST = Decimal("9999999999999.99")
EARLIEST, LATEST = 2018, 2100


def _yuan(label: str, *, required: bool = True) -> WrittenDecimal:
    return WrittenDecimal(
        label=f"{label}（元）", required=required, max_digits=16, decimal_places=2,
        min_value=Decimal("0.01"), max_value=LARGEST,
    )  # fmt: skip


class FundForm(RecordForm):
    """What is written about a fund; the payer's account is needed before a batch goes out."""

    class Meta:
        model = Fund
        fields = (
            "code", "name", "source", "payer_name", "payer_account", "payer_bank", "unit_code",
            "function_code", "economic_code", "project_code",
        )  # fmt: skip
        formfield_callback = form_field
        help_texts = {
            "code": "项目的金额规则里写的资金代码，只用字母、数字、短横线；建立后不要再改。",
            "source": "如：青政发〔2018〕12号",
            "payer_account": "送银行前须填全付款人全称、账号和开户行。",
        }


class ChangeForm(forms.Form):
    """A change of a budget, proposed for another officer to approve."""

    kind = forms.ChoiceField(label="事项", choices=[("", "请选择"), *Kind.choices])
    amount = _yuan("金额", required=False)
    document = forms.CharField(label="依据文件", max_length=200, help_text="如：青财预〔2026〕3号")
    reason = forms.CharField(
        label="说明", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="change_%s")
        self.fields["amount"].help_text = "下达、追加、调减时填写；年终结转、收回按现有余额。"


class FirstBudgetForm(ChangeForm):
    """The first budget of a year of a fund."""

    year = WrittenInteger(label="年度", min_value=EARLIEST, max_value=LATEST)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        del self.fields["kind"]
        self.fields["amount"].required, self.fields["amount"].help_text = True, ""
        self.fields["year"].initial = timezone.localdate().year
        self.order_fields(["year"])


class DayForm(AddressForm):
    """As of which day (local) a fund is shown."""

    on = WrittenDate(label="看某一天结束时", required=False, past=True)


class ReceiptsForm(forms.Form):
    """A file of the bank's receipts."""

    file = forms.FileField(
        label="银行回单文件", help_text="xlsx、csv 或 txt，末行须有行数、合计和哈希。",
        error_messages={"required": "请选择回单文件。"},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )  # fmt: skip


class NoteForm(forms.Form):
    """What an officer notes about an order that was not paid as asked."""

    note = forms.CharField(label="说明", max_length=250)

    def __init__(self, asks: str, data: QueryDict | None = None, *, prefix: str = "") -> None:
        super().__init__(data, auto_id=f"{prefix}_%s")
        self.fields["note"].label = asks
        self.fields["note"].error_messages["required"] = f"请填写{asks}。"


def _digits(text: str) -> str:
    return half_width(text).replace(" ", "").replace("-", "")


class AccountForm(forms.Form):
    """The account that an enterprise wants to be paid into; its number is typed twice."""

    holder = WrittenName(label="户名", max_length=200)
    bank = forms.ChoiceField(label="开户银行", choices=[("", "请选择"), *BANKS.items()])
    branch = WrittenName(label="开户网点", max_length=100, help_text="如：青岛崂山支行")
    cnaps = forms.CharField(
        label="联行号", max_length=20, help_text="12 位数字，前三位是银行代码。"
    )
    number = forms.CharField(label="对公账号", max_length=40)
    again = forms.CharField(
        label="再输一次账号", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def clean_cnaps(self) -> str:
        return _digits(self.cleaned_data["cnaps"])

    def clean_number(self) -> str:
        return _digits(self.cleaned_data["number"])

    def clean_again(self) -> str:
        return _digits(self.cleaned_data["again"])


class ProposeRecoveryForm(forms.Form):
    """Why money is to be asked back, and how much."""

    cause = forms.ChoiceField(label="事由", choices=[("", "请选择"), *RecoveryCause.choices])
    amount = _yuan("追回本金", required=False)
    until = WrittenDate(label="计息至", required=False, past=True)
    note = forms.CharField(
        label="情况和依据", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="recovery_%s")
        self.fields["amount"].help_text = "不填的，按办法计算；多付、重复支付的要填。"
        self.fields["until"].help_text = "从支付日起按日计息，不含这一天；不填为今天。"


class BureauActForm(ActForm):
    """What a step asks for that only bureaus read about."""

    def __init__(
        self,
        transition: Transition[Any, Any],
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        auto_id: str = "id_%s",
    ) -> None:
        super().__init__(
            transition, data, files, auto_id=auto_id, label="意见",
            missing=transition.reason_missing,
        )  # fmt: skip


class RecoveryActForm(ActForm):
    """What a step of a recovery asks for beside the reason."""

    def __init__(
        self,
        transition: Transition[Any, Any],
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        auto_id: str = "id_%s",
    ) -> None:
        label = "" if transition.reason_required else "备注（企业可见）"
        super().__init__(transition, data, files, auto_id=auto_id, label=label)
        if transition.name == "notice":
            self.fields["number"] = forms.CharField(label="通知书文号", max_length=60)
            self.fields["day"] = WrittenDate(label="缴回期限")
        if transition.name == "receive":
            self.fields["amount"] = _yuan("到账金额")
            self.fields["day"] = WrittenDate(label="到账日期", past=True)
            self.fields["number"] = forms.CharField(label="缴款书号", max_length=60)
        self.order_fields(["number", "amount", "day"])

    def given(self) -> RecoveryInput:
        said = self.cleaned_data
        return RecoveryInput(
            reason=said.get("reason", ""), number=said.get("number", ""), day=said.get("day"),
            amount=said.get("amount"),
        )  # fmt: skip
