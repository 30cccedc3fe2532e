"""Forms for the terms of an amount rule: other money, instalments, recovery, and fund."""

from django import forms

from pages.fields import note
from schemes.amounts.spoken import PAYMENTS
from schemes.definition.amount_terms import (
    INTEREST,
    MODES,
    SETTLES,
    SHORT,
    Budget,
    Clawback,
    Exclusion,
    Pay,
)
from schemes.definition.stored import Stored, part_in, texts_in
from schemes.definition.words import Path
from schemes.designer.amount_block import BlockForm, clause
from schemes.designer.part_form import number, text


class AmountExclusionForm(BlockForm):
    kind, noun, model = "amount_exclusion", "同类资金", Exclusion

    mode = forms.ChoiceField(
        label="已得同类资金时",
        choices=[("", "不限制"), *MODES.items()],
        required=False,
    )
    label = text("同类资金的名称", 500, "如：同一设备的投资类资金", required=False)
    group = text("同组代码", 40, "同组的计划写同一个代码：小写字母、数字、下划线", required=False)
    percent = number("合计不超过基数的（%）")
    years = number("看几年", "不填为所有年度", whole=True)
    related = forms.BooleanField(label="关联企业得到的也算", required=False, initial=True)
    of_project = forms.BooleanField(
        label="只看同一项目的",
        required=False,
        help_text="以“按哪个问题认定是同一项目”为准；申报没有填的，各项目都算",
    )
    gives_way_to = text(
        "让位于哪些计划", 500, "计划代码，用逗号分开；它们能给时本项不给", required=False
    )
    clause = clause()

    def offer_choices(self) -> None:
        for name in self.fields:
            if name != "mode":
                note(self.fields[name], visible_if="mode")
        note(self.fields["percent"], visible_if="mode=share_cap_total")

    def shown(self) -> dict[str, object]:
        return {**super().shown(), "gives_way_to": ", ".join(texts_in(self.part, "gives_way_to"))}

    def made(self) -> dict[str, object]:
        made = super().made()
        if not made["mode"]:
            return {}
        codes = str(made["gives_way_to"]).replace("，", ",").replace("、", ",").split(",")
        return {**made, "gives_way_to": [one.strip() for one in codes if one.strip()]}

    def check(self, part: Stored) -> list[tuple[Path, str]]:
        return super().check(part) if part else []


class AmountPayForm(BlockForm):
    kind, noun, model = "amount_pay", "支付与绩效目标", Pay

    mode = forms.ChoiceField(label="怎样支付", choices=list(PAYMENTS.items()))


class AmountClawbackForm(BlockForm):
    kind, noun, model = "amount_clawback", "追回", Clawback

    barred_years = number("追回后几年内不得申报", whole=True)
    interest_kind = forms.ChoiceField(
        label="利息怎样计算",
        choices=[("", "不计利息"), *INTEREST.items()],
        required=False,
        help_text="从支付日起按日计算；只用于勾选了“加收利息”的情形",
    )
    interest_percent = number("年利率或 LPR 的比例（%）", "如：固定 4.35，或 LPR 的 100")
    interest_basis = forms.TypedChoiceField(
        label="一年按多少天", choices=[("360", "360 天"), ("365", "365 天")], coerce=int,
        required=False,
    )  # fmt: skip
    interest_order = forms.ChoiceField(
        label="缴款先抵什么", choices=list(SETTLES.items()), required=False
    )
    interest_clause = clause("利息的")
    OF_INTEREST = ("kind", "percent", "basis", "order", "clause")

    def offer_choices(self) -> None:
        for name in self.OF_INTEREST[1:]:
            note(self.fields[f"interest_{name}"], visible_if="interest_kind")

    def shown(self) -> dict[str, object]:
        stored = part_in(self.part, "interest")
        found = {f"interest_{name}": stored.get(name) for name in self.OF_INTEREST}
        return {**super().shown(), **{key: one for key, one in found.items() if one is not None}}

    def made(self) -> dict[str, object]:
        cleaned = self.cleaned_data
        given = {name: cleaned[f"interest_{name}"] for name in self.OF_INTEREST}
        kept = {name: one for name, one in given.items() if one not in (None, "")}
        return {
            "barred_years": cleaned["barred_years"],
            "interest": kept if cleaned["interest_kind"] else None,
        }

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("interest_kind") and cleaned.get("interest_percent") is None:
            self.add_error("interest_percent", "请填写利率或比例。")
        return cleaned


class AmountBudgetForm(BlockForm):
    kind, noun, model = "amount_budget", "资金与不足时", Budget

    label = text("资金名称", 500, "如：先进制造业发展资金")
    fund = text("资金代码", 40, "小写字母、数字、下划线；与资金台账一致")
    when_short = forms.ChoiceField(label="资金不足时", choices=list(SHORT.items()))
    lowest_cap = number("上限最低降到（元）")
    clause = clause()

    def offer_choices(self) -> None:
        note(self.fields["lowest_cap"], visible_if="when_short=cap_cut")

    def made(self) -> dict[str, object]:
        made = super().made()
        if made["when_short"] != "cap_cut":
            made["lowest_cap"] = None
        return made
