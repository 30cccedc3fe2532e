"""Forms for the parts of an amount rule: whom and what it is about, its base, formula and caps."""

from typing import ClassVar

from django import forms
from pydantic import BaseModel

from pages.fields import note, offer
from schemes.amounts.spoken import GRANTED, RATES, TAXES
from schemes.definition.amount import BASES, COUNTED, LINE_KINDS, Base, Caps
from schemes.definition.amount_formulas import (
    BASES_OF,
    FORMULAS,
    Bands,
    Events,
    Increment,
    Interest,
    Premium,
    Ratios,
    Staged,
    Units,
    Voucher,
)
from schemes.definition.stored import Stored, part_in, rows_in, text_in, texts_in
from schemes.definition.words import Path
from schemes.designer.amount_block import BlockForm, clause
from schemes.designer.amount_terms_forms import (
    AmountBudgetForm,
    AmountClawbackForm,
    AmountExclusionForm,
    AmountPayForm,
)
from schemes.designer.basics_form import texts_of
from schemes.designer.part_form import PartForm, number, text

NOTHING = [("", "请选择")]


def amount_of(scheme: Stored) -> Stored:
    """The amount rule as it is stored."""
    return part_in(scheme, "amount")


def figures_of(scheme: Stored) -> list[tuple[str, str]]:
    """Key and label of every figure that the rule asks for."""
    return _labelled(rows_in(amount_of(scheme), "figures"))


def kinds_of(scheme: Stored) -> list[tuple[str, str]]:
    """Key and label of every kind of lines."""
    return _labelled(rows_in(part_in(amount_of(scheme), "base"), "kinds"))


def _labelled(rows: list[Stored]) -> list[tuple[str, str]]:
    return [(text_in(one, "key"), text_in(one, "label")) for one in rows if text_in(one, "key")]


class AmountForm(PartForm):
    """Whom the money is for, and where the rule comes from."""

    kind, noun, has_key = "amount", "金额规则", False

    subject = text("对象", 500, "谁可以得到，企业会看到")
    granted = forms.ChoiceField(
        label="办理方式",
        choices=list(GRANTED.items()),
        help_text="平台已有全部依据、不用企业填报的，才能免申即享",
    )
    one_a_year = forms.BooleanField(label="每家企业每年只能得一项", required=False)
    project_field = forms.ChoiceField(
        label="按哪个问题认定是同一项目",
        required=False,
        help_text="如备案文号；单个项目上限和“只看同一项目”的同类资金以此为准",
    )
    item_fields = forms.MultipleChoiceField(
        label="申报时填哪类明细",
        choices=list(LINE_KINDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_example = forms.BooleanField(
        label="参数是示例，还没有正式依据", required=False, initial=True
    )
    borrowed_from = text("借鉴自", 500, "示例借鉴的城市、文件和年份", required=False)
    source = text("依据", 500, "不是示例的，写文件名称、文号和日期", required=False)

    def offer_choices(self) -> None:
        offer(self, "project_field", [("", "不分项目"), *texts_of(self.scheme)])

    def shown(self) -> dict[str, object]:
        return {**super().shown(), "item_fields": texts_in(self.part, "item_fields")}

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if not cleaned.get("is_example") and not cleaned.get("source"):
            self.add_error("source", "不是示例的规则要写明依据文件和日期。")
        return cleaned


class AmountBaseForm(BlockForm):
    kind, noun, model = "amount_base", "计算基数", Base

    kind_ = forms.ChoiceField(label="按什么计算", choices=[*NOTHING, *BASES.items()])
    label = text("名称", 500, "如：认可设备")
    definition = text("口径", 500, "哪些计入、哪些不计")
    counted = forms.ChoiceField(label="每行计多少", choices=list(COUNTED.items()), required=False)
    tax = forms.ChoiceField(label="含税", choices=list(TAXES.items()), required=False)
    figure = forms.ChoiceField(label="哪个数字", required=False)
    clause = clause()

    def offer_choices(self) -> None:
        offer(self, "figure", [*NOTHING, *figures_of(self.scheme)])
        note(self.fields["figure"], visible_if="kind_=figure")
        for name in ("counted", "tax"):
            note(self.fields[name], visible_if="kind_=items")


# Which fields of the form each formula has.
FORMULA_FIELDS: dict[str, tuple[str, ...]] = {
    "ratios": (),
    "fixed": ("together",),
    "bands": (),
    "staged": ("total",),
    "interest": (
        "percent",
        "rate_of",
        "rate_cap",
        "basis",
        "up_to_paid",
        "most_years",
        "already",
        "clause",
    ),
    "premium": ("rate_cap",),
    "per_unit": ("noun_", "most", "already"),
    "voucher": ("percent", "yearly_face", "order_within_days", "days", "clause"),
    "increment": ("this", "before", "percent", "above", "counts", "clause"),
}
FORMULA_MODELS: dict[str, type[BaseModel]] = {
    "ratios": Ratios, "fixed": Events, "bands": Bands, "staged": Staged, "interest": Interest,
    "premium": Premium, "per_unit": Units, "voucher": Voucher, "increment": Increment,
}  # fmt: skip


class AmountFormulaForm(BlockForm):
    kind, noun = "amount_formula", "算法"

    kind_ = forms.ChoiceField(label="算法", choices=[*NOTHING, *FORMULAS.items()])
    percent = number("比例（%）", "利率的百分之几、合同的百分之几或增长的百分之几")
    rate_of = forms.ChoiceField(label="按哪个利率", choices=list(RATES.items()), required=False)
    rate_cap = number("费率（年利率）最高计（%）")
    basis = forms.TypedChoiceField(
        label="一年按多少天", choices=[("360", "360 天"), ("365", "365 天")], coerce=int,
        required=False,
    )  # fmt: skip
    up_to_paid = forms.BooleanField(label="不超过实际支付的利息", required=False, initial=True)
    most_years = number("最多几年", whole=True)
    together = forms.ChoiceField(
        label="多项同时发生", choices=[("sum", "相加"), ("highest", "就高只计一项")], required=False
    )
    total = number("累计上限（元）")
    yearly_face = number("每家企业每年券面（元）")
    order_within_days = number("多少天内下单", "过期失效", whole=True)
    noun_ = text("计数单位", 10, "如：件、台、个", required=False)
    most = number("每年最多几件", whole=True)
    already = forms.ChoiceField(label="以前已用的数（贴息年数、今年件数）", required=False)
    days = forms.ChoiceField(label="哪个数字是下单的天数", required=False)
    this = forms.ChoiceField(label="本期数字", required=False)
    before = forms.ChoiceField(label="基期数字", required=False)
    above = number("增长超过（%）")
    counts = forms.ChoiceField(
        label="计奖的增长",
        choices=[("above", "只计超过的部分"), ("all", "超过后全部计")],
        required=False,
    )
    clause = clause()

    def offer_choices(self) -> None:
        for name in ("this", "before", "already", "days"):
            offer(self, name, [*NOTHING, *figures_of(self.scheme)])
        for name in self.fields:
            kinds = sorted(kind for kind, names in FORMULA_FIELDS.items() if name in names)
            if kinds:
                note(self.fields[name], visible_if=f"kind_={'|'.join(kinds)}")

    def made(self) -> dict[str, object]:
        kind = self.cleaned_data["kind_"]
        wanted = {"kind_", *FORMULA_FIELDS[kind]}
        return {name: value for name, value in super().made().items() if _field(name) in wanted}

    def model_of(self, part: Stored) -> type[BaseModel] | None:
        return FORMULA_MODELS[text_in(part, "kind")]

    def check(self, part: Stored) -> list[tuple[Path, str]]:
        found = super().check(part)
        base = text_in(part_in(amount_of(self.scheme), "base"), "kind")
        fitting = BASES_OF[text_in(part, "kind")]
        if base and base not in fitting:
            words = "、".join(BASES[one] for one in fitting)
            self.add_error("kind_", f"这种算法按{words}计算，现在的基数是{BASES.get(base, base)}。")
        return found


def _field(name: str) -> str:
    return f"{name}_" if name in ("kind", "noun") else name


class AmountCapsForm(BlockForm):
    kind, noun, model = "amount_caps", "封顶", Caps
    # Each cap: the name of the block, of its value in it, and whether it names a base.
    CAPS: ClassVar = {"project": "amount", "enterprise_year": "amount", "share_of_base": "percent"}

    project = number("单个项目最多（元）")
    project_clause = clause("单个项目上限的")
    enterprise_year = number("每家企业全年最多（元）")
    enterprise_year_clause = clause("企业全年上限的")
    share_of_base = number("不超过基数的（%）")
    share_of = forms.ChoiceField(label="按哪个基数", required=False)
    share_of_base_clause = clause("基数比例上限的")

    def offer_choices(self) -> None:
        offer(self, "share_of", [("", "计算基数"), *figures_of(self.scheme)])
        note(self.fields["share_of"], visible_if="share_of_base")
        for name in self.CAPS:
            note(self.fields[f"{name}_clause"], visible_if=name)

    def shown(self) -> dict[str, object]:
        found: dict[str, object] = {"share_of": part_in(self.part, "share_of_base").get("of", "")}
        for name, value in self.CAPS.items():
            found[name] = part_in(self.part, name).get(value)
            found[f"{name}_clause"] = part_in(self.part, name).get("clause")
        return found

    def made(self) -> dict[str, object]:
        cleaned = self.cleaned_data
        made: dict[str, object] = {}
        for name, value in self.CAPS.items():
            if cleaned[name] is not None:
                one = {value: cleaned[name], "clause": cleaned[f"{name}_clause"]}
                made[name] = {key: item for key, item in one.items() if item != ""}
        if cleaned["share_of"] and isinstance(share := made.get("share_of_base"), dict):
            share["of"] = cleaned["share_of"]
        return made


AMOUNT_FORMS: tuple[type[PartForm], ...] = (
    AmountForm,
    AmountBaseForm,
    AmountFormulaForm,
    AmountCapsForm,
    AmountExclusionForm,
    AmountPayForm,
    AmountClawbackForm,
    AmountBudgetForm,
)
