"""What the parts and properties of a scheme are called, and where a path leads, in Chinese."""

import re

from pydantic import JsonValue

from enterprises.figures import PRODUCT_COLUMNS
from schemes.definition.form import PRODUCTS
from schemes.definition.stored import inside

Path = tuple[str | int, ...]
LONGEST_VALUE = 80
_QUOTED = re.compile(rf"“([^”]{{{LONGEST_VALUE + 1},}})”")

PARTS = {
    "sections": "栏目",
    "fields": "字段",
    "columns": "列",
    "choices": "选项",
    "indicators": "指标",
    "criteria": "条件",
    "groups": "条件组",
    "cases": "情形",
    "dimensions": "维度",
    "items": "评分项",
    "measures": "计分指标",
    "bands": "分档",
    "figures": "填报的数字",
    "thresholds": "起点",
    "kinds": "明细类别",
    "parts": "比例项",
    "events": "事件",
    "steps": "阶段",
    "shares": "补偿比例",
    "units": "每件金额",
    "item": "单行上限",
    "raised": "提高的上限",
    "instalments": "分期",
    "goals": "绩效目标",
    "causes": "追回情形",
}
WORDS = {
    "title": "标题", "help": "说明", "label": "名称", "kind": "类型", "required": "必填",
    "unit": "单位", "choices": "选项", "max_length": "最多字数", "decimals": "小数位",
    "minimum": "最小值", "maximum": "最大值", "prefill": "预填", "visible_if": "显示条件",
    "required_if": "必填条件", "max_files": "最多文件", "max_rows": "最多行",
    "expression": "表达式", "indicator": "指标", "comparison": "比较", "threshold": "门槛",
    "source": "依据", "hint": "提示", "hint_url_name": "提示链接", "at_least": "至少满足",
    "cap": "上限", "points": "分值", "range": "区间", "weight": "权重", "when": "情形",
    "industries": "行业",
    "timetable": "办理时限", "stages": "办理环节", "outcome": "认定结果",
    "title_field": "标题字段", "declaration": "承诺", "district_review_days": "区市审核工作日",
    "city_review_days": "市级审核工作日", "expert_review_days": "专家评审工作日",
    "correction_days": "补正工作日", "notice_days": "公示工作日",
    "validity_months": "有效期（月）", "recheck": "复核", "leave_out": "复核不适用的条件",
    "recheck_notice_days": "期满前多少天可以复核",
    "yearly_update_by": "年度更新截止（月-日）", "scoring": "评分表", "value": "标识",
    "unmet": "未满足时的说明", "stated": "企业自述，须有证明", "proof": "证明材料",
    "known": "平台已知时也算符合", "alone": "不能和其他选项同时选",
    "template_file": "空白模板", "sample_file": "填写样例（文件）", "sample": "填写样例",
    "amount": "金额", "subject": "对象", "base": "计算基数", "formula": "算法", "caps": "封顶",
    "exclusion": "同类资金", "pay": "支付", "clawback": "追回", "budget": "资金",
    "granted": "办理方式", "one_a_year": "每家企业每年一项",
    "project_field": "按哪个问题认定是同一项目", "of_project": "只看同一项目",
    "item_fields": "申报明细",
    "is_example": "示例", "borrowed_from": "借鉴自", "definition": "口径", "tax": "含税",
    "counted": "每行计多少", "figure": "按哪个数字", "clause": "条款", "of": "基数",
    "of_kind": "明细类别", "of_kinds": "明细类别", "percent": "比例（%）",
    "percents": "各年比例（%）",
    "included": "含本数", "project": "单个项目上限", "enterprise_year": "企业全年上限",
    "share_of_base": "基数比例上限", "each_unit": "按数量计", "together": "多项同时发生",
    "total": "累计上限", "rate_of": "按哪个利率", "rate_cap": "最高计的费率（%）",
    "basis": "一年按多少天", "up_to_paid": "不超过实付利息", "most_years": "最多几年",
    "yearly_face": "每年券面", "order_within_days": "多少天内下单", "noun": "计数单位",
    "most": "每年最多", "already": "以前已用的数",
    "days": "下单的天数", "this": "本期数字", "before": "基期数字", "above": "增长超过（%）",
    "counts": "计奖的增长", "group": "同组代码", "mode": "方式", "years": "年限",
    "related": "含关联企业", "gives_way_to": "让位于", "needs": "须先完成", "target": "目标值",
    "missed": "未完成时", "cause": "情形", "with_interest": "加收利息",
    "asks": "追回多少", "interest": "利息", "order": "缴款先抵",
    "barred_years": "几年内不得申报", "fund": "资金代码", "when_short": "不足时",
    "lowest_cap": "上限最低降到",
    "field": "字段", "values": "取值", "key": "标识", "for_experts": "评审专家能看到",
}  # fmt: skip
COMPARISONS = {
    ">=": "不低于", ">": "高于", "<=": "不高于", "<": "低于", "is_true": "指标为“是”",
    "person": "由审核人判断",
}  # fmt: skip
STAGES = {
    "district_review": "区市审核",
    "city_review": "市级审核",
    "expert_review": "专家评审",
}
HINT_PAGES = {
    "": "不链接",
    "enterprises:profile": "企业资料",
    "enterprises:reports": "年度数据",
    "procedures:schemes": "认定项目",
}
REGISTRY_LABELS = {
    "enterprise.contact_name": "联系人", "enterprise.contact_phone": "联系电话",
    "enterprise.contact_email": "联系邮箱", "enterprise.credit_code": "统一社会信用代码",
    "enterprise.name": "企业名称", "enterprise.address": "注册地址",
    "enterprise.legal_representative": "法定代表人", "enterprise.established_on": "成立日期",
    "enterprise.registered_capital": "注册资本", "enterprise.staff": "从业人员",
    "enterprise.revenue": "登记的营业收入", "enterprise.assets": "登记的资产总额",
    "figures.revenue": "上年度营业收入", "figures.main_revenue": "上年度主营业务收入",
    "figures.rd_cost": "上年度研发费用", "figures.assets": "上年度资产总额",
    "figures.liabilities": "上年度负债总额", "figures.net_profit": "上年度净利润",
    "figures.tax": "上年度实缴税金", "figures.export": "上年度出口额",
    "figures.staff": "上年末从业人员", "figures.rd_staff": "上年末研发人员",
    "figures.invention_patents": "有效发明专利", "figures.utility_patents": "实用新型专利",
    "figures.design_patents": "外观设计专利", "figures.software_copyrights": "软件著作权",
    "product.name": "产品名称", "product.segment": "产品细分领域",
    "product.market_share": "产品市场占有率", "product.sales": "产品上年度销售额",
    "product.share_basis": "产品占有率依据", "product.launched_on": "产品投产日期",
    "product.market_rank": "产品国内排名", PRODUCTS: "全部产品（用于表格）",
}  # fmt: skip
PRODUCT_LABELS = dict(
    zip(
        PRODUCT_COLUMNS,
        (
            "名称",
            "细分领域",
            "投产日期",
            "投产年份",
            "上年度销售额",
            "市场占有率",
            "国内排名",
            "占有率依据",
        ),
        strict=True,
    )
)


def shortened(text: str) -> str:
    """At most `LONGEST_VALUE` characters of a value, to be shown in a message."""
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def with_short_values(message: str) -> str:
    """The message with what it quotes shortened."""
    return _QUOTED.sub(lambda found: f"“{shortened(found[1])}”", message)


def dotted(path: Path) -> str:
    """The path as a file's reader finds it: "栏目.1.字段.3.类型"; numbers count from 1."""
    return ".".join(
        str(step + 1) if isinstance(step, int) else _word(step, path[:place])
        for place, step in enumerate(path)
    )


def named(path: Path, data: JsonValue) -> str:
    """The path by the labels that its parts have in `data`, which may be of any shape."""
    node, words = data, [""]
    for place, step in enumerate(path):
        node = inside(node, step)
        if isinstance(step, int):
            label = _label(node)
            words[-1] += f"“{label}”" if label else f" {step + 1}"
        else:
            words.append(_word(step, path[:place]))
    return " › ".join(words[1:]) or "整体"


def _word(step: str, before: Path) -> str:
    if step == "criteria" and before in ((), ("recheck",)):
        return PARTS["groups"]
    return PARTS.get(step) or WORDS.get(step) or shortened(step)


def _label(part: JsonValue) -> str:
    if not isinstance(part, dict):
        return ""
    found = (part.get(name) for name in ("label", "title", "indicator", "key"))
    return next((shortened(one) for one in found if isinstance(one, str) and one), "")
