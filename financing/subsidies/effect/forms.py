"""Forms of effect reports, of the table of effects and of performance reviews."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from documents.file_fields import SeveralFiles
from financing.subsidies.effect.actions.save_report import Said
from financing.subsidies.effect.judging import Judged
from pages.address_form import AddressForm
from pages.written_fields import WrittenDecimal

Files = MultiValueDict[str, UploadedFile]


class ReportForm(forms.Form):
    """What is reached of each goal, and what the money did. Nothing is required to save; what is
    missing is said when it is filed."""

    summary = forms.CharField(
        label="资金使用和成效", max_length=2000, required=False,
        help_text="资金用在哪里、办成了什么",
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def __init__(
        self, goals: Sequence[Judged], data: QueryDict | None = None,
        files: Files | None = None, *, summary: str = "",
    ) -> None:  # fmt: skip
        initial: dict[str, object] = {"summary": summary}
        super().__init__(data, files, initial=initial)
        self.numbers = [one.figure.number for one in goals]
        for one in goals:
            number, figure = figure_number(one), one.figure
            self.fields[f"actual_{number}"] = WrittenDecimal(
                label="实际值", unit=figure.unit, required=False, max_digits=18, decimal_places=4
            )
            self.fields[f"reason_{number}"] = forms.CharField(
                label="偏差原因", max_length=500, required=False,
                help_text="完成率低于 95% 时必填",
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip
            self.fields[f"files_{number}"] = SeveralFiles(
                label="佐证文件", required=False, help_text="提交时每项至少一个"
            )
            initial[f"actual_{number}"] = figure.actual
            initial[f"reason_{number}"] = figure.reason
        self.initial = initial

    def said(self) -> dict[int, Said]:
        """By the numbers of the goals; of a form that is valid."""
        data = self.cleaned_data
        return {
            number: Said(
                data[f"actual_{number}"], data[f"reason_{number}"], data[f"files_{number}"]
            )
            for number in self.numbers
        }

    def of(self, number: int) -> list[forms.BoundField]:
        """The fields of one goal."""
        return [self[f"{name}_{number}"] for name in ("actual", "reason", "files")]


def figure_number(goal: Judged) -> int:
    return int(goal.figure.number)


BY = (
    ("scheme", "资金项目"),
    ("district", "区市"),
    ("rung", "梯队"),
    ("each", "项目 × 区市 × 梯队"),
)
SPANS = (("0", "资金年度当年"), ("1", "资金年度次年"))


class EffectForm(AddressForm):
    """By what the table of effects is drawn up, and for which year."""

    year = forms.TypedChoiceField(label="资金年度", coerce=int, required=False)
    by = forms.ChoiceField(label="分组", choices=BY, required=False)
    span = forms.TypedChoiceField(label="与上年比到", choices=SPANS, coerce=int, required=False)

    def __init__(self, data: QueryDict, years: Sequence[int]) -> None:
        super().__init__(data)
        found = list(years) or [timezone.localdate().year]
        self.usual_year = found[0]
        field: Any = self.fields["year"]
        field.choices = [
            ("", f"{found[0]} 年度"),
            *((str(one), f"{one} 年度") for one in found[1:]),
        ]

    def chosen(self) -> tuple[int, str, int]:
        """Year, grouping and span; of a form that is valid."""
        data = self.cleaned_data
        return data["year"] or self.usual_year, data["by"] or "scheme", int(data["span"] or 0)


class NewReviewForm(forms.Form):
    """Which scheme and year a performance review is about."""

    scheme = forms.TypedChoiceField(
        label="资金项目", coerce=int, error_messages={"required": "请选择资金项目。"}
    )
    year = forms.TypedChoiceField(
        label="资金年度", coerce=int, error_messages={"required": "请选择年度。"}
    )

    def __init__(
        self, schemes: Sequence[tuple[int, str]], years: Sequence[int],
        data: QueryDict | None = None,
    ) -> None:  # fmt: skip
        super().__init__(data)
        scheme: Any = self.fields["scheme"]
        scheme.choices = [("", "请选择"), *((str(pk), name) for pk, name in schemes)]
        year: Any = self.fields["year"]
        year.choices = [("", "请选择"), *((str(one), f"{one} 年度") for one in years)]


def _text(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=3000, required=False, help_text=hint,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip


class ReviewForm(forms.Form):
    """What a bureau writes in a performance review."""

    satisfaction = WrittenDecimal(
        label="满意率", unit="%", required=False, min_value=0, max_value=100, max_digits=5,
        decimal_places=2, help_text="问卷或抽查的结果；已核实的满意度指标优先",
        error_messages={
            "min_value": "满意率在 0 到 100 之间。", "max_value": "满意率在 0 到 100 之间。",
        },
    )  # fmt: skip
    satisfaction_source = forms.CharField(label="满意率来源", max_length=200, required=False)
    overall = _text("总体情况", "资金安排、使用和管理")
    problems = _text("存在问题", "没有完成的目标和原因")
    measures = _text("改进措施", "责任人和时限")

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("satisfaction") is not None and not said.get("satisfaction_source"):
            self.add_error("satisfaction_source", "请写明满意率从哪里来。")
        return said
