"""The twelve machines of the drawn claim (look/money, all invented): 1,336.00 万元 of invoices, of
which 205.60 万元 are due once the double line is left out."""

from collections.abc import Iterator
from decimal import Decimal

from accounts.demo.bulk import Row
from enterprises.demo.registry import Placed
from enterprises.rules.credit_code import complete_credit_code
from financing.demo.subsidy_lines import GOALS, Inventor, Program
from financing.models import SubsidyLine

WAN = 10_000
DOUBLE, USED_SERIAL = 9, 11
WITHOUT_PHOTO = (6, 12)
# Name, model, use, number of the 数电票 after its year, day, seller, net and paid in 万元.
MACHINES = (
    (
        "五轴立式加工中心",
        "VMC-850U",
        "production",
        "372000000184521906",
        "02-18",
        "恒工机床",
        "186",
        "186",
    ),
    (
        "精密数控磨床",
        "MK1332",
        "production",
        "372000000211307745",
        "03-06",
        "凌峰磨床",
        "142.5",
        "142.5",
    ),
    ("三坐标测量机", "CMM-1086", "testing", "322000000760214489", "03-21", "测维仪器", "98", "98"),
    (
        "数控成形磨齿机",
        "YK7332A",
        "production",
        "502000000399170052",
        "04-15",
        "巴山齿轮机床",
        "215",
        "200",
    ),
    (
        "真空热处理炉",
        "VHT-6612",
        "production",
        "322000000933586120",
        "05-09",
        "华晟炉业",
        "128",
        "128",
    ),
    (
        "减速机综合性能试验台",
        "RTB-20",
        "testing",
        "372000000457063318",
        "06-03",
        "齐测装备",
        "76",
        "76",
    ),
    (
        "上下料机器人 3 台",
        "IR-20",
        "production",
        "312000000622459071",
        "06-20",
        "申动机器人",
        "84",
        "84",
    ),
    ("激光干涉仪", "XL-80L", "testing", "312000000688301264", "07-11", "光准仪器", "32.5", "32.5"),
    (
        "精密数控车床",
        "CK6150H",
        "production",
        "372000000504128837",
        "08-05",
        "恒工机床",
        "86",
        "86",
    ),
    (
        "装配线自动拧紧系统",
        "ATS-12",
        "production",
        "372000000577236094",
        "08-28",
        "岛城自控",
        "64",
        "64",
    ),
    (
        "数控滚齿机",
        "YK3132",
        "production",
        "502000000814692205",
        "09-17",
        "巴山齿轮机床",
        "118",
        "118",
    ),
    ("传动部件疲劳试验机", "FT-500", "rd", "222000000430867513", "10-22", "长试机械", "106", "106"),
)


def machine(number: int, year: int, shift: int = 0) -> Row:
    """Line `number` of the drawn claim as the form takes it, its invoice of `year`; `shift` gives
    another claim numbers of its own."""
    name, model, use, digits, day, seller, net, paid = MACHINES[number - 1]
    amount = Decimal(net) * WAN
    return {
        "name": name,
        "model": model,
        "purpose": use,
        "supplier_name": f"{seller}（示例）有限公司",
        "supplier_code": complete_credit_code("91370200", f"MADRWN{number + shift:02d}"),
        "invoice_kind": "digital",
        "invoice_number": f"{year % 100:02d}{int(digits) + shift * 7:018d}",
        "invoiced_on": f"{year}-{day}",
        "net": amount,
        "tax": amount * 13 / 100,
        "gross": amount * 113 / 100,
        "paid_on": f"{year}-12-20",
        "paid": Decimal(paid) * WAN,
        "contract_number": f"HT-{year}-{number + shift:03d}",
        "serial_number": f"{model}-{year}{number + shift:03d}",
        "place": "一号厂房（示例）",
    }


def _project(inventor: Inventor, holder: Placed) -> Row:
    return inventor.project(holder) | {"contribution": "80"}


def _paid_already(inventor: Inventor, holder: Placed, year: int) -> Iterator[Row]:
    """A claim of the first batch, in which the drawn claim's line 9 was paid."""
    yield from inventor.equipment(holder, year)
    yield machine(DOUBLE, year) | {"kind": SubsidyLine.Kind.INVOICE, "serial_number": ""}


def _under_review(_: Inventor, __: Placed, year: int) -> Iterator[Row]:
    """The drawn claim without its double line, with invoices of its own."""
    for number in range(1, len(MACHINES) + 1):
        if number != DOUBLE:
            yield machine(number, year, shift=20) | {"kind": SubsidyLine.Kind.INVOICE}


CODE = "technical-transformation"
PAID_ALREADY = Program(CODE, 0, 0, _paid_already, Inventor.project, True, GOALS)
UNDER_REVIEW = Program(CODE, 0, 0, _under_review, _project, True, GOALS)
