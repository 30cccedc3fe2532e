"""Forms of batches. Moments are local (Asia/Shanghai), to the minute."""

from datetime import datetime
from typing import TypedDict

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from pages.fields import offer_rows
from pages.written_fields import WrittenMoment
from procedures.models import Batch
from schemes.models import SchemeVersion


class VersionChoice(forms.ModelChoiceField):
    def label_from_instance(self, version: SchemeVersion) -> str:
        times = f"适用 {version.valid_from:%Y-%m-%d} 起"
        if version.valid_to:
            times = f"适用 {version.valid_from:%Y-%m-%d} 至 {version.valid_to:%Y-%m-%d}"
        return f"{version.scheme.name} · {version.label}（{times}）"


class BatchTerms(TypedDict):
    """What a batch is called and when it takes filings."""

    name: str
    opens_at: datetime
    closes_at: datetime


class BatchForm(forms.Form):
    """A batch; without `versions` that of an existing one, which keeps its version."""

    version = VersionChoice(
        label="项目",
        queryset=SchemeVersion.objects.none(),
        empty_label="请选择",
        help_text="只列出已发布的版本；适用期须包括批次开放那一天，只受理复核的批次可以沿用旧版本",
    )
    purpose = forms.ChoiceField(
        label="受理范围",
        choices=Batch.Purpose.choices,
        initial=Batch.Purpose.BOTH,
        required=False,
        widget=forms.RadioSelect,
        help_text="复核另有标准时，分开建两个批次，可以同时开放",
    )
    name = forms.CharField(label="批次名称", max_length=80, help_text="如：2026 年示范企业认定")
    opens_at = WrittenMoment(label="开放时间")
    closes_at = WrittenMoment(label="截止时间", help_text="到这一分钟为止，晚一秒也不再受理")

    def __init__(
        self,
        data: QueryDict | None,
        *,
        initial: dict[str, object],
        versions: QuerySet[SchemeVersion] | None,
    ) -> None:
        super().__init__(data, initial=initial)
        if versions is None:
            del self.fields["version"], self.fields["purpose"]
        else:
            offer_rows(self, "version", versions)

    def terms(self) -> BatchTerms:
        data = self.cleaned_data
        return {
            "name": data["name"],
            "opens_at": data["opens_at"],
            "closes_at": data["closes_at"],
        }


class ExtensionForm(forms.Form):
    """More time for a batch."""

    closes_at = WrittenMoment(label="新的截止时间")
    reason = forms.CharField(
        label="延期原因",
        max_length=500,
        help_text="企业会看到",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TakeOverForm(forms.Form):
    """Which batch goes on under this version."""

    batch = forms.ModelChoiceField(
        label="批次", queryset=Batch.objects.none(), empty_label="请选择"
    )

    def __init__(self, batches: QuerySet[Batch]) -> None:
        super().__init__()
        offer_rows(self, "batch", batches)
