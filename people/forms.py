"""Forms of members and their leaves."""

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
