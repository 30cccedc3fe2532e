"""The money of the period in the reports that the portal writes: paid, how long it took, what is
unspent, what came back."""

from decimal import Decimal

from accounts.models import District
from financing.subsidies.effect.figures import paid, recovered
from financing.subsidies.effect.money_then import money_then
from pages.paper_sections import (
    Form,
    Gathered,
    Name,
    PaperPart,
    PaperTable,
    Period,
    Place,
    TableColumn,
    register_paper_parts,
)

NAMES = (
    Name("资金已付万元", "期内到账的资金，万元，两位小数"),
    Name("资金首付件数", "期内首笔到账的申报"),
    Name("资金到账天数", "其中从送出到首笔到账的自然日，中位数；没有的为空"),
    Name("资金到账天数九成", "九成申报不超过的自然日；没有的为空"),
    Name("资金未付比例", "期内应付而未到账的比例，%；没有应付的为空"),
    Name("资金追回万元", "期内缴回的资金，万元，两位小数"),
)
WAN = Decimal(10_000)


def _told(value: Decimal | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def gather(period: Period) -> Gathered:
    """Seven queries."""
    found = money_then(period.first, period.last)
    values = {
        "资金已付万元": _told(found.paid / WAN, 2),
        "资金首付件数": found.cases,
        "资金到账天数": _told(found.days, 1),
        "资金到账天数九成": _told(found.days_90, 1),
        "资金未付比例": _told(found.unspent, 1),
        "资金追回万元": _told(found.recovered / WAN, 2),
    }
    return Gathered(values, _by_district(period))


def _by_district(period: Period) -> tuple[PaperTable, ...]:
    sums = paid(period.first, period.last)
    back = recovered(period.first, period.last)
    if not sums and not back:
        return ()

    def amount(measured: dict[int, object], key: int) -> str:
        one = measured.get(key)
        return _told(getattr(one, "numerator", Decimal(0)), 2)

    names = District.objects.order_by("pk").values_list("pk", "name")
    rows = [(name, amount(dict(sums), key), amount(dict(back), key)) for key, name in names]
    total = (
        "合计",
        _told(sum((one.numerator for one in sums.values()), Decimal(0)), 2),
        _told(sum((one.numerator for one in back.values()), Decimal(0)), 2),
    )
    columns = (
        TableColumn("区市", share=4),
        TableColumn("到账（万元）", Form.FIGURES, 3),
        TableColumn("追回（万元）", Form.FIGURES, 3),
    )
    table = PaperTable("资金支付和追回", columns, (*rows, total), total=True, source="资金支付台账")
    return (table,)


register_paper_parts(
    PaperPart(
        key="subsidies", label="资金支付", place=Place.DISTRICTS, names=NAMES, gather=gather,
        order=150, without=frozenset({"daily"}),
    )
)  # fmt: skip
