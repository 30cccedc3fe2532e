"""What an amount is bound to: other money for the same matter, instalments and goals, recovery, the
fund and what happens when it is short. Typed data; percentages are in per cent."""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from schemes.definition.amount_formulas import Clause, Money, Percent
from schemes.definition.criteria import Figure, Key, Misfit, Strict, Text

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
MODES = {
    "forbid": "已得同类资金的不再给",
    "higher_of": "就高不重复",
    "top_up_difference": "补差额",
    "share_cap_total": "各项合计不超过基数的比例",
}
CAUSES = {
    "fraud": "骗取资金",
    "misuse": "挪用资金",
    "revoked": "认定被撤销",
    "moved": "承诺期内迁出",
    "goal_missed": "绩效目标未完成",
    "overpaid": "多付",
    "double_paid": "重复享受",
}
ASKS = {"all": "全部", "unmet_share": "未完成（未满期限）的比例"}
# Causes whose unmet share is the part of the promised years that was not kept.
BY_TIME = ("revoked", "moved")
INTEREST = {"fixed": "固定年利率", "lpr": "支付日一年期 LPR 的比例"}
SETTLES = {"interest_first": "先抵利息，后抵本金", "principal_first": "先抵本金，后抵利息"}
SHORT = {
    "queue_by_score": "按评分排队",
    "queue_by_time": "按送出先后排队",
    "pro_rata": "按同一比例核减",
    "cap_cut": "降低单项上限",
}
MISSED = {"no_remainder": "余款不付", "take_back": "追回已付"}
# The event that says that whoever paid the lower sum agrees to the higher one being topped up.
CONSENT = "consent_of_payer"
CONSENT_LABEL = "原支付单位书面同意补差额"


class Exclusion(Strict):
    """Money for the same matter: all schemes of one `group`, over years, levels of government and
    related enterprises. Whoever fills the facts leaves out what was paid more than `years` ago, and
    related enterprises where they do not count. `of_project` counts only money for the same
    project, where the claim names one. `gives_way_to` names schemes (by code) whose money goes
    first."""

    group: Key
    label: Text
    mode: Literal["forbid", "higher_of", "top_up_difference", "share_cap_total"]
    percent: Percent | None = None
    years: int | None = Field(default=None, ge=1, le=30)
    related: bool = True
    of_project: bool = False
    gives_way_to: tuple[Code, ...] = Field(default=(), max_length=20)
    clause: Clause = ""

    def reaches(self, year: int, now: int) -> bool:
        """Whether money of the fiscal year `year` counts for a claim of the year `now`."""
        return self.years is None or year > now - self.years

    def concerns(self, project: str, same: bool) -> bool:
        """Whether money counts for a claim for `project` ("" where it names none); `same` says
        that it was for the same one."""
        return same or not (self.of_project and project)

    @model_validator(mode="after")
    def percent_where_shared(self) -> Self:
        if (self.mode == "share_cap_total") != (self.percent is not None):
            raise Misfit(f"只有“{MODES['share_cap_total']}”要填比例，而且必须填", "percent")
        return self


class PayPart(Strict):
    """An instalment in per cent of the amount; it is due once the goals that it needs are met."""

    key: Key
    label: Text
    percent: Percent
    needs: tuple[Key, ...] = Field(default=(), max_length=20)
    clause: Clause = ""


class Goal(Strict):
    """A goal of the grant: its figure compared with the target, and what follows a miss."""

    key: Key
    label: Text
    comparison: Literal[">=", "<="] = ">="
    target: Figure
    unit: Annotated[str, StringConstraints(max_length=10)] = ""
    missed: Literal["no_remainder", "take_back"] = "no_remainder"
    clause: Clause = ""


class Pay(Strict):
    """Paid once, or in instalments of which the later ones hang on goals."""

    mode: Literal["once", "staged"] = "once"
    instalments: tuple[PayPart, ...] = Field(default=(), max_length=10)
    goals: tuple[Goal, ...] = Field(default=(), max_length=20)

    @model_validator(mode="after")
    def parts_make_the_whole(self) -> Self:
        if (self.mode == "staged") != (len(self.instalments) > 1):
            raise Misfit("分期支付至少两期，一次支付不用列", "instalments")
        if self.instalments and sum(one.percent for one in self.instalments) != 100:
            raise Misfit("各期比例合计应为 100%", "instalments")
        for name, rows in (("instalments", self.instalments), ("goals", self.goals)):
            if len({one.key for one in rows}) != len(rows):
                raise Misfit("标识重复", name)
        return self


class ClawbackInterest(Strict):
    """What money that comes back bears from the day it was paid, without the last day: a yearly
    rate in per cent, or a share (per cent) of the one-year LPR of the day of payment. `order` is
    what receipts settle first.

    Source: 民法典第五百六十一条 (interest before the debt, where nothing else is agreed).
    """

    kind: Literal["fixed", "lpr"]
    percent: Annotated[Decimal, Field(gt=0, le=400, decimal_places=6)]  # of the LPR up to fourfold
    basis: Literal[360, 365] = 360
    order: Literal["interest_first", "principal_first"] = "interest_first"
    clause: Clause = ""


class ClawbackCause(Strict):
    """Why money comes back, how many years after payment that may still be, how much of it (all
    that the cause concerns, or the share that was not fulfilled), and whether with interest."""

    cause: Literal[
        "fraud", "misuse", "revoked", "moved", "goal_missed", "overpaid", "double_paid"
    ]  # fmt: skip
    years: int | None = Field(default=None, ge=1, le=30)
    asks: Literal["all", "unmet_share"] = "all"
    with_interest: bool = False
    clause: Clause = ""

    @model_validator(mode="after")
    def share_can_be_told(self) -> Self:
        if self.asks == "all" or self.cause == "goal_missed":
            return self
        if self.cause not in BY_TIME:
            raise Misfit("这一情形没有可以计算的未完成比例，请选“全部”", "asks")
        if self.years is None:
            raise Misfit("按未满的期限追回的，要填支付后几年内", "years")
        return self


class Clawback(Strict):
    """Recovery: its causes, the interest, and for how many years new claims are barred
    afterwards."""

    causes: tuple[ClawbackCause, ...] = Field(default=(), max_length=7)
    interest: ClawbackInterest | None = None
    barred_years: int | None = Field(default=None, ge=1, le=10)

    @model_validator(mode="after")
    def causes_once(self) -> Self:
        if len({one.cause for one in self.causes}) != len(self.causes):
            raise Misfit("同一追回情形写了两次", "causes")
        return self


class Budget(Strict):
    """The fund that pays, and how claims share it when it is short. `lowest_cap` is the least that
    a cut of the cap may come down to."""

    fund: Key
    label: Text
    when_short: Literal["queue_by_score", "queue_by_time", "pro_rata", "cap_cut"] = "pro_rata"
    lowest_cap: Money | None = None
    clause: Clause = ""

    @model_validator(mode="after")
    def floor_of_a_cut(self) -> Self:
        if self.lowest_cap is not None and self.when_short != "cap_cut":
            raise Misfit("只有“降低单项上限”才填最低的上限", "lowest_cap")
        return self
