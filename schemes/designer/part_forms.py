"""Forms for the parts of a scheme: each reads a part as it is stored and gives it back changed.

What a form cannot know, such as a reference to another part, is `checking.check`'s to say.
"""

from collections.abc import Iterable
from typing import Any

from django import forms

from schemes.definition.criteria import Criterion, Indicator
from schemes.definition.form import (
    DECLARED,
    IN_A_TABLE,
    KIND_LABELS,
    ONLY_FOR,
    FieldKind,
    FormField,
    belongs,
)
from schemes.definition.scoring import Measure, ScoreItem
from schemes.definition.words import COMPARISONS, HINT_PAGES, REGISTRY_LABELS
from schemes.designer.basics_form import BasicsForm
from schemes.designer.part_form import ExpressionField, PartForm, number, text

SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<"}


class GroupedCheckboxes(forms.CheckboxSelectMultiple):
    """Check boxes under the questions whose answers they are."""

    template_name = "schemes/widgets/grouped_checkboxes.html"


class SectionForm(PartForm):
    kind, noun = "section", "栏目"

    title = text("栏目标题", 500)
    help = text("栏目说明", 1000, required=False)


class FieldForm(PartForm):
    kind, noun, model = "field", "问题", FormField

    label = text("问题", 500)
    kind_ = forms.ChoiceField(label="类型", choices=[(str(k), v) for k, v in KIND_LABELS.items()])
    required = forms.BooleanField(label="必填", required=False, initial=True)
    help = text("填写说明", 1000, required=False)
    unit = text("单位", 10, required=False)
    max_length = number("最多字数", whole=True)
    decimals = number("小数位", whole=True)
    minimum = number("最小值")
    maximum = number("最大值")
    max_files = number("最多文件", whole=True)
    max_rows = number("最多行", whole=True)
    prefill = forms.ChoiceField(label="从登记自动带入", required=False)
    for_experts = forms.TypedChoiceField(
        label="评审专家能否看到",
        choices=[("", "按惯例（附件和联系人不显示）"), ("True", "显示"), ("False", "不显示")],
        coerce=lambda text: text == "True",
        empty_value=None,
        required=False,
    )
    visible_if = forms.MultipleChoiceField(
        label="只在这些回答下显示",
        required=False,
        widget=GroupedCheckboxes,
        help_text="选同一个问题的一个或几个回答；不选则总是显示",
    )
    required_if = forms.MultipleChoiceField(
        label="这些回答下必填",
        required=False,
        widget=GroupedCheckboxes,
        help_text="用于平时选填、某些情形必填的问题；选了就不要再勾选“必填”",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        prefill: Any = self.fields["prefill"]
        prefill.choices = [("", "不带入"), *REGISTRY_LABELS.items()]
        for name, kinds in ONLY_FOR.items():
            if name in self.fields:
                one: Any = self.fields[name]
                one.visible_if = shown_for(kinds)
        for name in ("visible_if", "required_if"):
            field: Any = self.fields[name]
            field.choices = answers_of(self.scheme, but=self.part.get("key", ""))

    def shown(self) -> dict[str, Any]:
        conditions = {
            name: [f"{self.part[name]['field']}={value}" for value in self.part[name]["values"]]
            for name in ("visible_if", "required_if")
            if self.part.get(name)
        }
        required = {"required": False} if "required_if" in conditions else {}
        kind = self.part.get("kind", "text")
        return {**super().shown(), **required, "kind_": kind, **conditions}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("visible_if", "required_if"):
            if len({value.split("=")[0] for value in cleaned.get(name, [])}) > 1:
                self.add_error(name, "请只选同一个问题的回答。")
        return cleaned

    def made(self) -> dict[str, Any]:
        made = dict(self.cleaned_data)
        kind = made.pop("kind_")
        for name in ("visible_if", "required_if"):
            made[name] = condition_of(made[name])
        kept = {"key": self.part["key"]} if "key" in self.part else {}
        part = {**kept, **made, "kind": kind}
        return {name: value for name, value in part.items() if belongs(name, FieldKind(kind))}


def shown_for(kinds: Iterable[FieldKind]) -> str:
    """As static/js/forms.js reads it."""
    return f"kind_={'|'.join(sorted(kinds))}"


def condition_of(chosen: list[str]) -> dict[str, Any] | None:
    """From ["level=city", "level=none"] to a condition."""
    if not chosen:
        return None
    pairs = [one.split("=", 1) for one in chosen]
    return {"field": pairs[0][0], "values": [value for _, value in pairs]}


def answers_of(scheme: dict[str, Any], but: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each choice question but one with its answers, as grouped options."""
    groups = []
    for section in scheme.get("sections") or []:
        for field in section.get("fields") or []:
            options = [
                (f"{field['key']}={choice['value']}", str(choice.get("label", "")))
                for choice in field.get("choices") or []
                if field.get("key") and choice.get("value")
            ]
            if field.get("kind") == FieldKind.DECLARATION:
                options = [(f"{field.get('key')}={DECLARED}", "已勾选")]
            if options and field.get("key") != but:
                groups.append((str(field.get("label", "")), options))
    return groups


class IndicatorForm(PartForm):
    kind, noun, model = "indicator", "指标", Indicator

    label = text("指标名称", 500)
    expression = ExpressionField("表达式", rows=4)
    unit = text("单位", 10, required=False)
    decimals = number("显示小数位", whole=True)


class GroupForm(PartForm):
    kind, noun, has_key = "group", "条件组", False

    title = text("条件组标题", 500)
    at_least = number("至少满足几项", "不填为各项都须满足", whole=True)

    def made(self) -> dict[str, Any]:
        return {**self.part, **self.cleaned_data}


class CriterionForm(PartForm):
    kind, noun, model = "criterion", "条件", Criterion

    label = text("条件", 500)
    comparison = forms.ChoiceField(
        label="怎样判断",
        choices=[
            (sign, f"{word}（{SIGNS[sign]}）" if sign in SIGNS else word)
            for sign, word in COMPARISONS.items()
        ],
    )
    indicator = forms.ChoiceField(label="指标", required=False)
    threshold = number("门槛")
    unit = text("单位", 10, required=False)
    source = text("依据", 500, "文件名称和条款")
    hint = text("提示", 500, "未满足或缺数据时给企业的提示", required=False)
    hint_url_name = forms.ChoiceField(
        label="提示链接到", required=False, choices=list(HINT_PAGES.items())
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["indicator"]
        field.choices = [("", "请选择"), *indicators_of(self.scheme), *scores_of(self.scheme)]

    def made(self) -> dict[str, Any]:
        made = super().made()
        if made["comparison"] in ("is_true", "person"):
            made.pop("threshold", None)
            made.pop("cases", None)
        if made["comparison"] == "person":
            made.pop("indicator", None)
        return made


class DimensionForm(PartForm):
    kind, noun = "dimension", "维度"

    title = text("维度", 500)
    cap = number("最高分", required=True)


class ItemForm(PartForm):
    kind, noun, model = "item", "评分项", ScoreItem

    label = text("评分项", 500)
    maximum = number("满分", required=True)
    weight = number("权重", "由专家评分的项目用；不填的按满分计")
    source = text("依据", 500, "文件名称和条款")
    hint = text("提示", 500, "缺数据时给企业的提示", required=False)


class MeasureForm(PartForm):
    kind, noun, model, has_key = "measure", "计分指标", Measure, False

    indicator = forms.ChoiceField(label="指标")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["indicator"]
        field.choices = [("", "请选择"), *indicators_of(self.scheme)]


def indicators_of(scheme: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (one.get("key", ""), f"{one.get('label', '')}（{one.get('key', '')}）")
        for one in scheme.get("indicators") or []
    ]


def scores_of(scheme: dict[str, Any]) -> list[tuple[str, str]]:
    scoring = scheme.get("scoring")
    if not scoring:
        return []
    parts = [
        (f"score_{one.get('key')}", f"评分：{one.get('title')}")
        for one in scoring.get("dimensions") or []
    ]
    return [("score", "评分：总分"), *parts]


PART_FORMS: dict[str, type[PartForm]] = {
    form.kind: form
    for form in (
        BasicsForm,
        SectionForm,
        FieldForm,
        IndicatorForm,
        GroupForm,
        CriterionForm,
        DimensionForm,
        ItemForm,
        MeasureForm,
    )
}
CELL_KINDS = [(str(kind), KIND_LABELS[kind]) for kind in FieldKind if kind in IN_A_TABLE]
