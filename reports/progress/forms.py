"""What the address of a page of progress asks for."""

from collections.abc import Iterable

from django import forms
from django.http import QueryDict
from django.utils import timezone

from pages.address_form import AddressForm
from pages.metrics import metric_choices
from pages.written_fields import WrittenDate, WrittenInteger
from reports.models import Plan

YEAR, QUARTER, CUSTOM = "year", "quarter", "custom"
PERIODS = ((YEAR, "今年"), (QUARTER, "本季度"), (CUSTOM, "自选起始日"))
# What a tile can show of a district.
SHARE, AHEAD, ACTUAL, STOCK, RECENT = "share", "ahead", "actual", "stock", "recent"
CAME, LEFT, TAKEN = "entered", "left", "taken"
OF_TARGETS = (SHARE, AHEAD, ACTUAL)
MEASURES = {
    SHARE: "完成分解任务",
    AHEAD: "比今日应达",
    ACTUAL: "按目标口径",
    STOCK: "有效存量",
    RECENT: "近 12 月新增",
    CAME: "时段内进入",
    LEFT: "时段内退出",
    TAKEN: "时段内撤销",
}


class ProgressForm(AddressForm):
    """The plan, the day up to which figures are shown and in which version of it, the time of the
    flows (up to the day), and of the districts which metric and what of it. `tables` says whether
    the tables behind the pictures are printed."""

    plan = forms.ChoiceField(label="计划", required=False)
    day = WrittenDate(label="截至", required=False)
    version = WrittenInteger(label="公布版本", required=False, widget=forms.HiddenInput)
    period = forms.ChoiceField(label="升退时段", choices=PERIODS, required=False)
    since = WrittenDate(label="起始日", required=False)
    metric = forms.ChoiceField(label="指标", choices=metric_choices, required=False)
    by = forms.ChoiceField(label="区市看", choices=list(MEASURES.items()), required=False)
    tables = forms.ChoiceField(
        label="打印", choices=(("", "不附数据表"), ("open", "附数据表")), required=False
    )

    def __init__(self, data: QueryDict, plans: Iterable[Plan]) -> None:
        """`plans` are those that may be chosen."""
        super().__init__(data)
        choices = [(str(plan.pk), f"{plan.name}（{plan.status}）") for plan in plans]
        self.fields["plan"] = forms.ChoiceField(label="计划", choices=choices, required=False)
        self.order_fields(list(self.declared_fields))

    def clean_day(self) -> object:
        day = self.cleaned_data["day"]
        if day and day >= timezone.localdate():
            raise forms.ValidationError("这一天还没有结束，次日凌晨统计。")
        return day

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        if said.get("version") and not said.get("day"):
            self.add_error("day", "请同时写明是哪一天的公布版本。")
        if said.get("period") == CUSTOM and not said.get("since") and "since" not in self.errors:
            self.add_error("since", "请填写起始日。")
        if said.get("since") and said.get("period") != CUSTOM:
            said["period"] = CUSTOM
        return said
