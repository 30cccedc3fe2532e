"""What the claims of the demo city are made of: invented lines that obey the number rules of
invoices (domain-2 A9), and answers of the forms. Money in 元 in lines, 万元 in answers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from accounts.demo.bulk import Row
from enterprises.demo.registry import Placed
from enterprises.rules.credit_code import complete_credit_code
from financing.models import SubsidyLine

WAN = 10_000
VAT = Decimal("0.13")
Kind = SubsidyLine.Kind

SELLERS = (
    ("恒工机床（示例）有限公司", "91370200", "37"),
    ("凌峰磨床（示例）有限公司", "91370600", "37"),
    ("测维仪器（示例）有限公司", "91320500", "32"),
    ("巴山齿轮机床（示例）有限公司", "91500100", "50"),
    ("申动机器人（示例）有限公司", "91310100", "31"),
    ("长试机械（示例）有限公司", "91220100", "22"),
)
MACHINES = (
    ("五轴立式加工中心", "VMC-850U", "production"), ("精密数控磨床", "MK1332", "production"),
    ("三坐标测量机", "CMM-1086", "testing"), ("真空热处理炉", "VHT-6612", "production"),
    ("上下料机器人", "IR-20", "production"), ("装配线自动拧紧系统", "ATS-12", "production"),
    ("疲劳试验机", "FT-500", "rd"), ("数控滚齿机", "YK3132", "production"),
)  # fmt: skip
FAIRS = ("示例国际工业博览会", "示例智能制造展览会", "示例海洋装备展览会")
SERVICES = ("数字化诊断", "知识产权服务", "管理咨询", "检测认证")


class Inventor:
    """Invents the lines and answers of one claim after the other, never a number twice."""

    def __init__(self, seed: int) -> None:
        self.random = Random(f"{seed}:subsidies")  # noqa: S311
        self._sequence = 100_000
        self.sellers = [
            (name, complete_credit_code(authority, f"MADEMA{number:02d}"), region)
            for number, (name, authority, region) in enumerate(SELLERS)
        ]

    def wan(self, least: int, most: int) -> Decimal:
        """A round amount between two amounts in 万元, in 元."""
        return Decimal(self.random.randint(least * 10, most * 10) * WAN // 10).quantize(
            Decimal("0.01")
        )

    def day(self, year: int) -> date:
        return date(year, 1, 1) + timedelta(days=self.random.randint(20, 340))

    def number(self) -> int:
        """A number that no other line has, and none that follows another."""
        self._sequence += self.random.randint(7, 900)
        return self._sequence

    def invoice(self, year: int, net: Decimal, rate: Decimal = VAT) -> Row:
        """What a 数电票 says: region, year and day agree with its number."""
        name, code, region = self.random.choice(self.sellers)
        tax = round(net * rate, 2)
        return {
            "supplier_name": name,
            "supplier_code": code,
            "invoice_kind": "digital",
            "invoice_number": f"{year % 100:02d}{region}2{self.number():015d}",
            "invoiced_on": (day := self.day(year)),
            "net": net,
            "tax": tax,
            "gross": net + tax,
            "contract_number": f"HT-{year}-{self.number() % 10_000:04d}",
            "contract_on": day - timedelta(days=40),
            "paid_on": min(day + timedelta(days=18), date(year, 12, 31)),
            "payment_number": f"P{self.number():08d}",
        }

    def equipment(self, holder: Placed, year: int) -> Iterator[Row]:
        for _ in range(self.random.randint(5, 9)):
            name, model, purpose = self.random.choice(MACHINES)
            net = self.wan(100, 190)
            open_part = self.wan(5, 20) if self.random.random() < 0.1 else Decimal(0)
            yield self.invoice(year, net) | {
                "kind": Kind.INVOICE,
                "name": name,
                "model": model,
                "purpose": purpose,
                "buyer_code": holder.invented.values["credit_code"] or "",
                "paid": net - open_part,
                "voucher_number": f"记-{self.number() % 1000:03d}",
                "asset_number": f"GZ{self.number():06d}",
                "place": "本企业一号厂房（示例）",
                "serial_number": f"SN{self.number():08d}",
            }

    def loans(self, _: Placed, year: int) -> Iterator[Row]:
        drawn, begins = self.wan(3000, 6000), date(year, self.random.randint(1, 5), 10)
        repaid = date(year, self.random.randint(7, 10), 20)
        yield {
            "kind": Kind.LOAN,
            "name": "购置技改设备",
            "contract_number": f"JK-{self.number():06d}",
            "paid": round(drawn * Decimal("0.0365") * (date(year, 12, 31) - begins).days / 360, 2),
            "more": {
                "bank": "示例海湾银行青岛分行",
                "receipt_number": f"JJ{year}{self.number():08d}",
                "drawn_on": begins.isoformat(),
                "drawn": f"{drawn:f}",
                "repayments": f"{repaid} {drawn / 5:.2f}",
                "interest_to": f"{year}-12-31",
                "rate": "3.65",
                "reference_rate": "3.00",
            },
        }

    def policies(self, holder: Placed, year: int) -> Iterator[Row]:
        insured = self.wan(300, 1200)
        day = self.day(year)
        yield {
            "kind": Kind.INSURANCE,
            "name": holder.invented.product["name"],
            "net": insured,
            "paid": round(insured * self.random.randint(15, 28) / 1000, 2),
            "paid_on": day,
            "more": {
                "level": self.random.choice(("provincial", "national")),
                "insurer": "示例财产保险青岛分公司",
                "policy_number": f"BD{year}{self.number():010d}",
                "begins": day.isoformat(),
                "ends": (day + timedelta(days=365)).isoformat(),
                "year": "1",
            },
        }

    def trademarks(self, _: Placed, year: int) -> Iterator[Row]:
        for number in range(self.random.randint(1, 3)):
            yield {
                "kind": Kind.UNIT,
                "name": f"国际注册新申请（示例 {number + 1}）",
                "invoiced_on": self.day(year),
                "paid": self.wan(1, 2),
                "more": {
                    "level": "application",
                    "count": str(self.random.randint(1, 2)),
                    "proof_number": f"M{self.number():07d}",
                },
            }

    def booths(self, _: Placed, year: int) -> Iterator[Row]:
        for level in self.random.choice((("home",), ("abroad",), ("home", "abroad"))):
            net, count = self.wan(2, 6), self.random.randint(1, 3)
            line = self.invoice(year, net * count, Decimal("0.06"))
            yield line | {
                "kind": Kind.CONTRACT,
                "name": "标准展位",
                "paid": line["net"],
                "more": {"level": level, "count": str(count)},
            }

    def services(self, _: Placed, year: int) -> Iterator[Row]:
        line = self.invoice(year, self.wan(1, 6), Decimal("0.06"))
        yield line | {
            "kind": Kind.CONTRACT,
            "name": self.random.choice(SERVICES),
            "paid": line["net"],
        }

    def none(self, _: Placed, __: int) -> Iterator[Row]:
        yield from ()

    def project(self, holder: Placed) -> Row:
        product = holder.invented.product["name"]
        return {
            "project_name": f"{product}产线智能化改造（示例）",
            "filing_number": f"示例备案〔{self.number()}〕号",
            "filed_on": "2024-03-12",
            "content": "更新加工、检测和装配设备，提高一次合格率和产能（示例）。",
            "site": "示例路 8 号",
            "contribution": str(self.random.randint(20, 120)),
            "earlier_funding": "no",
        }

    def borrowing(self, holder: Placed) -> Row:
        product = holder.invented.product["name"]
        return {
            "project_name": f"{product}扩能技改（示例）",
            "filing_number": f"示例备案〔{self.number()}〕号",
            "use": "购置生产和检测设备（示例）。",
            "years_granted": "0",
            "other_interest": "no",
        }

    def insured(self, holder: Placed) -> Row:
        return {
            "equipment_name": holder.invented.product["name"],
            "model": f"SD-{self.number() % 1000}",
            "title_number": f"示例认〔{self.number()}〕号",
            "buyer": "示例用户单位",
            "reward": "no",
        }

    def financed(self, _: Placed) -> Row:
        return {
            "financing_name": "区域股权市场直接融资（示例）",
            "code": f"8{self.number() % 100_000:05d}",
            "listed_on": "2024-05-20",
            "filing_number": f"RZ{self.number():08d}",
            "financed": str(self.random.choice((120, 300, 600, 900, 1500, 2200))),
        }

    def trademark(self, holder: Placed) -> Row:
        return {
            "trademark": f"{holder.invented.product['name'][:8]}（示例）",
            "base_number": f"{self.number()} 第 7 类",
            "states": "德国、日本、韩国",
        }

    def fair(self, _: Placed) -> Row:
        return {
            "fair": self.random.choice(FAIRS),
            "place": "示例会展中心",
            "held_on": "2025-09-16",
        }

    def service(self, _: Placed) -> Row:
        return {
            "service": self.random.choice(SERVICES),
            "days_to_order": "12",
            "provider": "示例公共服务示范平台",
        }


# A goal as a row of these fields, without the last where it is due a year after the first money.
GOAL_FIELDS = (
    "name", "dimension", "base", "direction", "target", "unit", "weight", "source", "due_on",
)  # fmt: skip
Goal = tuple[str | None, ...]
# Source: look/money (示例).
GOALS: tuple[Goal, ...] = (
    ("认可设备投用率", "quantity", None, "equal", "100", "%", "30", "现场核查"),
    ("成品一次合格率", "quality", "98.2", "at_least", "99", "%", "20", "质检台账"),
    ("主营业务收入", "economy", "15200", "at_least", "16800", "万元", "20", "年度数据"),
    ("万元产值综合能耗", "ecology", "0.062", "at_most", "0.058", "吨标煤", "10", "能耗统计"),
    ("客户满意度", "satisfaction", "91", "at_least", "93", "%", "10", "第三方调查"),
    ("资金使用率", "budget", None, "equal", "100", "%", "10", "专账"),
)


@dataclass(frozen=True)
class Program:
    """A scheme, how many claims of it last year and this, and what they hold. `is_sole` ones share
    an exclusion group, so that an enterprise has one of them only. `goals` are what each claim
    promises, as rows of `GOAL_FIELDS`."""

    scheme: str
    last_year: int
    this_year: int
    lines: Callable[[Inventor, Placed, int], Iterator[Row]]
    answers: Callable[[Inventor, Placed], Row]
    is_sole: bool = False
    goals: Sequence[Goal] = ()


PROGRAMS = (
    Program("technical-transformation", 40, 86, Inventor.equipment, Inventor.project, True, GOALS),
    Program("equipment-loan-interest", 10, 18, Inventor.loans, Inventor.borrowing, True, GOALS),
    Program("first-set-insurance", 0, 14, Inventor.policies, Inventor.insured),
    Program("regional-equity", 0, 30, Inventor.none, Inventor.financed),
    Program("madrid-trademark", 0, 26, Inventor.trademarks, Inventor.trademark),
    Program("trade-fair", 0, 36, Inventor.booths, Inventor.fair),
    Program("service-voucher", 0, 40, Inventor.services, Inventor.service),
)
