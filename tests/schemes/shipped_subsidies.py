"""The subsidy schemes that come with the portal, and what the versions made of them must say."""

from datetime import date

GUIDE_2021 = "青岛 2021 年技改综合奖补指南（大众日报 2021-05-12）"
FINANCE_2021 = "示例：沿用青岛 2021 年支持金融业高质量发展政策"
# (file, code, name, source), in the order of the pages.
_EXAMPLES = (
    (
        "equipment_2026",
        "technical-transformation",
        "技术改造综合奖补",
        "示例：沿用青岛 2021 年技改综合奖补指南",
    ),
    (
        "loan_interest",
        "equipment-loan-interest",
        "技改专项贷贴息",
        "示例：借鉴山东省技改专项贷（济宁 2025 年通知）",
    ),
    (
        "first_set_insurance",
        "first-set-insurance",
        "首台（套）保险补偿",
        "示例：借鉴浙江 2024 年首台（套）保险补偿政策",
    ),
    ("regional_equity", "regional-equity", "区域股权市场融资奖励", FINANCE_2021),
    ("listing_stages", "listing-stages", "企业上市分阶段奖补", FINANCE_2021),
    ("neeq_listing", "neeq-listing", "新三板挂牌奖补", FINANCE_2021),
    (
        "madrid_trademark",
        "madrid-trademark",
        "马德里商标国际注册资助",
        "示例：沿用青岛 2017 年资助标准",
    ),
    (
        "little_giant_grant",
        "little-giant-grant",
        "重点“小巨人”企业奖补",
        "示例：按财建〔2024〕148号的引文",
    ),
    (
        "service_voucher",
        "service-voucher",
        "中小企业服务券",
        "示例：借鉴中山市 2020 年中小企业服务券",
    ),
    (
        "product_award",
        "product-award",
        "专精特新产品（技术）认定奖励",
        "示例：金额为示例值，流程借鉴广州黄埔区 2021 年免申即享",
    ),
    ("trade_fair", "trade-fair", "参展补助", "示例：借鉴某县参展补助的做法"),
    ("financing_growth", "financing-growth", "区域股权市场融资增长奖励", FINANCE_2021),
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
        {
            "file": f"subsidies/{file}.yaml",
            "code": code,
            "name": name,
            "label": "2026 版（示例）",
            "source": source,
            "valid_from": date(2026, 1, 1),
        }
        for file, code, name, source in _EXAMPLES
    ),
)
