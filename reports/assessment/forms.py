"""Forms of rounds, figures, entries, evidence and appeals."""

from datetime import date
from typing import Any

from django import forms

from documents.fields import OneFile
from documents.file_fields import SeveralFiles
from pages.fields import note, offer
from pages.records.form_fields import LinesField
from pages.written_fields import WrittenDate, WrittenDecimal, WrittenName
from reports.assessment.actions.confirm_figure import Confirmation
from reports.assessment.actions.enter_entry import Entry
from reports.assessment.doubts import PERCENT
from reports.assessment.indicators import Indicator
from reports.assessment.parameters import CompletionScorer, TypedTask
from reports.assessment.rounds import counts_entries, participants, read
from reports.models import AssessmentRound, RoundEntry
from reports.models.assessment import RoundState

AREA = forms.Textarea(attrs={"rows": 4})
SHIPPED, WHOLE_DRAFT = "", ""


class RoundForm(forms.Form):
    """A round's title, period, planned days and ceilings."""

    title = WrittenName(label="名称", max_length=80, help_text="如 2026 年前三季度综合评价。")
    starts_on = WrittenDate(label="评价期开始")
    ends_on = WrittenDate(label="评价期结束")
    source = WrittenName(label="依据", max_length=300, required=False, help_text="文件名称和文号。")
    note = LinesField(label="说明", max_length=2000, required=False, widget=AREA)
    settle_on = WrittenDate(label="计划定稿日期", required=False)
    collect_until = WrittenDate(label="计划采数截止", required=False)
    appeals_from = WrittenDate(label="计划申诉开始", required=False)
    rule_until = WrittenDate(label="计划裁定截止", required=False)
    freeze_on = WrittenDate(label="计划冻结日期", required=False)
    publish_on = WrittenDate(label="计划公布日期", required=False)
    bonus_ceiling = WrittenDecimal(
        label="加分上限（分）", min_value=0, max_value=20, decimal_places=2, initial=5
    )
    penalty_ceiling = WrittenDecimal(
        label="扣分上限（分）", min_value=0, max_value=20, decimal_places=2, initial=5
    )
    vetoes = LinesField(
        label="一票否决情形", required=False, max_length=2000, widget=AREA,
        help_text="每行一种情形。一票否决不改得分，只是不得评优。",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        steps = ("settle_on", "collect_until", "appeals_from", "rule_until", "freeze_on",
                 "publish_on")  # fmt: skip
        before: tuple[str, date] | None = None
        for name in steps:
            day = data.get(name)
            if day is None:
                continue
            if before and day < before[1]:
                self.add_error(name, f"不能早于{before[0]} {before[1]:%Y-%m-%d}。")
            before = (str(self.fields[name].label), day)
        return data

    @classmethod
    def initial_of(cls, one: AssessmentRound) -> dict[str, object]:
        """What the form shows of a round."""
        names = [name for name in cls.base_fields if name not in ("vetoes", "based_on")]
        causes = "\n".join(cause for _, cause in one.vetoes)
        return {**{name: getattr(one, name) for name in names}, "vetoes": causes}

    @property
    def values(self) -> dict[str, Any]:
        """The columns of the round."""
        data = {name: self.cleaned_data[name] for name in RoundForm.base_fields}
        causes = [line.strip() for line in data["vetoes"].splitlines() if line.strip()]
        data["vetoes"] = [[f"V{n}", cause] for n, cause in enumerate(causes, 1)]
        return data


class NewRoundForm(forms.Form):
    """A new round: the rest is taken from the former one, and may be changed after."""

    title = WrittenName(label="名称", max_length=80, help_text="如 2026 年前三季度综合评价。")
    starts_on = WrittenDate(label="评价期开始")
    ends_on = WrittenDate(label="评价期结束")
    based_on = forms.ChoiceField(
        label="指标沿用", required=False,
        help_text="权重和参数都可以再改。沿用上一轮时，“用上期数值”和“上期最好、最差”以那一轮为准。",
    )  # fmt: skip
    source = WrittenName(label="依据", max_length=300, required=False, help_text="文件名称和文号。")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rounds = AssessmentRound.objects.exclude(state=RoundState.DROPPED).order_by("-starts_on")
        shipped: list[tuple[str, str]] = [(SHIPPED, "系统自带的示例指标（权重均为示例）")]
        offer(self, "based_on", [*shipped, *((str(one.pk), one.title) for one in rounds[:50])])

    @property
    def values(self) -> dict[str, Any]:
        return {
            name: self.cleaned_data[name] for name in ("title", "starts_on", "ends_on", "source")
        }

    @property
    def former_id(self) -> int | None:
        return int(self.cleaned_data["based_on"]) if self.cleaned_data["based_on"] else None


class StepForm(forms.Form):
    """What a step of a round asks for."""

    until = WrittenDate(label="截止日期", required=False)
    shown = forms.ChoiceField(
        label="公布内容", required=False, widget=forms.RadioSelect,
        choices=AssessmentRound.Shown.choices,
        help_text="区市只能看到这里选择的内容；未公布前，各区市只看得到自己的得分和名次所在的区间。",
    )  # fmt: skip
    reason = LinesField(label="原因", max_length=500, required=False, widget=AREA)

    def __init__(self, asks: tuple[str, ...], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in [name for name in self.fields if name not in asks]:
            del self.fields[name]
        for name in ("reason", "shown"):
            if name in self.fields:
                self.fields[name].required = True


class CommentForm(forms.Form):
    """A district's comment on a draft."""

    indicator = forms.ChoiceField(label="指标", required=False)
    text = LinesField(label="意见", max_length=1000, widget=AREA)

    def __init__(self, one: AssessmentRound, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        whole: list[tuple[str, str]] = [(WHOLE_DRAFT, "整体意见")]
        rows = [(str(row.pk), f"{row.code} {row.name}") for row in one.indicators.all()]
        offer(self, "indicator", whole + rows)

    @property
    def indicator_id(self) -> int | None:
        return int(self.cleaned_data["indicator"]) if self.cleaned_data["indicator"] else None


class AnswerForm(forms.Form):
    """The answer to a comment."""

    is_taken = forms.ChoiceField(
        label="是否采纳", choices=(("yes", "采纳"), ("no", "不采纳")), widget=forms.RadioSelect
    )
    answer = LinesField(label="答复", max_length=1000, widget=AREA)


class FigureForm(forms.Form):
    """A figure that a department confirms."""

    value = WrittenDecimal(label="数值", required=False, max_digits=20, decimal_places=6)
    is_missing = forms.BooleanField(label="确认缺数：确实没有这个数", required=False)
    task = WrittenDecimal(
        label="本区市任务", required=False, max_digits=20, decimal_places=6, min_value=0
    )
    department = WrittenName(label="确认单位", max_length=60)
    confirmed_by_name = WrittenName(label="确认人", max_length=40)
    source = WrittenName(label="数据来源", max_length=200, help_text="如报表名称、期别和日期。")
    explanation = LinesField(
        label="是这样，原因", max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="比率超过 100% 或小于 1% 时填写，区市会看到。",
    )  # fmt: skip
    document = OneFile(label="佐证文件", required=False)

    def __init__(self, indicator: Indicator, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        note(self.fields["value"], unit=indicator.unit)
        scorer = indicator.scorer
        if not (isinstance(scorer, CompletionScorer) and isinstance(scorer.task, TypedTask)):
            del self.fields["task"]
        if indicator.unit != PERCENT:
            del self.fields["explanation"]

    @property
    def said(self) -> Confirmation:
        data = self.cleaned_data
        return Confirmation(
            value=data["value"],
            is_missing=data["is_missing"],
            department=data["department"],
            confirmed_by_name=data["confirmed_by_name"],
            source=data["source"],
            document=data["document"] or None,
            task=data.get("task"),
            explanation=data.get("explanation", ""),
        )


class EntryForm(forms.Form):
    """A bonus, a deduction or a veto."""

    district = forms.ChoiceField(label="区市")
    indicator = forms.ChoiceField(label="加分、扣分或一票否决")
    cause = WrittenName(
        label="事由或荣誉名称", max_length=200,
        help_text="同一荣誉获得多个级别的写同一名称，按最高级计一次。",
    )  # fmt: skip
    bearer = WrittenName(
        label="获得者", max_length=120, required=False, help_text="企业或单位名称；区市自己的留空。"
    )
    level = forms.TypedChoiceField(
        label="级别", choices=RoundEntry.Level.choices, coerce=int, initial=RoundEntry.Level.CITY
    )
    document_number = WrittenName(label="文号", max_length=80)
    document_date = WrittenDate(label="文件日期", past=True)
    document = OneFile(label="文件", required=False)

    VETO = "veto"

    def __init__(self, one: AssessmentRound, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = [row for row in one.indicators.all() if counts_entries(read(row))]
        offer(self, "district", [(str(place.pk), place.name) for place in participants()])
        offer(self, "indicator", [
            *((str(row.pk), f"{'加分' if read(row).kind == 'bonus' else '扣分'}：{row.name}")
              for row in rows),
            (self.VETO, "一票否决（不得评优）"),
        ])  # fmt: skip
        if causes := "；".join(cause for _, cause in one.vetoes):
            self.fields["indicator"].help_text = f"一票否决的情形：{causes}。"

    @property
    def said(self) -> Entry:
        data = self.cleaned_data
        chosen = data["indicator"]
        return Entry(
            district_id=int(data["district"]),
            indicator_id=None if chosen == self.VETO else int(chosen),
            cause=data["cause"],
            bearer=data["bearer"],
            level=data["level"],
            document_number=data["document_number"],
            document_date=data["document_date"],
            document=data["document"] or None,
        )


class EvidenceForm(forms.Form):
    """A file for a line."""

    title = WrittenName(label="材料名称", max_length=120)
    document = OneFile(label="文件")


class AppealForm(forms.Form):
    """An appeal against a line."""

    reason = LinesField(
        label="申诉理由", max_length=2000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="哪个数不对，应当是多少，依据是什么。",
    )  # fmt: skip
    wanted = WrittenName(label="希望怎样更正", max_length=200, required=False)
    evidence = SeveralFiles(
        label="佐证", required=False,
        help_text="PDF、图片、Word 或 Excel，最多 5 个文件，合计不超过 20 MB。",
    )  # fmt: skip


class RulingForm(forms.Form):
    """The city's ruling."""

    decision = forms.ChoiceField(
        label="裁定", widget=forms.RadioSelect,
        choices=(("sustain", "支持申诉，更正"), ("refuse", "维持原分")),
    )  # fmt: skip
    new_value = WrittenDecimal(
        label="更正后的数值", required=False, max_digits=20, decimal_places=6,
        help_text="按指标的单位填写，得分由公式重算。",
    )  # fmt: skip
    new_points = WrittenDecimal(
        label="或更正后的得分", required=False, min_value=0, max_digits=6, decimal_places=2,
        help_text="数值无法更正时直接给分，不超过满分。",
    )  # fmt: skip
    ruling = LinesField(label="裁定理由", max_length=2000, widget=AREA)

    def __init__(self, unit: str, most: Any, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.most = most
        note(self.fields["new_value"], unit=unit)
        for name in ("new_value", "new_points"):
            note(self.fields[name], visible_if="decision=sustain")

    def clean_new_points(self) -> Any:
        points = self.cleaned_data["new_points"]
        if points is not None and points > self.most:
            raise forms.ValidationError(f"不能超过 {self.most:f} 分。")
        return points


class DemonstrationForm(forms.Form):
    """A district that is proposed as a demonstration district."""

    district = forms.ChoiceField(label="区市")
    reason = LinesField(label="推荐理由", max_length=1000, widget=AREA)

    def __init__(self, one: AssessmentRound, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        free = one.results.exclude(district__in=one.demonstrations.values("district"))
        offer(
            self,
            "district",
            [
                (str(row.district_id), f"第 {row.rank} 名 {row.district.name}")
                for row in free.filter(veto="").select_related("district")
            ],
        )


class DecisionForm(forms.Form):
    """Naming a proposed district, or passing it over."""

    decision = forms.ChoiceField(
        label="决定",
        widget=forms.RadioSelect,
        choices=(("name", "命名"), ("pass_over", "不予命名")),
    )
    document_number = WrittenName(label="命名文号", max_length=80, required=False)
    reason = LinesField(label="不予命名的原因", max_length=500, required=False, widget=AREA)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        note(self.fields["document_number"], visible_if="decision=name")
        note(self.fields["reason"], visible_if="decision=pass_over")


class CancelForm(forms.Form):
    """Why something is taken back."""

    reason = WrittenName(label="原因", max_length=200)
