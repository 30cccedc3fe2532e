"""Forms of batches. Moments are local (Asia/Shanghai), to the minute."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from procedures.models import Batch
from schemes.models import SchemeVersion


def moment_field(label: str, help_text: str = "") -> forms.DateTimeField:
    """A moment to the minute, as browsers send it."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(
        label=label,
        help_text=help_text,
        widget=widget,
        error_messages={"invalid": "请填写日期和时间，如 2026-03-01 09:00。"},
    )


class VersionChoice(forms.ModelChoiceField):
    def label_from_instance(self, version: Any) -> str:
        return f"{version.scheme.name} · {version.label}"


class BatchForm(forms.Form):
    """A batch; without `versions` that of an existing one, which keeps its version."""

    version = VersionChoice(
        label="认定项目",
        queryset=SchemeVersion.objects.none(),
        empty_label="请选择",
        help_text="只列出已发布且在适用期内的版本",
    )
    name = forms.CharField(label="批次名称", max_length=80, help_text="如：2026 年示范企业认定")
    opens_at = moment_field("开放时间")
    closes_at = moment_field("截止时间", "到这一分钟为止，晚一秒也不再受理")

    def __init__(self, *args: Any, versions: QuerySet[SchemeVersion] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if versions is None:
            del self.fields["version"]
        else:
            self.fields["version"].queryset = versions  # type: ignore[attr-defined]

    def terms(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "opens_at", "closes_at")}


class ExtensionForm(forms.Form):
    """More time for a batch."""

    closes_at = moment_field("新的截止时间")
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

    def __init__(self, batches: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["batch"]
        field.queryset = batches
