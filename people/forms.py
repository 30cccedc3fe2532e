"""Forms of members, their leaves, and the first person of an organisation that joins."""

from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from accounts.models import Membership
from pages.fields import field_of
from pages.written_fields import WrittenDate


def day_field(label: str, help_text: str = "") -> WrittenDate:
    """A local day, as browsers send it."""
    return WrittenDate(label=label, help_text=help_text)


class LeaveForm(forms.Form):
    """Who does whose work, and when. `people` holds those who may be named, `for_others` whether
    somebody else's leave may be arranged."""

    absent = forms.TypedChoiceField(label="休假人", coerce=int)
    cover = forms.TypedChoiceField(
        label="代办人",
        coerce=int,
        help_text="本单位职责相同的同事；休假期间，您名下的申报和通知同时出现在代办人那里",
    )
    starts_on = day_field("开始日期")
    ends_on = day_field("结束日期", "包括这一天；可以提前结束")

    def __init__(
        self, own_id: int, people: list[Membership], for_others: bool, data: QueryDict | None
    ) -> None:
        super().__init__(data)
        choices = [(one.pk, str(one.user)) for one in people]
        field_of(self, "cover", forms.ChoiceField).choices = [
            ("", "请选择"),
            *(choice for choice in choices if for_others or choice[0] != own_id),
        ]
        if for_others:
            absent = field_of(self, "absent", forms.ChoiceField)
            absent.choices, absent.initial = choices, own_id
        else:
            del self.fields["absent"]


class FirstPersonForm(forms.Form):
    """Who is invited as an organisation's administrator; `then` is what they do here."""

    then: ClassVar[str] = "开始使用"

    person = forms.CharField(
        label="机构管理员姓名", max_length=60, error_messages={"required": "请填写姓名。"}
    )
    email = forms.EmailField(
        label="管理员邮箱",
        error_messages={"required": "请填写电子邮箱。", "invalid": "请填写有效的电子邮箱。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "email"
        ].help_text = f"平台会发出邀请，对方用这个邮箱注册或登录后即可{self.then}"


class JoiningForm(FirstPersonForm):
    """An organisation that joins, and its first administrator."""

    name = forms.CharField(
        label="机构名称", max_length=100, error_messages={"required": "请填写机构名称。"}
    )
    field_order = ("name", "person", "email")
