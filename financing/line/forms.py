"""The forms of banks on the line, their programs and webhooks."""

from django import forms

from financing.models import ClientScope
from people.forms import JoiningForm


class BankForm(JoiningForm):
    """A bank that joins, and its first administrator."""

    then = "登记接口程序"

    name = forms.CharField(
        label="银行名称", max_length=200, error_messages={"required": "请填写银行名称。"}
    )
    person = forms.CharField(
        label="银行管理员姓名", max_length=60, error_messages={"required": "请填写姓名。"}
    )


class AccessForm(forms.Form):
    """Why a bank is suspended, or let on the line again."""

    reason = forms.CharField(
        label="原因（银行可见）",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明原因，银行会看到。"},
    )


class ProgramForm(forms.Form):
    """A program of a bank."""

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

    def terms(self) -> tuple[str, list[str], list[str]]:
        """Name, scopes and networks as they were typed."""
        said = self.cleaned_data
        return said["name"], said["scopes"], said["networks"].split()


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
