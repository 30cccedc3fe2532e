"""The staged grants of the demo city, 600 万元 in two parts, all invented: one missed its goals,
one has reported, one has reached them, one waits for the city."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from accounts.demo.bulk import Row
from accounts.demo.city import DemoStep
from accounts.demo.people import make_account
from accounts.duties import Duty
from accounts.models import Organisation
from enterprises.demo.registry import Placed
from financing.demo.subsidies import SubsidyStep, windows_of
from financing.demo.subsidy_cases import Filed
from financing.demo.subsidy_lines import Goal, Inventor, Program
from procedures.models import Application
from procedures.models.application import State

FUND = "sme_development"
# The first two have the names of the rule's goals: on them the second part hangs.
GOALS: tuple[Goal, ...] = (
    ("实际总投资", "quantity", None, "at_least", "2000", "万元", "40", "专项审计报告"),
    ("推进计划任务完成率", "quantity", None, "at_least", "100", "%", "40", "任务清单"),
    ("主导产品国内市场占有率", "economy", "12", "at_least", "15", "%", "20", "行业协会证明"),
)


def _plan(_: Inventor, holder: Placed) -> Row:
    product = holder.invented.product["name"]
    return {
        "plan_name": f"{product}强链补链三年推进计划（示例）",
        "listing": "selected",
        "investment": "2600",
        "chain": "示例高端装备产业链",
        "tasks": "建设示例智能产线一条，攻关示例关键部件三项（示例）。",
    }


PROGRAM = Program("little-giant-grant", 1, 1, Inventor.none, _plan, True)


def _with_goals(year: int) -> Program:
    """The program, its goals due at the end of the year."""
    return replace(PROGRAM, goals=[(*goal, f"{year}-12-31") for goal in GOALS])


@dataclass(frozen=True)
class Giant:
    """Who was granted it last year: the account and, once reported, what its goals came to (in the
    order of `GOALS`), and whether the district has confirmed it."""

    username: str
    person: str
    actual: Sequence[str]
    is_confirmed: bool


GIANTS = (
    Giant("giant", "江帆", ("1860", "82", "12.6"), True),
    Giant("giant2", "范晴", ("2240", "100", "15.4"), False),
    Giant("giant3", "鲁毅", ("2415", "100", "16.1"), True),
)


class GiantStep(DemoStep):
    """Grants of last year with their accounts, and one that waits for the city. `cases` are those
    of last year, in the order of `GIANTS`."""

    after = (SubsidyStep,)
    cases: list[int]

    def begin(self) -> None:
        step = self.city.step(SubsidyStep)
        windows = windows_of(PROGRAM)
        holders, step.spare = step.spare[: len(GIANTS) + 1], step.spare[len(GIANTS) + 1 :]
        granted, others = holders[: len(GIANTS)], holders[len(GIANTS) :]
        assert windows.last_year is not None, "the program has claims of last year"
        last, year = windows.last_year, windows.running.year
        filed = [Filed(one, last, State.APPROVED) for one in granted]
        claims = step.writer.write(_with_goals(last.year), filed)
        filed = [Filed(one, windows.running, State.CITY_REVIEW) for one in others]
        step.writer.write(_with_goals(year), filed)
        cases = Application.objects.filter(claim__in=claims)
        self.cases = list(cases.order_by("pk").values_list("pk", flat=True))
        organisations = Organisation.objects.in_bulk([one.pk for one in granted])
        for giant, holder in zip(GIANTS, granted, strict=False):
            make_account(
                giant.username, giant.person, organisations[holder.pk], Duty.ENTERPRISE_STAFF
            )
