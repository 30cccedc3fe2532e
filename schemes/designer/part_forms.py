"""Forms for the parts of a scheme: each reads a part as it is stored and gives it back changed.

What a form cannot know, such as a reference to another part, is `checking.check`'s to say.
"""

from collections.abc import Iterable

from django import forms

from pages.fields import note, offer
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
from schemes.definition.stored import Stored, fields_in, part_in, rows_in, text_in, texts_in
from schemes.definition.words import COMPARISONS, HINT_PAGES, REGISTRY_LABELS
from schemes.designer.amount_forms import AMOUNT_FORMS
from schemes.designer.basics_form import BasicsForm
from schemes.designer.part_form import ExpressionField, PartForm, number, text

# Of a question, what no field of its form changes.
KEPT = ("key", "template_file", "sample_file")
SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<"}


class GroupedCheckboxes(forms.CheckboxSelectMultiple):
    """Check boxes under the questions whose answers they are."""

    template_name = "schemes/widgets/grouped_checkboxes.html"


def stated_field() -> forms.BooleanField:
    """Whether a condition or points rest on the enterprise's own word."""
    return forms.BooleanField(
        label="企业自述，须有证明",
        required=False,
        help_text="没有附证明的，由审核人核实后才算",
    )


def proof_field() -> forms.MultipleChoiceField:
    """By files in answer to which questions it is proven."""
    return forms.MultipleChoiceField(
        label="证明材料",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="选中的附件有一份就算有证明；都不选则总由审核人核实",
    )


def without_empty_statement(part: dict[str, object]) -> dict[str, object]:
    """The part as it is stored: what is no statement says nothing of it."""
    if not part.get("stated"):
        part.pop("stated", None)
    return part


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
    sample = forms.CharField(
        label="填写样例",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "data-char-count": 2000}),
        help_text="每行写“项目：内容”，内容要一看就是示例；平台排成 PDF，标明“示例”。"
        "空白模板和样例文件在保存问题后上传",
    )
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

    def offer_choices(self) -> None:
        offer(self, "prefill", [("", "不带入"), *REGISTRY_LABELS.items()])
        for name, kinds in ONLY_FOR.items():
            if name in self.fields:
                note(self.fields[name], visible_if=shown_for(kinds))
        for name in ("visible_if", "required_if"):
            offer(self, name, answers_of(self.scheme, but=text_in(self.part, "key")))

    def shown(self) -> dict[str, object]:
        conditions = {
            name: [f"{text_in(condition, 'field')}={one}" for one in texts_in(condition, "values")]
            for name in ("visible_if", "required_if")
            if (condition := part_in(self.part, name))
        }
        required = {"required": False} if "required_if" in conditions else {}
        kind = self.part.get("kind", "text")
        return {**super().shown(), **required, "kind_": kind, **conditions}

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        for name in ("visible_if", "required_if"):
            if len({value.split("=")[0] for value in cleaned.get(name, [])}) > 1:
                self.add_error(name, "请只选同一个问题的回答。")
        return cleaned

    def made(self) -> dict[str, object]:
        made = dict(self.cleaned_data)
        kind = made.pop("kind_")
        for name in ("visible_if", "required_if"):
            made[name] = condition_of(made[name])
        kept = {name: self.part[name] for name in KEPT if name in self.part}
        part = {**kept, **made, "kind": kind}
        return {name: value for name, value in part.items() if belongs(name, FieldKind(kind))}


def shown_for(kinds: Iterable[FieldKind]) -> str:
    """As static/js/forms.js reads it."""
    return f"kind_={'|'.join(sorted(kinds))}"


def condition_of(chosen: list[str]) -> dict[str, object] | None:
    """From ["level=city", "level=none"] to a condition."""
    if not chosen:
        return None
    pairs = [one.split("=", 1) for one in chosen]
    return {"field": pairs[0][0], "values": [value for _, value in pairs]}


def answers_of(scheme: Stored, but: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each choice question but one with its answers, as grouped options."""
    groups = []
    for field in fields_in(scheme):
        key, choices = text_in(field, "key"), rows_in(field, "choices")
        values = [(text_in(choice, "value"), text_in(choice, "label")) for choice in choices]
        options = [(f"{key}={value}", label) for value, label in values if key and value]
        if field.get("kind") == FieldKind.DECLARATION:
            options = [(f"{key}={DECLARED}", "已勾选")]
        if options and key != but:
            groups.append((text_in(field, "label"), options))
    return groups


def files_of(scheme: Stored) -> list[tuple[str, str]]:
    """Key and label of every question that is answered by files."""
    return [
        (text_in(field, "key"), text_in(field, "label"))
        for field in fields_in(scheme)
        if field.get("kind") == FieldKind.FILE
    ]


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
    hint = text("提示", 500, "缺数据时给企业的提示", required=False)
    unmet = text("未满足时的说明", 500, "不填则用上面的提示", required=False)
    stated = stated_field()
    proof = proof_field()
    known = forms.ChoiceField(
        label="平台已知时也算符合",
        required=False,
        help_text="例如持有本平台的认定，就不用再上传证明",
    )
    hint_url_name = forms.ChoiceField(
        label="提示链接到", required=False, choices=list(HINT_PAGES.items())
    )

    def offer_choices(self) -> None:
        choices = [*indicators_of(self.scheme), *scores_of(self.scheme)]
        offer(self, "indicator", [("", "请选择"), *choices])
        offer(self, "known", [("", "没有"), *indicators_of(self.scheme)])
        offer(self, "proof", files_of(self.scheme))

    def made(self) -> dict[str, object]:
        made = without_empty_statement(super().made())
        if made["comparison"] in ("is_true", "person"):
            made.pop("threshold", None)
            made.pop("cases", None)
        if made["comparison"] == "person":
            for name in ("indicator", "stated", "proof", "known"):
                made.pop(name, None)
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
    stated = stated_field()
    proof = proof_field()

    def offer_choices(self) -> None:
        offer(self, "proof", files_of(self.scheme))

    def made(self) -> dict[str, object]:
        return without_empty_statement(super().made())


class MeasureForm(PartForm):
    kind, noun, model, has_key = "measure", "计分指标", Measure, False

    indicator = forms.ChoiceField(label="指标")

    def offer_choices(self) -> None:
        offer(self, "indicator", [("", "请选择"), *indicators_of(self.scheme)])


def indicators_of(scheme: Stored) -> list[tuple[str, str]]:
    """The indicators that may be chosen."""
    keys = {text_in(one, "key"): text_in(one, "label") for one in rows_in(scheme, "indicators")}
    return [(key, f"{label}（{key}）") for key, label in keys.items()]


def scores_of(scheme: Stored) -> list[tuple[str, str]]:
    """The scores that may be compared: the total, and that of each dimension."""
    scoring = part_in(scheme, "scoring")
    parts = [
        (f"score_{text_in(one, 'key')}", f"评分：{text_in(one, 'title')}")
        for one in rows_in(scoring, "dimensions")
    ]
    return [("score", "评分：总分"), *parts] if scoring else []


_FORMS: tuple[type[PartForm], ...] = (
    BasicsForm,
    SectionForm,
    FieldForm,
    IndicatorForm,
    GroupForm,
    CriterionForm,
    DimensionForm,
    ItemForm,
    MeasureForm,
    *AMOUNT_FORMS,
)
PART_FORMS = {form.kind: form for form in _FORMS}
CELL_KINDS = [(str(kind), KIND_LABELS[kind]) for kind in FieldKind if kind in IN_A_TABLE]
