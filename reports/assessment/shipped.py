"""The set of indicators that the portal comes with. Every weight and mark of it is invented (示例):
the city sets its own before a round is opened."""

from decimal import Decimal
from typing import Any

from reports.assessment.indicators import Indicator, IndicatorSet, VetoCause

GROWTH, QUALITY, SERVICE, WORK = "培育成效", "发展质量", "服务与资金", "工作推进"
BONUSES = "加分扣分"


def _power(x_no: str, x_yes: str) -> dict[str, Any]:
    marks = [{"kind": "fixed", "value": value} for value in (x_no, x_yes)]
    return {"kind": "power", "x_no": marks[0], "x_yes": marks[1]}


def _of_plan(*metrics: str) -> dict[str, Any]:
    return {"kind": "completion", "task": {"kind": "plan", "metrics": metrics}, "cap": "1.2"}


_WHOLE = {"kind": "completion", "task": {"kind": "fixed", "value": "100"}, "cap": "1"}

_INDICATORS: tuple[dict[str, Any], ...] = (
    {
        "code": "A1", "name": "新增示范、冠军企业", "head": GROWTH, "weight": 20, "unit": "家",
        "digits": 0, "numerator": "本期新认定的专精特新示范企业和隐形冠军",
        "source": {"figure": "recognised_top"},
        "scorer": _of_plan("demonstration_enterprise", "hidden_champion"),
        "example": "任务 13 家、认定 11 家：11 ÷ 13 ≈ 84.62%，得 16.92 分",
        "owner": "市中小企业主管部门",
    },
    {
        "code": "A2", "name": "产品（技术）认定", "head": GROWTH, "weight": 10, "unit": "项",
        "digits": 0, "numerator": "本期新认定的专精特新产品（技术）",
        "source": {"figure": "recognised_certified_product"},
        "scorer": _of_plan("certified_product"),
        "example": "任务 57 项、认定 54 项：54 ÷ 57 ≈ 94.74%，得 9.47 分",
        "owner": "市中小企业主管部门",
    },
    {
        "code": "A3", "name": "升层率", "head": GROWTH, "weight": 10, "unit": "%", "digits": 1,
        "factor": 100, "numerator": "本期进入更高层级的企业", "denominator": "期初在库企业",
        "source": {"figure": "climbing_rate"}, "scorer": _power("2", "6"), "missing": "exclude",
        "example": "4.6%：60 + 40 × (4.6 − 2) ÷ (6 − 2) = 86.00，得 8.60 分",
        "owner": "市中小企业主管部门",
    },
    {
        "code": "B1", "name": "复核通过率", "head": QUALITY, "weight": 10, "unit": "%", "digits": 1,
        "factor": 100, "numerator": "本期复核通过的证书", "denominator": "本期应复核的证书",
        "source": {"figure": "recheck_passed"}, "scorer": _power("80", "100"),
        "missing": "exclude",
        "example": "24 张中通过 22 张，91.67%：60 + 40 × (91.6667 − 80) ÷ (100 − 80) ≈ 83.33，"
        "得 8.33 分",
        "owner": "市中小企业主管部门",
    },
    {
        "code": "B2", "name": "研发强度变化", "head": QUALITY, "weight": 10, "unit": "个百分点",
        "factor": 100,
        "numerator": "上一年度研发费用，减去按再上一年度研发强度推算的数额",
        "denominator": "上一年度营业收入",
        "source": {"figure": "rd_intensity_change"}, "scorer": _power("-0.1", "0.5"),
        "missing": "exclude",
        "example": "+0.21 个百分点：60 + 40 × (0.21 − (−0.1)) ÷ (0.5 − (−0.1)) ≈ 80.67，得 8.07 分",
        "owner": "市中小企业主管部门",
    },
    {
        "code": "C1", "name": "诉求按时、满意", "head": SERVICE, "weight": 10, "unit": "%",
        "digits": 1, "numerator": "企业诉求按时办结率与满意率的平均数",
        "source": {"department": "市企业服务部门"}, "scorer": _WHOLE,
        "example": "按时率 96.0%、满意率 92.0%，平均 94.0%，得 9.40 分",
        "owner": "市企业服务部门",
    },
    {
        "code": "C2", "name": "资金兑付时效", "head": SERVICE, "weight": 10, "unit": "天",
        "digits": 0, "direction": "less", "numerator": "从审定到兑付的中位天数",
        "source": {"department": "市财政部门"}, "scorer": _power("90", "30"),
        "missing": "exclude",
        "example": "48 天：60 + 40 × (90 − 48) ÷ (90 − 30) = 88.00，得 8.80 分",
        "owner": "市财政部门",
    },
    {
        "code": "C3", "name": "融资落地", "head": SERVICE, "weight": 10, "unit": "笔/千户",
        "digits": 1, "factor": 1000, "numerator": "本期银行反馈已放款的笔数",
        "denominator": "期末在库企业", "source": {"figure": "loans_in_pool"},
        "scorer": _power("10", "30"),
        "example": "21.0 笔/千户：60 + 40 × (21 − 10) ÷ (30 − 10) = 82.00，得 8.20 分",
        "owner": "市金融部门",
    },
    {
        "code": "D1", "name": "督办按时办结", "head": WORK, "weight": 5, "unit": "%", "digits": 1,
        "factor": 100, "numerator": "本期按时办结的督办事项", "denominator": "本期应办结的督办事项",
        "source": {"figure": "orders_on_time"}, "scorer": _WHOLE, "missing": "exclude",
        "example": "5 件中按时 4 件，80.0%，得 4.00 分", "owner": "市督查部门",
    },
    {
        "code": "D2", "name": "计划与报送", "head": WORK, "weight": 5, "unit": "次", "digits": 0,
        "direction": "less", "numerator": "本期工作计划和材料迟报的次数",
        "source": {"figure": "reports_late"}, "scorer": {"kind": "lateness", "each": 1},
        "example": "迟报 1 次：5 − 1 × 1 = 4.00 分", "owner": "市中小企业主管部门",
    },
    {
        "code": "E1", "name": "新增国家级荣誉", "head": BONUSES, "kind": "bonus", "weight": 5,
        "unit": "项", "digits": 0, "numerator": "本期新获国家级荣誉，同一荣誉按最高级计一次",
        "source": {"manual": "授予文件"}, "scorer": {"kind": "count", "each": 1},
        "example": "新增国家级小巨人 1 家：1 × 1 = 1.00 分", "owner": "市中小企业主管部门",
    },
    {
        "code": "E2", "name": "通报批评", "head": BONUSES, "kind": "penalty", "weight": 5,
        "unit": "次", "digits": 0, "numerator": "本期市级以上通报批评的次数",
        "source": {"manual": "通报文件"}, "scorer": {"kind": "count", "each": "0.5"},
        "example": "市级通报 1 次：1 × 0.5 = 0.50 分，从总分中扣除", "owner": "市督查部门",
    },
)  # fmt: skip

SHIPPED = IndicatorSet(
    title="区市综合评价指标（示例）",
    example=True,
    indicators=tuple(Indicator.model_validate(one) for one in _INDICATORS),
    bonus_ceiling=Decimal(5),
    penalty_ceiling=Decimal(5),
    vetoes=(
        VetoCause(code="V1", cause="报送数据弄虚作假，经查实的（示例）"),
        VetoCause(code="V2", cause="截留、挪用、骗取专项资金，负有管理责任的（示例）"),
        VetoCause(code="V3", cause="发生严重损害企业合法权益的事件，被市级以上通报的（示例）"),
    ),
)
