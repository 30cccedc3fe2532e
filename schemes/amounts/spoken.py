"""An amount rule in words, part by part: what the designer, guides and offers show of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from schemes.amounts.exact import money, percent_text, plain
from schemes.amounts.formulas import band_words
from schemes.definition.amount import BASES, COUNTED, LINE_KINDS, AmountRule
from schemes.definition.amount_formulas import (
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
from schemes.definition.amount_terms import (
    ASKS,
    CAUSES,
    CONSENT_LABEL,
    MISSED,
    MODES,
    SETTLES,
    SHORT,
)

GRANTED = {"declared": "企业申报", "automatic": "免申即享"}
TAXES = {"net": "不含增值税和关税", "gross": "含税"}
RATES = {"reference": "LPR", "own": "合同利率"}
PAYMENTS = {"once": "一次支付", "staged": "分期支付"}
# What the values of a rule's properties are called, property by property.
AMOUNT_WORDS: dict[str, dict[str, str]] = {
    "granted": GRANTED, "tax": TAXES, "counted": COUNTED, "rate_of": RATES,
    "mode": {**MODES, **PAYMENTS}, "missed": MISSED, "cause": CAUSES, "when_short": SHORT,
    "asks": ASKS, "order": SETTLES,
    "item_fields": LINE_KINDS, "together": {"sum": "相加", "highest": "就高只计一项"},
    "counts": {"above": "只计超过的部分", "all": "超过后全部计"},
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """One property: what it is, what it says, the clause."""

    label: str
    text: str
    clause: str = ""


@dataclass(frozen=True)
class Block:
    """A part of the rule; `place` is where the designer edits it."""

    place: str
    title: str
    said: tuple[Said, ...]


def rule_in_words(rule: AmountRule) -> list[Block]:
    """Every part of the rule, in the order in which it is worked out."""
    return [
        Block("amount", "对象与依据", tuple(_general(rule))),
        Block("amount.base", "计算基数", tuple(_base(rule))),
        Block("amount.formula", FORMULAS[rule.formula.kind], tuple(_formula(rule))),
        Block("amount.caps", "封顶", tuple(_caps(rule))),
        Block("amount.exclusion", "同类资金", tuple(_exclusion(rule))),
        Block("amount.pay", "支付与绩效目标", tuple(_pay(rule))),
        Block("amount.clawback", "追回", tuple(_clawback(rule))),
        Block("amount.budget", "资金与不足时", tuple(_budget(rule))),
    ]


def amount_in_words(rule: AmountRule) -> tuple[Said, ...]:
    """How the amount is worked out and what limits it, for somebody who has no sum yet."""
    return (*_formula(rule), *_caps(rule))


def _general(rule: AmountRule) -> Iterator[Said]:
    yield Said("对象", rule.subject)
    yield Said(
        "办理方式", GRANTED[rule.granted] + ("，每家企业每年一项" if rule.one_a_year else "")
    )
    if rule.item_fields:
        yield Said("申报明细", "、".join(LINE_KINDS[one] for one in rule.item_fields))
    for asked in rule.figures:
        need = "必填" if asked.required else "不填按 0 计"
        yield Said("填报数字", f"{asked.label}（{asked.unit or '无单位'}，{need}）", asked.clause)
    for one in rule.thresholds:
        of = _name(rule, one.of)
        word = "不低于" if one.included else "高于"
        yield Said("起点", f"{one.label}：{of}{word} {money(one.minimum)}", one.clause)
    if rule.is_example:
        yield Said("示例", rule.borrowed_from or "参数为示例值，由主管部门修订")
    else:
        yield Said("依据", rule.source)


def _base(rule: AmountRule) -> Iterator[Said]:
    base = rule.base
    yield Said(base.label, f"{BASES[base.kind]}：{base.definition}", base.clause)
    if base.kind == "items":
        counted = "实付保费" if isinstance(rule.formula, Premium) else COUNTED[base.counted]
        yield Said("怎样计", f"{counted}，{TAXES[base.tax]}")
    if base.kinds:
        yield Said("明细类别", "、".join(one.label for one in base.kinds))


def _formula(rule: AmountRule) -> Iterator[Said]:
    formula = rule.formula
    if isinstance(formula, Ratios):
        for part in formula.parts:
            kinds = "、".join(rule.kinds.get(key, key) for key in part.of_kinds)
            of = f"{_name(rule, part.of)}{f'（{kinds}）' if kinds else ''}"
            yield Said(part.label, f"{of} × {percent_text(part.percent)}", part.clause)
    elif isinstance(formula, Events):
        for one in formula.events:
            yield Said(one.label, money(one.amount), one.clause)
        if len(formula.events) > 1:
            yield Said("多项", "相加" if formula.together == "sum" else "就高只计一项")
    elif isinstance(formula, Staged):
        for one in formula.steps:
            yield Said(one.label, money(one.amount), one.clause)
        yield Said("累计上限", money(formula.total))
    elif isinstance(formula, Bands):
        for band in formula.bands:
            yield Said(band_words(band), money(band.amount), band.clause)
    elif isinstance(formula, Interest):
        yield from _interest(formula)
    elif isinstance(formula, Premium):
        yield Said("计入费率", f"最高 {percent_text(formula.rate_cap)}")
        for share in formula.shares:
            years = "、".join(
                f"第 {n} 年 {percent_text(one)}" for n, one in enumerate(share.percents, 1)
            )
            yield Said(rule.kinds.get(share.of_kind, share.of_kind), years, share.clause)
    elif isinstance(formula, Units):
        for unit in formula.units:
            name = rule.kinds.get(unit.of_kind, unit.of_kind) or "每件"
            yield Said(name, f"每{formula.noun} {money(unit.amount)}", unit.clause)
        if formula.most:
            yield Said("数量上限", f"每年最多 {formula.most} {formula.noun}")
    elif isinstance(formula, Voucher):
        text = f"合同（发票）金额的 {percent_text(formula.percent)}"
        yield Said("抵扣", f"{text}，每年最高 {money(formula.yearly_face)}", formula.clause)
        if formula.order_within_days:
            yield Said("有效期", f"{formula.order_within_days} 天内下单，过期失效")
    elif isinstance(formula, Increment):
        yield from _increment(rule, formula)


def _interest(formula: Interest) -> Iterator[Said]:
    cap = f"，年利率最高计 {percent_text(formula.rate_cap)}" if formula.rate_cap else ""
    yield Said(
        "贴息率", f"{RATES[formula.rate_of]}的 {percent_text(formula.percent)}{cap}", formula.clause
    )
    yield Said("计息", f"余额 × 贴息率 × 天数 ÷ {formula.basis}；算头不算尾，还款日起余额减少")
    if formula.up_to_paid:
        yield Said("不超过", "实际支付的利息")
    if formula.most_years:
        yield Said("年限", f"最多 {formula.most_years} 年")


def _increment(rule: AmountRule, formula: Increment) -> Iterator[Said]:
    this, before = _name(rule, formula.this), _name(rule, formula.before)
    above = percent_text(formula.above)
    part = (
        f"增长超过 {above} 的部分"
        if formula.counts == "above"
        else f"增长超过 {above} 后的全部增长"
    )
    text = f"{this}比{before}{part} × {percent_text(formula.percent)}"
    yield Said("奖励", text, formula.clause)


def _caps(rule: AmountRule) -> Iterator[Said]:
    caps = rule.caps
    for cap in caps.item:
        each = "，按数量计" if cap.each_unit else ""
        name = rule.kinds.get(cap.of_kind, "每行明细")
        yield Said("单行", f"{name} {money(cap.amount)}{each}", cap.clause)
    if caps.project:
        yield Said("单个项目", money(caps.project.amount), caps.project.clause)
    for one in caps.raised:
        yield Said("提高到", f"{money(one.amount)}：{one.label}", one.clause)
    if caps.enterprise_year:
        yield Said("企业全年", money(caps.enterprise_year.amount), caps.enterprise_year.clause)
    if caps.share_of_base:
        share = caps.share_of_base
        yield Said(
            "基数比例", f"{_name(rule, share.of)}的 {percent_text(share.percent)}", share.clause
        )


def _exclusion(rule: AmountRule) -> Iterator[Said]:
    exclusion = rule.exclusion
    if exclusion is None:
        return
    share = f" {percent_text(exclusion.percent)}" if exclusion.percent else ""
    yield Said(exclusion.label, f"{MODES[exclusion.mode]}{share}", exclusion.clause)
    over = "各年度" if exclusion.years is None else f"{exclusion.years} 年内"
    related = "，含关联企业" if exclusion.related else ""
    same = "同一项目，" if exclusion.of_project else ""
    yield Said("范围", f"{same}各级、各计划、{over}{related}；同组代码 {exclusion.group}")
    if rule.asks_consent:
        yield Said("已得较低的", f"{CONSENT_LABEL}的补差额，没有同意的不再给")
    if exclusion.gives_way_to:
        yield Said("让位于", "、".join(exclusion.gives_way_to))


def _pay(rule: AmountRule) -> Iterator[Said]:
    pay = rule.pay
    if pay.mode == "once":
        yield Said("支付", "一次支付")
    goals = {one.key: one.label for one in pay.goals}
    for part in pay.instalments:
        needs = "、".join(f"“{goals.get(key, key)}”" for key in part.needs)
        when = f"，{needs}完成后" if needs else ""
        yield Said(part.label, f"{percent_text(part.percent)}{when}", part.clause)
    for goal in pay.goals:
        sign = "≥" if goal.comparison == ">=" else "≤"
        target = f"{sign} {plain(Decimal(goal.target))} {goal.unit}".rstrip()
        yield Said(goal.label, f"{target}；未完成：{MISSED[goal.missed]}", goal.clause)


def _clawback(rule: AmountRule) -> Iterator[Said]:
    for one in rule.clawback.causes:
        years = f"支付后 {one.years} 年内" if one.years else "不限年限"
        asks = f"，追回{ASKS[one.asks]}" if one.asks != "all" else ""
        interest = "，加收利息" if one.with_interest else ""
        yield Said(CAUSES[one.cause], f"{years}{asks}{interest}", one.clause)
    if interest_ := rule.clawback.interest:
        rate = "年利率" if interest_.kind == "fixed" else "支付日一年期 LPR 的"
        yield Said(
            "利息",
            f"{rate} {percent_text(interest_.percent)}，从支付日起按日计，"
            f"一年按 {interest_.basis} 天；缴款{SETTLES[interest_.order]}",
            interest_.clause,
        )
    if rule.clawback.barred_years:
        yield Said("再申报", f"追回后 {rule.clawback.barred_years} 年内不得申报")


def _budget(rule: AmountRule) -> Iterator[Said]:
    budget = rule.budget
    if budget is None:
        return
    floor = f"，最低降到 {money(budget.lowest_cap)}" if budget.lowest_cap else ""
    yield Said(
        budget.label, f"代码 {budget.fund}；不足时{SHORT[budget.when_short]}{floor}", budget.clause
    )


def _name(rule: AmountRule, key: str) -> str:
    asked = rule.figure(key) if key else None
    return asked.label if asked else key or rule.base.label
