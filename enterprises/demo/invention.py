"""Inventing enterprises: deterministic, plainly fictional, plausible."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from accounts.demo.bulk import Row
from enterprises.imports.names import name_fields
from enterprises.models import ResearchUnit
from enterprises.rules.credit_code import complete_credit_code
from enterprises.rules.size_class import size_class_of

SYLLABLES = (
    "海", "纳", "锐", "泽", "恒", "蓝", "岳", "启", "衡", "峻", "鼎", "澜", "盛", "科", "远", "信",
    "博", "汇", "朗", "卓", "瑞", "源", "尚", "铭", "禾", "凌", "越", "晟", "拓", "佳", "正", "和",
)  # fmt: skip
TRADES = (
    ("34", "精密机械", ("高精度行星减速机", "数控转台", "液压伺服阀", "陶瓷球轴承")),
    ("35", "智能装备", ("全自动包装线", "激光清洗机", "纺织验布机", "锻压机械手")),
    ("38", "电气", ("储能变流器", "低压智能断路器", "特种电缆附件", "高效永磁电机")),
    ("39", "电子", ("毫米波传感器", "工业相机模组", "柔性线路板", "射频滤波器")),
    ("29", "橡塑", ("航空轮胎胶料", "高铁减振件", "医用硅胶管", "耐油密封件")),
    ("26", "新材料", ("海藻酸盐纤维", "水性防腐涂料", "电子级溶剂", "特种粘接剂")),
    ("36", "汽车部件", ("制动软管", "新能源热管理阀", "轻量化底盘件", "电驱壳体")),
    ("37", "轨道装备", ("列车门控系统", "受电弓滑板", "转向架构件", "车载空调机组")),
    ("40", "仪器", ("水质在线分析仪", "高精度测力传感器", "光谱检测仪", "超声探伤仪")),
    ("14", "食品", ("海洋肽营养粉", "冻干果蔬粒", "低温肉制品", "啤酒酵母抽提物")),
)
WEIGHTS = {
    "370202": 4, "370203": 6, "370213": 6, "370212": 11, "370214": 18, "370211": 22,
    "370215": 12, "370281": 13, "370283": 6, "370285": 5, "370271": 9,
}  # fmt: skip
BODY = "0123456789ABCDEFGHJKLMNPQRTUWXY"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗"
GIVEN = "伟静敏磊洋艳勇军杰娟涛明超霞平刚"
QUALIFICATIONS = (
    ("高新技术企业", "national"),
    ("科技型中小企业", "province"),
    ("ISO 9001 质量管理体系认证", "other"),
    ("ISO 14001 环境管理体系认证", "other"),
    ("市级企业技术中心", "city"),
    ("守合同重信用企业", "city"),
)


@dataclass(frozen=True)
class Invented:
    """One invented enterprise: registry values, figures by year, and what it makes and has."""

    number: int
    values: Row
    reports: dict[int, Row]
    product: Row
    qualifications: list[Row]
    research_unit: Row | None
    district_code: str


def invent(number: int, seed: int, last_year: int) -> Invented:
    """The enterprise `number` of the city `seed`; the same arguments give the same enterprise.

    `last_year` is the latest year with figures. Money in 万元.
    """
    random = Random(f"{seed}:{number}")  # noqa: S311
    industry, trade, products = TRADES[random.randrange(len(TRADES))]
    core = "".join(random.sample(SYLLABLES, 2))
    suffix = f"{number:05d}"
    name = f"青岛{core}{trade}（示例{suffix}）有限公司"
    body = f"MA{_code(number)}"
    district = random.choices(tuple(WEIGHTS), tuple(WEIGHTS.values()))[0]
    revenue = Decimal(int(random.lognormvariate(8.0, 1.0)))
    staff = max(6, int(revenue / random.randint(35, 90)))
    reports = _figures(random, revenue, staff, last_year)
    latest = reports[last_year]
    size = size_class_of(industry, staff, latest["revenue"], latest["assets"])
    person = random.choice(SURNAMES) + random.choice(GIVEN)
    contact = random.choice(SURNAMES) + random.choice(GIVEN)
    share = Decimal(random.randint(20, 350)) / 10
    return Invented(
        number=number,
        values={
            "credit_code": complete_credit_code("91370200", body),
            "name": name,
            **name_fields(name),
            "address": f"示例路{random.randint(1, 400)}号",
            "legal_representative": person,
            "industry_code": industry,
            "registered_capital": Decimal(random.choice((200, 500, 1000, 3000, 5000))),
            "established_on": date(1998, 1, 1) + timedelta(days=random.randint(0, 8000)),
            "staff": staff,
            "revenue": latest["revenue"],
            "assets": latest["assets"],
            "size_class": size.size_class or "",
            "size_reason": size.reason,
            "size_year": last_year,
            "size_is_reported": True,
            "contact_name": contact,
            "contact_phone": f"0532-5550{number % 10000:04d}",
            "contact_email": f"contact{number}@enterprise.example",
        },
        reports=reports,
        product={
            "name": products[random.randrange(len(products))],
            "segment": f"{trade}细分领域",
            "launched_year": random.randint(2008, 2021),
            "sales": latest["revenue"] * random.randint(25, 85) / 100,
            "market_share": share,
            "market_rank": random.randint(1, 40),
            "share_basis": "行业协会统计（示例）",
        },
        qualifications=_qualifications(random, last_year),
        research_unit=_research_unit(random),
        district_code=district,
    )


def _qualifications(random: Random, last_year: int) -> list[Row]:
    chosen = random.sample(QUALIFICATIONS, random.choice((0, 1, 1, 2)))
    return [
        {
            "name": name,
            "level": level,
            "number": f"示例-{random.randrange(10**6):06d}",
            "valid_from": date(last_year - 1, 6, 1),
            "valid_to": date(last_year + 2, 5, 31),
        }
        for name, level in chosen
    ]


def _research_unit(random: Random) -> Row | None:
    if random.random() < 0.4:
        return None
    own = {name: random.random() < 0.75 for name in ResearchUnit.FIVE}
    return {"name": "技术中心", "level": random.choice(("own", "own", "city")), **own}


def _code(number: int) -> str:
    digits = ""
    for _ in range(6):
        number, place = divmod(number, len(BODY))
        digits = BODY[place] + digits
    return digits


def _figures(random: Random, revenue: Decimal, staff: int, last_year: int) -> dict[int, Row]:
    reports = {}
    growth = Decimal(random.randint(-5, 25)) / 100
    rd = Decimal(random.randint(15, 85)) / 1000
    debt = Decimal(random.randint(20, 73)) / 100
    for back in range(3):
        year_revenue = (revenue / (1 + growth) ** back).quantize(Decimal("1"))
        assets = (year_revenue * random.randint(80, 150) / 100).quantize(Decimal("1"))
        reports[last_year - back] = {
            "revenue": year_revenue,
            "main_revenue": (year_revenue * random.randint(80, 99) / 100).quantize(Decimal("1")),
            "rd_cost": (year_revenue * rd).quantize(Decimal("0.01")),
            "assets": assets,
            "liabilities": (assets * debt).quantize(Decimal("1")),
            "net_profit": (year_revenue * random.randint(-3, 14) / 100).quantize(Decimal("1")),
            "tax": (year_revenue * random.randint(2, 7) / 100).quantize(Decimal("1")),
            "export": (year_revenue * random.randint(0, 40) / 100).quantize(Decimal("1")),
            "staff": staff,
            "rd_staff": max(1, staff * random.randint(5, 30) // 100),
            "invention_patents": random.randint(0, 12),
            "utility_patents": random.randint(0, 30),
            "design_patents": random.randint(0, 5),
            "software_copyrights": random.randint(0, 15),
        }
    return reports
