"""The scheme files that come with the portal, and what the versions made of them must say."""

from datetime import date
from pathlib import Path

import yaml

from schemes.definition.scheme import SchemeDefinition
from tests.schemes.shipped_subsidies import SUBSIDIES

Shipped = dict[str, str | date]
FOLDER = Path(__file__).resolve().parents[2] / "schemes" / "data"
RULE_2018 = "《青岛市专精特新和隐形冠军中小企业培育行动计划(2018-2021)》"
CALL_2018 = "市经信委 2018 年隐形冠军申报通知（青岛晚报 2018-03-29 刊载）"
RULE_2022 = "工信部《优质中小企业梯度培育管理暂行办法》（工信部企业〔2022〕63号）"
RULE_2024 = "行动计划(2018-2021) 三(五)；金发〔2024〕32号"
RULE_2026 = "工信部企业〔2026〕2号"
# The recognition standards of the 2022 rule end when those of 2026 begin (domain.md 2.3).
IN_FORCE_2022: Shipped = {
    "source": RULE_2022,
    "valid_from": date(2022, 8, 1),
    "valid_to": date(2026, 3, 31),
}
IN_FORCE_2026: Shipped = {"source": RULE_2026, "valid_from": date(2026, 4, 1)}
# In the order of the pages: the three rungs of the city, the national titles, what brings money.
SHIPPED: tuple[Shipped, ...] = (
    {
        "file": "certified_product_2018.yaml",
        "code": "certified-product",
        "name": "专精特新产品（技术）认定",
        "label": "2018 版",
        "source": RULE_2018,
        "valid_from": date(2018, 3, 7),
    },
    {
        "file": "demonstration_enterprise_2018.yaml",
        "code": "demonstration-enterprise",
        "name": "专精特新示范企业认定",
        "label": "2018 版",
        "source": RULE_2018,
        "valid_from": date(2018, 3, 7),
    },
    {
        "file": "hidden_champion_2018.yaml",
        "code": "hidden-champion",
        "name": "隐形冠军企业认定",
        "label": "2018 版",
        "source": CALL_2018,
        "valid_from": date(2018, 3, 29),
    },
    {
        "file": "innovative_sme_2022.yaml",
        "code": "innovative-sme",
        "name": "创新型中小企业评价",
        "label": "2022 版",
        "source": RULE_2022,
        "valid_from": date(2022, 8, 1),
    },
    {
        "file": "srdi_sme_2022.yaml",
        "code": "srdi-sme",
        "name": "专精特新中小企业认定",
        "label": "2022 版",
        **IN_FORCE_2022,
    },
    {
        "file": "srdi_sme_2026.yaml",
        "code": "srdi-sme",
        "name": "专精特新中小企业认定",
        "label": "2026 版",
        **IN_FORCE_2026,
    },
    {
        "file": "little_giant_2022.yaml",
        "code": "little-giant",
        "name": "专精特新“小巨人”企业认定",
        "label": "2022 版",
        **IN_FORCE_2022,
    },
    {
        "file": "little_giant_2026.yaml",
        "code": "little-giant",
        "name": "专精特新“小巨人”企业认定",
        "label": "2026 版",
        **IN_FORCE_2026,
    },
    {
        "file": "financing_whitelist_2024.yaml",
        "code": "financing-whitelist",
        "name": "重点融资支持企业名单库",
        "label": "2024 版",
        "source": RULE_2024,
        "valid_from": date(2024, 10, 1),
    },
    *SUBSIDIES,
)


def load_definition(path: Path) -> SchemeDefinition:
    """Read a shipped scheme file. Raises `pydantic.ValidationError` for a wrong one."""
    return SchemeDefinition.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
