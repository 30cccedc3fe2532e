"""The form of an indicator: its definition, source, and the parameters of its way of scoring."""

from collections.abc import Mapping
from typing import Any

from django import forms

from accounts.errors import RuleViolation
from pages.district_figures import district_figures
from pages.fields import note, offer
from pages.metrics import metric_choices
from pages.records.form_fields import LinesField
from pages.written_fields import WrittenDate, WrittenDecimal, WrittenInteger, WrittenName
from reports.assessment.actions.save_indicator import checked_indicator
from reports.assessment.indicators import DIRECTION_WORDS, KIND_WORDS, MISSING_WORDS, Indicator
from reports.assessment.parameters import SCORER_WORDS

SOURCES = (("figure", "平台取数"), ("department", "部门填报确认"), ("manual", "人工填写"))
WINDOWS = (("round", "本轮评价期"), ("last_year", "上一年度"), ("custom", "指定时间"))
MARKS = (
    ("fixed", "固定值"), ("last_year", "上一轮各区市最差（最好）值"), ("target", "任务的倍数"),
    ("percentile", "本轮各区市的百分位"),
)  # fmt: skip
TASKS = (("fixed", "统一任务"), ("plan", "行动计划分解"), ("typed", "逐区填写"))
FACTORS = ((1, "1"), (100, "100（百分比）"), (1000, "1000（每千户）"))
# What the value beside a mark is called in the stored mark.
MARK_VALUES = {"fixed": "value", "target": "share", "percentile": "percent"}
# Dotted names of an indicator's fields -> fields of this form; longer names first.
PLACES = {
    "source.figure": "figure", "source.department": "department", "source.manual": "manual",
    "source": "source_kind", "window.first": "window_first", "window.last": "window_last",
    "window": "window_kind", "scorer.x_no": "x_no_value", "scorer.x_yes": "x_yes_value",
    "scorer.ceiling": "ceiling", "scorer.above": "above", "scorer.task": "task_value",
    "scorer.cap": "cap", "scorer.c": "c", "scorer.d": "d", "scorer.anchors": "anchors",
    "scorer.most_points": "most_points", "scorer.each": "each", "scorer": "scorer_kind",
}  # fmt: skip


def _number(label: str, **options: Any) -> WrittenDecimal:
    return WrittenDecimal(label=label, required=False, max_digits=20, decimal_places=4, **options)


class IndicatorForm(forms.Form):
    """One indicator. What belongs to another way of scoring is hidden, and is not read."""

    code = WrittenName(label="编号", max_length=20, help_text="字母开头，如 A1。")
    name = WrittenName(label="指标", max_length=60)
    head = WrittenName(label="一级指标", max_length=60)
    kind = forms.ChoiceField(label="类别", choices=list(KIND_WORDS.items()))
    weight = WrittenDecimal(
        label="权重（分）", max_digits=5, decimal_places=2,
        help_text="计分指标合计 100；加分、扣分项是最多加（扣）多少分。",
    )  # fmt: skip
    numerator = WrittenName(label="统计内容（分子）", max_length=200)
    denominator = WrittenName(
        label="分母", max_length=200, required=False, help_text="不是比率的留空。"
    )
    factor = forms.TypedChoiceField(label="倍数", choices=FACTORS, coerce=int, initial=1)
    unit = WrittenName(label="单位", max_length=12, required=False)
    digits = WrittenInteger(label="小数位", min_value=0, max_value=6, initial=2)
    direction = forms.ChoiceField(label="方向", choices=list(DIRECTION_WORDS.items()))
    source_kind = forms.ChoiceField(label="数据来源", choices=SOURCES)
    figure = forms.ChoiceField(label="数据项", required=False)
    department = WrittenName(label="填报部门", max_length=60, required=False)
    manual = WrittenName(label="填写依据", max_length=60, required=False)
    window_kind = forms.ChoiceField(label="统计时间", choices=WINDOWS)
    window_first = WrittenDate(label="起日", required=False)
    window_last = WrittenDate(label="止日", required=False)
    scorer_kind = forms.ChoiceField(label="计分办法", choices=list(SCORER_WORDS.items()))
    x_no_kind = forms.ChoiceField(label="不容许值（60 分）取", choices=MARKS, required=False)
    x_no_value = _number("不容许值", help_text="固定值、任务的倍数（1 即任务本身）或百分位。")
    x_yes_kind = forms.ChoiceField(label="满意值（100 分）取", choices=MARKS, required=False)
    x_yes_value = _number("满意值", help_text="固定值、任务的倍数（1 即任务本身）或百分位。")
    above = forms.ChoiceField(
        label="超过满意值",
        choices=(("clip", "按 100 分计"), ("bonus", "可以超过 100 分")),
        required=False,
    )
    ceiling = _number("最高分", initial=120)
    task_kind = forms.ChoiceField(label="任务", choices=TASKS, required=False)
    task_value = _number("统一任务数")
    task_metrics = forms.MultipleChoiceField(
        label="计划指标", required=False, widget=forms.CheckboxSelectMultiple
    )
    cap = _number("完成率上限（倍）", initial="1.2", help_text="如 1.2 即最多按 120% 计。")
    c = _number("极差分 c", initial=40)
    d = _number("起点分 d", initial=60, help_text="得分 = c ×（x − 最差）÷（最好 − 最差）+ d。")
    anchors = LinesField(
        label="分段", required=False, widget=forms.Textarea(attrs={"rows": 5}), max_length=600,
        help_text="每行一段：数值 分数，如“80 60”；从最差到最好，段间按直线计算。",
    )  # fmt: skip
    each = _number("每次分值（分）", initial=1, help_text="按次计分、迟报扣分时填写。")
    most_points = _number("最多得分", help_text="不填即权重。")
    missing = forms.ChoiceField(label="缺数据时", choices=list(MISSING_WORDS.items()))
    example = WrittenName(label="算例", max_length=300, required=False)
    owner = WrittenName(label="责任单位", max_length=60, required=False)

    SHOWN_IF = {
        "figure": "source_kind=figure", "department": "source_kind=department",
        "manual": "source_kind=manual", "window_first": "window_kind=custom",
        "window_last": "window_kind=custom", "c": "scorer_kind=range", "d": "scorer_kind=range",
        "anchors": "scorer_kind=anchors", "most_points": "scorer_kind=count",
        **dict.fromkeys(
            ("task_kind", "task_value", "task_metrics", "cap"), "scorer_kind=completion"
        ),
        **dict.fromkeys(
            ("x_no_kind", "x_no_value", "x_yes_kind", "x_yes_value", "above", "ceiling"),
            "scorer_kind=power",
        ),
    }  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        gone = (self.initial or {}).get("figure", "")
        figures = [(one.key, f"{one.label}（{one.unit}）") for one in district_figures().values()]
        if gone and gone not in dict(figures):
            figures.append((gone, f"{gone}（这项数据已停用，请改选）"))
        offer(self, "figure", [("", "请选择"), *figures])
        offer(self, "task_metrics", metric_choices())
        for name, condition in self.SHOWN_IF.items():
            note(self.fields[name], visible_if=condition)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            try:
                self.indicator = checked_indicator(self.definition())
            except RuleViolation as refusal:
                for key, message in refusal.errors.items():
                    self.add_error(place_of(key, self), message)
        return data

    def definition(self) -> dict[str, Any]:
        """What was typed, as an indicator is stored."""
        data = self.cleaned_data
        plain = ("code", "name", "head", "kind", "weight", "unit", "digits", "factor", "direction",
                 "numerator", "denominator", "missing", "example", "owner")  # fmt: skip
        source = data["source_kind"]
        return {
            **{name: data[name] for name in plain},
            "source": {source: data[source]},
            "window": self._window(data),
            "scorer": self._scorer(data),
        }

    @staticmethod
    def _window(data: Mapping[str, Any]) -> dict[str, Any]:
        kind = data["window_kind"]
        ends = {"first": data["window_first"], "last": data["window_last"]}
        return {"kind": kind, **(ends if kind == "custom" else {})}

    @staticmethod
    def _scorer(data: Mapping[str, Any]) -> dict[str, Any]:
        kind = data["scorer_kind"]
        parameters: dict[str, Any] = {}
        if kind == "power":
            parameters = {
                "x_no": _mark(data["x_no_kind"], data["x_no_value"]),
                "x_yes": _mark(data["x_yes_kind"], data["x_yes_value"]),
                **_given(data, "above", "ceiling"),
            }
        elif kind == "completion":
            task: dict[str, Any] = {"kind": data["task_kind"] or "fixed"}
            if task["kind"] == "fixed":
                task["value"] = data["task_value"]
            elif task["kind"] == "plan":
                task["metrics"] = data["task_metrics"]
            parameters = {"task": task, **_given(data, "cap")}
        elif kind == "range":
            parameters = _given(data, "c", "d")
        elif kind == "anchors":
            parameters = {"anchors": _anchors(data["anchors"])}
        elif kind == "count":
            parameters = _given(data, "each", "most_points")
        elif kind == "lateness":
            parameters = _given(data, "each")
        return {"kind": kind, **parameters}


def _given(data: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: data[name] for name in names if data[name] not in (None, "")}


def _mark(kind: str, value: Any) -> dict[str, Any]:
    kind = kind or "fixed"
    name = MARK_VALUES.get(kind)
    return {"kind": kind, **({name: value} if name else {})}


def _anchors(text: str) -> list[dict[str, str]]:
    """ "80 60" a line; what cannot be read is left to the rules, which say so at the field."""
    rows = [line.replace("，", " ").replace(",", " ").split() for line in text.splitlines()]
    return [
        {"value": row[0], "points": row[1] if len(row) == 2 else ""} for row in rows if row
    ]  # fmt: skip


def place_of(key: str, form: forms.Form) -> str | None:
    """The field of the form at which a problem of the dotted field `key` stands."""
    if key in form.fields:
        return key
    found = next((place for name, place in PLACES.items() if key.startswith(name)), None)
    return found if found in form.fields else None


def initial_of(indicator: Indicator) -> dict[str, Any]:
    """What the form shows of an indicator."""
    data = indicator.model_dump()
    scorer, window, source = data.pop("scorer"), data.pop("window"), data.pop("source")
    shown: dict[str, Any] = {
        **data, **source, "source_kind": next(iter(source)), "window_kind": window["kind"],
        "window_first": window.get("first"), "window_last": window.get("last"),
        "scorer_kind": scorer.pop("kind"),
    }  # fmt: skip
    for name in ("x_no", "x_yes"):
        if mark := scorer.pop(name, None):
            shown[f"{name}_kind"] = mark["kind"]
            shown[f"{name}_value"] = mark.get(MARK_VALUES.get(mark["kind"], ""))
    if task := scorer.pop("task", None):
        shown |= {"task_kind": task["kind"], "task_value": task.get("value"),
                  "task_metrics": list(task.get("metrics", ()))}  # fmt: skip
    if anchors := scorer.pop("anchors", None):
        shown["anchors"] = "\n".join(f"{one['value']:f} {one['points']:f}" for one in anchors)
    return {**shown, **scorer}
