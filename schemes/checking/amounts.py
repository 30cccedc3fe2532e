"""What is wrong with an amount rule that is well-formed: names of nothing, caps that contradict
each other or the sums, goals that nothing hangs on, an exclusion that has no base."""

from collections.abc import Iterator
from decimal import Decimal

from schemes.amounts.exact import money, plain
from schemes.checking.problem import Path, Problem
from schemes.definition.amount import AmountRule
from schemes.definition.amount_formulas import (
    Events,
    Interest,
    Premium,
    Ratios,
    Staged,
    Units,
    Voucher,
)
from schemes.definition.amount_terms import CONSENT, CONSENT_LABEL
from schemes.definition.form import NUMERIC
from schemes.definition.scheme import SUBSIDY, SchemeDefinition

HOME: Path = ("amount",)
LEAST_SUM = Decimal(1000)  # below it, in 元, the unit is doubted
LEAST_PERCENT = Decimal("0.5")


def amount_problems(definition: SchemeDefinition) -> Iterator[Problem]:
    """Everything about the amount rule that keeps the scheme from being published."""
    rule = definition.amount
    if rule is None:
        if definition.outcome == SUBSIDY:
            yield Problem(HOME, "发放资金的项目还没有金额规则")
        return
    if definition.outcome != SUBSIDY:
        yield Problem(("outcome",), "有金额规则的项目，通过后应是“发放资金”")
    for path, message in rule_problems(rule):
        yield Problem((*HOME, *path), message)
    asked = {field.key for field in definition.fields()}
    if rule.project_field and rule.project_field not in asked:
        yield Problem((*HOME, "project_field"), f"申报表里没有标识为“{rule.project_field}”的问题")
    if rule.granted == "declared":
        for path, message in _unasked(rule, definition, must_be_asked=True):
            yield Problem((*HOME, *path), message)


def amount_warnings(definition: SchemeDefinition) -> Iterator[Problem]:
    """What is allowed about the amount rule but hardly meant."""
    rule = definition.amount
    if rule is None:
        return
    told = list(rule_warnings(rule))
    if rule.granted == "declared":
        told += _unasked(rule, definition, must_be_asked=False)
    for path, message in told:
        yield Problem((*HOME, *path), message)


def _unasked(
    rule: AmountRule, definition: SchemeDefinition, *, must_be_asked: bool
) -> Iterator[tuple[Path, str]]:
    """Figures and events that no question of the form answers: those without which nothing can be
    worked out, or the others."""
    asked = {field.key for field in definition.fields() if field.kind in NUMERIC}
    for place, figure in enumerate(rule.figures):
        if figure.required == must_be_asked and figure.key not in asked:
            yield (
                ("figures", place),
                f"申报表里没有问“{figure.label}”：加一个同名的数字问题（标识 {figure.key}）",
            )
    choices = {choice.value for field in definition.fields() for choice in field.choices}
    for key, label, path in _stated(rule, of_formula=must_be_asked):
        if key not in choices:
            yield path, f"申报表里选不出“{label}”：加一个同名的选项（标识 {key}）"


def _stated(rule: AmountRule, *, of_formula: bool) -> Iterator[tuple[str, str, Path]]:
    """Key, label and place of the events of the formula and of the payer's consent, or of those
    that raise a cap."""
    if not of_formula:
        for place, cap in enumerate(rule.caps.raised):
            yield cap.key, cap.label, ("caps", "raised", place)
        return
    if rule.asks_consent:
        yield CONSENT, CONSENT_LABEL, ("exclusion", "mode")
    if isinstance(rule.formula, Events):
        for place, one in enumerate(rule.formula.events):
            yield one.key, one.label, ("formula", "events", place)
    elif isinstance(rule.formula, Staged):
        for place, one in enumerate(rule.formula.steps):
            yield one.key, one.label, ("formula", "steps", place)


def rule_problems(rule: AmountRule) -> Iterator[tuple[Path, str]]:
    """What is wrong in a rule: the path inside it, and the sentence."""
    yield from _names(rule)
    yield from _caps(rule)
    yield from _kinds_without_amount(rule)
    yield from _goals(rule)
    yield from _terms(rule)


def _names(rule: AmountRule) -> Iterator[tuple[Path, str]]:
    """Figures and kinds of lines that are named and not there, or there and not named."""
    figures = [one.key for one in rule.figures]
    for place, key in enumerate(figures):
        if figures.index(key) != place:
            yield ("figures", place, "key"), f"数字标识“{key}”重复"
    for path, key in rule.named_figures():
        if key and key not in figures:
            yield path, f"没有名为“{key}”的数字"
    for path, key in rule.named_kinds():
        if key and key not in rule.kinds:
            yield path, f"没有名为“{key}”的明细类别"
    if rule.kinds and rule.base.kind not in ("items", "units"):
        yield ("base", "kinds"), "只有按明细或件数计算的才分明细类别"
    keys = [one.key for one in rule.caps.raised]
    if len(set(keys)) != len(keys):
        yield ("caps", "raised"), "提高上限的情形重复"


def _caps(rule: AmountRule) -> Iterator[tuple[Path, str]]:
    """Caps that contradict each other, or that keep a fixed sum from ever being paid."""
    caps = rule.caps
    project, year = caps.project, caps.enterprise_year
    most = max([one.amount for one in caps.raised], default=project.amount if project else None)
    if project and year and rule.pay.mode == "once" and project.amount > year.amount:
        yield (
            ("caps", "project"),
            f"单个项目上限 {money(project.amount)} 高于企业全年上限"
            f" {money(year.amount)}，永远达不到",
        )
    for place, one in enumerate(caps.raised):
        path: Path = ("caps", "raised", place, "amount")
        if project is None:
            yield path, "先填单个项目的一般上限，才有提高的上限"
        elif one.amount <= project.amount:
            yield path, f"提高后的上限应高于一般上限 {money(project.amount)}"
        elif year and one.amount > year.amount:
            yield path, f"高于企业全年上限 {money(year.amount)}，永远达不到"
    kinds = [one.of_kind for one in caps.item]
    for place, cap in enumerate(caps.item):
        path = ("caps", "item", place)
        if kinds.index(cap.of_kind) != place:
            yield path, "同一类明细有两个单行上限，互相矛盾"
        if most is not None and cap.amount > most:
            yield (*path, "amount"), f"单行上限高于单个项目上限 {money(most)}，永远达不到"
    if caps.item and rule.formula.kind not in ("ratios", "premium", "voucher"):
        yield ("caps", "item"), "只有按明细的比例、保费和服务券才有单行上限"
    if caps.share_of_base and not caps.share_of_base.of and rule.base.kind in ("events", "units"):
        yield ("caps", "share_of_base"), "按事件或件数计算的没有金额基数，请选一个数字"
    for path, amount in rule.fixed_sums:
        for limit, name in (
            (most, "单个项目上限"),
            (year.amount if year else None, "企业全年上限"),
        ):
            if limit is not None and amount > limit and rule.pay.mode == "once":
                yield path, f"{money(amount)} 高于{name} {money(limit)}，永远不能足额支付"
    if isinstance(rule.formula, Voucher) and year and year.amount < rule.formula.yearly_face:
        yield ("formula", "yearly_face"), f"券面高于企业全年上限 {money(year.amount)}，两处互相矛盾"
    yield from _thresholds(rule)


def _thresholds(rule: AmountRule) -> Iterator[tuple[Path, str]]:
    for place, one in enumerate(rule.thresholds):
        path: Path = ("thresholds", place)
        if not one.of and rule.base.kind in ("events", "units"):
            yield (*path, "of"), "按事件或件数计算的没有金额基数，请选一个数字"
        if any(other.of == one.of for other in rule.thresholds[:place]):
            yield path, "同一个数字有两个门槛，互相矛盾"


def _kinds_without_amount(rule: AmountRule) -> Iterator[tuple[Path, str]]:
    """Kinds of lines that no part of the formula speaks of: such a line would get nothing."""
    formula = rule.formula
    if isinstance(formula, Premium):
        spoken = {one.of_kind for one in formula.shares}
    elif isinstance(formula, Units):
        spoken = {one.of_kind for one in formula.units}
    elif isinstance(formula, Ratios):
        of_lines = [one for one in formula.parts if not one.of]
        spoken = {kind for one in of_lines for kind in one.of_kinds or ("",)}
    else:
        return
    if "" in spoken:
        return
    for place, kind in enumerate(rule.base.kinds):
        if kind.key not in spoken:
            yield ("base", "kinds", place), f"算法里没有“{kind.label}”，这类明细得不到金额"


def _goals(rule: AmountRule) -> Iterator[tuple[Path, str]]:
    """Goals that instalments need and that are not there."""
    goals = {one.key for one in rule.pay.goals}
    for place, part in enumerate(rule.pay.instalments):
        for key in part.needs:
            if key not in goals:
                yield ("pay", "instalments", place, "needs"), f"没有名为“{key}”的绩效目标"
    needed = {key for part in rule.pay.instalments for key in part.needs}
    causes = {one.cause for one in rule.clawback.causes}
    for place, goal in enumerate(rule.pay.goals):
        path: Path = ("pay", "goals", place)
        if goal.missed == "no_remainder" and goal.key not in needed:
            yield path, f"“{goal.label}”未完成时余款不付，但没有一期以它为条件"
        if goal.missed == "take_back" and "goal_missed" not in causes:
            yield path, f"“{goal.label}”未完成时追回，但追回情形里没有“绩效目标未完成”"


def _terms(rule: AmountRule) -> Iterator[tuple[Path, str]]:
    exclusion = rule.exclusion
    if exclusion and exclusion.mode == "share_cap_total" and rule.base.kind in ("events", "units"):
        yield ("exclusion", "mode"), "按事件或件数计算的没有金额基数，不能限制合计比例"
    if exclusion and exclusion.of_project and not rule.project_field:
        yield ("exclusion", "of_project"), "只看同一项目的，要先选“按哪个问题认定是同一项目”"
    if rule.granted == "automatic" and rule.item_fields:
        yield ("item_fields",), "免申即享不填明细：平台已有全部依据的才能免申"
    if rule.granted == "automatic" and any(one.required for one in rule.figures):
        yield ("figures",), "免申即享不填数字：平台已有全部依据的才能免申"
    by_lines = rule.base.kind in ("items", "loans", "units")
    if by_lines and not rule.item_fields and rule.granted == "declared":
        yield ("item_fields",), "按明细计算的要选申报时填哪类明细"


def rule_warnings(rule: AmountRule) -> Iterator[tuple[Path, str]]:
    """What is allowed in a rule but hardly meant."""
    if rule.caps.project and not rule.project_field and rule.pay.mode == "once":
        text = "没有选“按哪个问题认定是同一项目”：同一项目分几次申报的，每次都能到上限"
        yield ("caps", "project"), text
    formula, share = rule.formula, rule.caps.share_of_base
    if isinstance(formula, Ratios) and share and not share.of:
        of_base = sum(part.percent for part in formula.parts if not part.of and not part.of_kinds)
        if all(not part.of for part in formula.parts) and of_base <= share.percent:
            yield (
                ("caps", "share_of_base"),
                f"比例合计 {plain(Decimal(of_base))}%，"
                f"基数比例上限 {plain(share.percent)}% 不会触及",
            )
    yield from _limits_without_figure(rule)
    yield from _other_units(rule)
    if rule.budget is None:
        yield ("budget",), "还没有填资金来源，不能占用预算"
    if rule.is_example:
        yield ("is_example",), "参数注明是示例，企业会看到"
    if not rule.clawback.causes:
        yield ("clawback",), "还没有追回情形"
    if rule.clawback.interest is None and any(one.with_interest for one in rule.clawback.causes):
        yield ("clawback", "interest"), "有情形加收利息，但没有写明利率，追回时不计利息"


def _limits_without_figure(rule: AmountRule) -> Iterator[tuple[Path, str]]:
    """Limits over a year or several that nothing tells the use of."""
    formula, place = rule.formula, ("formula", "already")
    if isinstance(formula, Interest) and formula.most_years and not formula.already:
        yield place, "有最多年限，但没有选“已贴息年数”，以前年度的不会计入"
    if isinstance(formula, Units) and formula.most and not formula.already:
        yield place, "有每年最多件数，但没有选“今年已给的件数”，今年以前给的不会计入"
    if isinstance(formula, Voucher) and formula.order_within_days and not formula.days:
        yield ("formula", "days"), "有下单期限，但没有选“多少天下单”，过期的不会拦下"


def _other_units(rule: AmountRule) -> Iterator[tuple[Path, str]]:
    """Sums so small, and percentages so low, that they were hardly meant in 元 and in per cent."""
    caps = rule.caps
    sums: list[tuple[Path, Decimal]] = list(rule.fixed_sums)
    sums += [(("thresholds", n, "minimum"), one.minimum) for n, one in enumerate(rule.thresholds)]
    sums += [(("caps", "raised", n, "amount"), one.amount) for n, one in enumerate(caps.raised)]
    for name, cap in (("project", caps.project), ("enterprise_year", caps.enterprise_year)):
        if cap:
            sums.append((("caps", name), cap.amount))
    for path, amount in sums:
        if amount < LEAST_SUM:
            yield path, f"只有 {money(amount)}，请核对：这里按元填写，不按万元"
    if isinstance(rule.formula, Ratios):
        for place, part in enumerate(rule.formula.parts):
            if part.percent < LEAST_PERCENT:
                said = f"比例只有 {plain(part.percent)}%，请核对：16 表示 16%"
                yield ("formula", "parts", place, "percent"), said
