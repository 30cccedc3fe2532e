"""The subsidy schemes that come with the portal, and what the versions made of them must say."""

from datetime import date

EXAMPLE = "示例：参数的来源见金额规则"
GUIDE_2021 = "青岛 2021 年技改综合奖补指南（大众日报 2021-05-12）"
THIS_YEAR = {"label": "2026 版（示例）", "source": EXAMPLE, "valid_from": date(2026, 1, 1)}
# (file, code, name), in the order of the pages.
_EXAMPLES = (
    ("equipment_2026", "technical-transformation", "技术改造综合奖补"),
    ("loan_interest", "equipment-loan-interest", "技改专项贷贴息"),
    ("first_set_insurance", "first-set-insurance", "首台（套）保险补偿"),
    ("regional_equity", "regional-equity", "区域股权市场融资奖励"),
    ("listing_stages", "listing-stages", "企业上市分阶段奖补"),
    ("neeq_listing", "neeq-listing", "新三板挂牌奖补"),
    ("madrid_trademark", "madrid-trademark", "马德里商标国际注册资助"),
    ("little_giant_grant", "little-giant-grant", "重点“小巨人”企业奖补"),
    ("service_voucher", "service-voucher", "中小企业服务券"),
    ("product_award", "product-award", "专精特新产品（技术）认定奖励"),
    ("trade_fair", "trade-fair", "参展补助"),
    ("financing_growth", "financing-growth", "区域股权市场融资增长奖励"),
)
SUBSIDIES: tuple[dict[str, str | date], ...] = (
    {
        "file": "subsidies/equipment_2021.yaml",
        "code": "technical-transformation",
        "name": "技术改造综合奖补",
        "label": "2021 版",
        "source": GUIDE_2021,
        "valid_from": date(2021, 5, 12),
        "valid_to": date(2021, 12, 31),
    },
    *(
        {"file": f"subsidies/{file}.yaml", "code": code, "name": name, **THIS_YEAR}
        for file, code, name in _EXAMPLES
    ),
)
