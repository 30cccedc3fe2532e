"""The worked examples of the domain (domain-2.md part A; there in 万元, here in 元) and what each
formula prints."""

from datetime import date

import pytest

from schemes.amounts.engine import work_out
from schemes.amounts.exclusions import CONSENT
from schemes.amounts.facts import AmountFacts, AmountItem, EarlierPay, LoanPart
from schemes.amounts.sharing import share_pro_rata
from schemes.amounts.worked_sum import SumLine, WorkedSum
from schemes.templatetags.amounts import unit_that_holds
from tests.schemes.amounts.rules import (
    EQUIPMENT_2021,
    REGIONAL_EQUITY,
    WAN,
    D,
    excluding,
    interest_rule,
    items,
    premium_rule,
    rule,
)


def equipment(wan: str, contribution: str = "0", **more: object) -> AmountFacts:
    net = f"{D(wan) * WAN:f}"
    figures = {"contribution": D(contribution) * WAN}
    return AmountFacts(items=items((net, net)), figures=figures, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wan", "contribution", "due"),
    [
        ("1235", "80", "205.60"),
        ("4000", "3000", "600"),
        ("600", "900", "120"),
        ("499.99", "0", "0"),
        ("500", "0", "80"),
    ],
)
def test_technical_transformation_of_2021(wan: str, contribution: str, due: str) -> None:
    assert work_out(EQUIPMENT_2021, equipment(wan, contribution)).amount == D(due) * WAN


def test_a_large_project_in_a_listed_field_has_a_higher_cap() -> None:
    facts = equipment("20000", "0", events=("large_project",))
    assert work_out(EQUIPMENT_2021, facts).amount == 2000 * WAN


def test_the_sum_is_printed_as_the_pages_draw_it() -> None:
    lines = work_out(EQUIPMENT_2021, equipment("1235", "80")).lines
    assert [(one.sign, one.label, one.amount) for one in lines] == [
        ("", "认可设备，1 行", D(12_350_000)),
        ("×", "16%", D(1_976_000)),
        ("+", "80.00 万元 × 10%", D(80_000)),
        ("", "小计", D(2_056_000)),
        ("≤", "封顶，均未触及", D(2_056_000)),
        ("=", "应付金额", D("2056000.00")),
    ]
    assert lines[1].clause == "第六条（一）"
    assert lines[4].note == "单个项目 600.00 万元；认可设备的 20% 247.00 万元"


def test_what_was_paid_less_than_invoiced_stands_in_the_sum() -> None:
    facts = AmountFacts(
        items=items(("2150000", "2000000"), ("10350000", "10350000")),
        figures={"contribution": D(0)},
    )
    worked = work_out(EQUIPMENT_2021, facts)
    signs = [(one.sign, one.amount) for one in worked.lines[:3]]
    assert signs == [("", D(12_500_000)), ("−", D(150_000)), ("", D(12_350_000))]
    assert worked.lines[1].note == "第 1 行"


@pytest.mark.parametrize(
    ("financed", "due"),
    [("99.99", 0), ("100", 20), ("499.99", 20), ("500", 30), ("1999.99", 30), ("2000", 50)],
)
def test_regional_equity_of_2021(financed: str, due: int) -> None:
    worked = work_out(REGIONAL_EQUITY, AmountFacts(figures={"financed": D(financed) * WAN}))
    assert worked.amount == due * WAN
    assert bool(worked.refusals) == (due == 0)


@pytest.mark.parametrize(("basis", "due"), [(360, "266875.00"), (365, "263219.18")])
def test_interest_of_a_loan_for_305_days(basis: int, due: str) -> None:
    part = LoanPart(D(30_000_000), date(2025, 3, 1), date(2025, 12, 31), D("0.04"), D("0.03"))
    facts = AmountFacts(loans=(part,), interest_paid=D(1_000_000))
    assert work_out(interest_rule(basis), facts).amount == D(due)


def test_interest_without_the_interest_paid_is_not_told() -> None:
    part = LoanPart(D(30_000_000), date(2025, 3, 1), date(2025, 12, 31), D("0.04"), D("0.03"))
    worked = work_out(interest_rule(360), AmountFacts(loans=(part,)))
    assert (worked.amount, worked.refusals) == (0, ("请填写实际支付的利息",))


def test_a_premium_counts_up_to_its_rate() -> None:
    policy = AmountItem(1, D(8_000_000), D(192_000), kind="provincial")
    worked = work_out(premium_rule(provincial=[70]), AmountFacts(items=(policy,)))
    assert (worked.counted, worked.amount) == (160_000, 112_000)


def test_the_share_of_a_premium_falls_with_the_years_and_ends() -> None:
    found = premium_rule(provincial=[70, 50])
    due = [
        work_out(
            found,
            AmountFacts(items=(AmountItem(1, D(10**6), D(10**4), kind="provincial", year=n),)),
        ).amount
        for n in (1, 2, 3)
    ]
    assert due == [7000, 5000, 0]


TRADEMARKS = rule(
    {
        "kind": "units",
        "label": "新申请",
        "kinds": [{"key": "application", "label": "国际注册新申请"}],
    },
    {
        "kind": "per_unit",
        "units": [{"of_kind": "application", "amount": 7000}],
        "most": 5,
        "already": "units_this_year",
    },
    figures=[
        {"key": "units_this_year", "label": "今年已资助件数", "required": False, "unit": "件"}
    ],
)


@pytest.mark.parametrize(("count", "used", "due"), [(2, 0, 14_000), (7, 0, 35_000), (2, 4, 7_000)])
def test_so_much_for_each_trademark_up_to_the_year_s_number(
    count: int, used: int, due: int
) -> None:
    item = AmountItem(1, D(0), D(0), count=D(count), kind="application")
    facts = AmountFacts(items=(item,), figures={"units_this_year": D(used)})
    assert work_out(TRADEMARKS, facts).amount == due


LISTING = rule(
    {"kind": "events", "label": "上市进程"},
    {
        "kind": "staged",
        "total": 4_000_000,
        "steps": [
            {"key": "tutoring", "label": "辅导备案", "amount": 1_000_000},
            {"key": "accepted", "label": "申报受理", "amount": 1_000_000},
            {"key": "listed", "label": "上市", "amount": 2_000_000},
        ],
    },
    exclusion={"group": "listing", "label": "上市挂牌", "mode": "top_up_difference"},
)


def test_a_later_stage_pays_what_earlier_ones_have_not() -> None:
    facts = AmountFacts(events=("tutoring", "accepted"), paid_for_project=D(1_000_000))
    assert work_out(LISTING, facts).amount == 1_000_000


def test_the_same_stages_pay_nothing_twice() -> None:
    worked = work_out(LISTING, AmountFacts(events=("tutoring",), paid_for_project=D(1_000_000)))
    assert (worked.amount, worked.refusals) == (0, ("已到达阶段的奖补都已付清",))


def test_a_change_of_board_pays_the_difference() -> None:
    earlier = (EarlierPay("新三板挂牌", D(1_200_000), 2024),)
    facts = AmountFacts(events=("tutoring", "accepted", "listed"), earlier=earlier)
    assert work_out(LISTING, facts).amount == 2_800_000


def test_a_voucher_covers_half_the_contract_up_to_its_face() -> None:
    found = rule(
        {"kind": "items", "label": "服务合同"},
        {
            "kind": "voucher",
            "percent": 50,
            "yearly_face": 20_000,
            "order_within_days": 30,
            "days": "days",
        },
    )
    assert work_out(found, AmountFacts(items=items(("30000", "30000")))).amount == 15_000
    more = AmountFacts(items=items(("30000", "30000")), paid_this_year=D(12_000))
    assert work_out(found, more).amount == 8_000
    late = AmountFacts(items=items(("30000", "30000")), figures={"days": D(31)})
    assert work_out(found, late).amount == 0


FAIR = rule(
    {
        "kind": "items",
        "label": "展位费",
        "kinds": [{"key": "home", "label": "境内"}, {"key": "abroad", "label": "境外"}],
    },
    {"kind": "ratios", "parts": [{"label": "展位费", "percent": 50}]},
    caps={
        "item": [
            {"of_kind": "home", "amount": 10_000, "each_unit": True},
            {"of_kind": "abroad", "amount": 20_000, "each_unit": True},
        ],
        "enterprise_year": {"amount": 100_000},
    },
)


def test_half_of_a_booth_up_to_so_much_for_each() -> None:
    lines = (
        AmountItem(1, D(30_000), D(30_000), count=D(1), kind="home"),
        AmountItem(2, D(70_000), D(70_000), count=D(2), kind="abroad"),
    )
    worked = work_out(FAIR, AmountFacts(items=lines))
    assert worked.amount == 45_000
    assert ("−", "超过单行上限", "第 1 行") in [(x.sign, x.label, x.note) for x in worked.lines]


GROWTH = rule(
    {"kind": "figure", "label": "融资额"},
    {"kind": "increment", "this": "now", "before": "then", "percent": 1, "above": 5},
    figures=[{"key": "now", "label": "本年融资"}, {"key": "then", "label": "上年融资"}],
    caps={"project": {"amount": 2_000_000}},
)


@pytest.mark.parametrize(("now", "due"), [("105", 0), ("115", 1000), ("90000", 2_000_000)])
def test_one_per_cent_of_the_growth_above_five(now: str, due: int) -> None:
    facts = AmountFacts(figures={"now": D(now) * WAN, "then": D(100 * WAN)})
    assert work_out(GROWTH, facts).amount == due


def test_a_base_year_of_nothing_gives_no_growth() -> None:
    worked = work_out(GROWTH, AmountFacts(figures={"now": D(100), "then": D(0)}))
    assert worked.refusals == ("上年融资不是正数，不能计算增长",)


def of_district(mode: str, *, consent: bool = False) -> AmountFacts:
    return AmountFacts(
        figures={"due": D(500_000), "base": D(0)},
        earlier=(EarlierPay("区市奖励", D(300_000), 2025),),
        events=(CONSENT,) if consent else (),
    )


def test_a_district_paid_30_and_the_city_owes_50() -> None:
    top_up = work_out(excluding("top_up_difference"), of_district("top_up_difference"))
    assert top_up.amount == 200_000
    higher = work_out(excluding("higher_of"), of_district("higher_of"))
    assert higher.amount == 0
    assert higher.refusals == (
        "“同类资金”已得 30.00 万元；本项更高，原支付单位同意后才补差额 20.00 万元",
    )
    agreed = work_out(excluding("higher_of"), of_district("higher_of", consent=True))
    assert agreed.amount == 200_000


def test_a_short_budget_of_a_million() -> None:
    paid = share_pro_rata(D("1000000.00"), [D(600_000), D(450_000), D(300_000)])
    assert paid == [D("444444.45"), D("333333.33"), D("222222.22")]


def test_a_missing_required_figure_is_not_zero() -> None:
    worked = work_out(EQUIPMENT_2021, AmountFacts(items=items(("6000000", "6000000"))))
    assert (worked.amount, worked.refusals) == (0, ("缺少“新增财力贡献”，还不能计算",))


def test_a_budget_factor_is_applied_before_the_one_rounding() -> None:
    worked = work_out(EQUIPMENT_2021, equipment("500.01", "0", factor=D("0.3333")))
    assert worked.amount == D("266645.33")  # 800,016 × 0.3333 = 266,645.3328


def test_sum_that_two_decimals_of_wan_do_not_hold_is_shown_in_yuan() -> None:
    whole = WorkedSum((SumLine("=", "应付", amount=D("3125400")),), D(0), D("3125400"))
    odd = WorkedSum((SumLine("+", "一段", amount=D("147077.78")),), D(0), D("147077.78"))
    assert [unit_that_holds(one, "wan") for one in (whole, odd)] == ["wan", "yuan"]
    assert unit_that_holds(whole, "") == "yuan"
