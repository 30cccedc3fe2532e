"""The forms of the financing whitelist."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from accounts.widgets import NumberText, QuickSelect
from financing.actions.give_consent import NO_GROUPS
from financing.models import ClientScope
from financing.models.consent import FieldGroup
from financing.results import DIMENSIONS
from lifecycle.transitions import Transition

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
USUAL_TERM = timedelta(days=365)


class ActForm(forms.Form):
    """What a transition asks for: the kind of reason and the reason."""

    reason_kind = forms.ChoiceField(
        label="原因类别", error_messages={"required": "请选择原因类别。"}
    )
    reason = forms.CharField(
        label="说明（企业可见）",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明原因。"},
    )

    def __init__(
        self,
        transition: Transition[Any, Any],
        *args: Any,
        label: str = "",
        missing: str = "",
        **kwargs: Any,
    ) -> None:
        """`label` replaces that of the reason, `missing` what is said where there is none."""
        super().__init__(*args, **kwargs)
        if missing:
            self.fields["reason"].error_messages["required"] = missing
        self.fields["reason"].label = label or self.fields["reason"].label
        self.fields["reason"].required = transition.reason_required
        if transition.reason_kinds:
            kinds: Any = self.fields["reason_kind"]
            kinds.choices = [
                ("", "请选择"),
                *((str(kind), kind.label) for kind in transition.reason_kinds),
            ]
        else:
            del self.fields["reason_kind"]


class ConsentForm(forms.Form):
    """What one bank may see, and until when."""

    groups = forms.MultipleChoiceField(
        label="可查看的内容",
        choices=FieldGroup.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": NO_GROUPS},
    )
    valid_to = forms.DateField(
        label="授权到哪一天", widget=_DATE, error_messages={"required": "请选择授权期限。"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        initial = {"valid_to": timezone.localdate() + USUAL_TERM}
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class BankForm(forms.Form):
    """A bank that joins, and its first administrator."""

    name = forms.CharField(
        label="银行名称", max_length=200, error_messages={"required": "请填写银行名称。"}
    )
    person = forms.CharField(
        label="银行管理员姓名", max_length=60, error_messages={"required": "请填写姓名。"}
    )
    email = forms.EmailField(
        label="管理员邮箱",
        help_text="平台会发出邀请，对方用这个邮箱注册或登录后即可登记接口程序",
        error_messages={
            "required": "请填写电子邮箱。", "invalid": "请填写有效的电子邮箱。",
        },
    )  # fmt: skip


class AccessForm(forms.Form):
    """Why a bank is suspended, or let on the line again."""

    reason = forms.CharField(
        label="原因（银行可见）",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明原因，银行会看到。"},
    )


class ProgramForm(forms.Form):
    """A new program of a bank."""

    name = forms.CharField(
        label="名称", max_length=60, help_text="如：信贷系统生产环境",
        error_messages={"required": "请填写名称。"},
    )  # fmt: skip
    scopes = forms.MultipleChoiceField(
        label="权限",
        choices=ClientScope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一项权限。"},
    )
    networks = forms.CharField(
        label="允许调用的地址",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="每行一个 IP 地址或网段（CIDR），如 203.0.113.0/24；不填则不限地址",
    )


class WebhookForm(forms.Form):
    """A new webhook of a bank."""

    name = forms.CharField(
        label="名称", max_length=60, help_text="如：信贷系统生产环境",
        error_messages={"required": "请填写名称。"},
    )  # fmt: skip
    url = forms.CharField(
        label="地址",
        max_length=500,
        help_text="接收消息的 https 地址，如 https://bank.example.com/hooks/qingdao",
        error_messages={"required": "请填写地址。"},
    )


class ResultsForm(forms.Form):
    """By what the results of the bank line are summed up, of which year, and who comes first."""

    ORDERS = {
        "credited": ("获授信企业最多", -1),
        "paid_out": ("放款金额最多", -1),
        "approval": ("通过率最高", -1),
        "days": ("放款最快", 1),
        "margin": ("利率最低", 1),
        "without_share": ("无还本续贷占比最高", -1),
    }
    MEASURES: ClassVar[dict[str, str]] = {
        "credited": "获授信企业（家）",
        "paid_out": "放款金额（万元）",
        "approval": "通过率（%）",
        "days": "对接到放款平均天数",
        "margin": "与一年期 LPR 之差（百分点）",
        "without_share": "无还本续贷占比（%）",
    }
    usual: ClassVar[dict[str, str]] = {"by": "bank", "year": "", "sort": "credited"}

    by = forms.ChoiceField(
        label="统计口径", choices=list(DIMENSIONS.items()), required=False, widget=QuickSelect
    )
    year = forms.ChoiceField(label="对接年份", required=False, widget=QuickSelect)
    sort = forms.ChoiceField(
        label="排序",
        choices=[(name, label) for name, (label, _) in ORDERS.items()],
        required=False,
        widget=QuickSelect,
    )

    def __init__(self, *args: Any, years: Iterable[int] = (), **kwargs: Any) -> None:
        """`years` are those that have something to show."""
        super().__init__(*args, **kwargs)
        year_field: Any = self.fields["year"]
        year_field.choices = [("", "全部"), *((str(year), f"{year} 年") for year in years)]

    def clean(self) -> dict[str, str]:
        said = super().clean() or {}
        return {name: said.get(name) or usual for name, usual in self.usual.items()}

    @property
    def measure(self) -> str:
        """What the figure to go by is called, with its unit."""
        return self.MEASURES[self.order[0]]

    @property
    def order(self) -> tuple[str, int]:
        """The figure to go by, and 1 where less is better, -1 where more is."""
        name = self.cleaned_data["sort"] if self.is_valid() else self.usual["sort"]
        return name, self.ORDERS[name][1]


class MarketRateForm(forms.Form):
    """A rate that was published."""

    valid_from = forms.DateField(
        label="公布日期", widget=_DATE, error_messages={"required": "请选择公布日期。"}
    )
    rate = forms.DecimalField(
        label="一年期 LPR",
        max_digits=5,
        decimal_places=2,
        widget=NumberText(),
        help_text="单位 %，如 3.00",
        error_messages={
            "required": "请填写利率。",
            "invalid": "请填写数字。",
            "max_decimal_places": "最多两位小数。",
        },
    )
