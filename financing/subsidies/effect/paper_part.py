"""The money of the period in the reports that the portal writes: paid in it and in its year, by
scheme and district, how long it took, what is unspent, what came back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum

from accounts.models import District
from financing.models import Payable
from financing.money import wan
from financing.subsidies.effect.figures import paid, recovered
from financing.subsidies.effect.money_then import money_then, paid_in
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
    Name("资金年内已付万元", "本年 1 月 1 日到截止日到账的资金，万元；期间从年初开始的为空"),
    Name("资金有追回", "期内有没有资金缴回"),
    Name(
        "资金项目", "年内有资金到账的项目，多的在前",
        (
            Name("名称", "资金项目"),
            Name("期内万元", "期内到账，万元，两位小数；没有的为空"),
            Name("年内万元", "年初到截止日到账，万元，两位小数"),
        ),
        is_list=True,
    ),
)  # fmt: skip
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class SchemePaid:
    """What a scheme paid in a period, and from the year's first day to its end; in 元."""

    name: str
    here: Decimal
    year: Decimal


def paid_by_scheme(first: date, last: date) -> list[SchemePaid]:
    """The schemes that paid in the year, who paid most first. One query, in the active scope."""
    since = date(last.year, 1, 1)
    name = "application__scheme_version__scheme__name"
    rows = Payable.objects.filter(**paid_in(min(first, since), last)).order_by().values_list(name)
    sums = rows.annotate(
        here=Sum("amount", filter=Q(paid_on__gte=first), default=ZERO),
        year=Sum("amount", filter=Q(paid_on__gte=since), default=ZERO),
    )
    found = [SchemePaid(*row) for row in sums]
    return sorted(found, key=lambda one: (-one.year, one.name))


def _told(value: Decimal | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def gather(period: Period) -> Gathered:
    """Eight queries."""
    found = money_then(period.first, period.last)
    schemes = paid_by_scheme(period.first, period.last)
    values: dict[str, object] = {
        "资金已付万元": wan(found.paid),
        "资金首付件数": found.cases,
        "资金到账天数": _told(found.days, 1),
        "资金到账天数九成": _told(found.days_90, 1),
        "资金未付比例": _told(found.unspent, 1),
        "资金追回万元": wan(found.recovered),
        "资金有追回": bool(found.recovered),
        **_of_year(period, schemes),
    }
    return Gathered(values, (*_by_scheme(period, schemes), *_by_district(period)))


def _from_new_year(period: Period) -> bool:
    return (period.first.month, period.first.day) == (1, 1)


def _of_year(period: Period, schemes: list[SchemePaid]) -> Mapping[str, object]:
    """The year so far is told beside a period that began later."""
    whole = sum((one.year for one in schemes), ZERO)
    return {
        "资金年内已付万元": "" if _from_new_year(period) else wan(whole),
        "资金项目": [
            {
                "名称": one.name,
                "期内万元": wan(one.here) if one.here else "",
                "年内万元": wan(one.year),
            }
            for one in schemes
        ],
    }


def _by_scheme(period: Period, schemes: list[SchemePaid]) -> tuple[PaperTable, ...]:
    if not schemes:
        return ()
    rows = [(one.name, wan(one.here), wan(one.year)) for one in schemes]
    sums = [sum((getattr(one, name) for one in schemes), ZERO) for name in ("here", "year")]
    columns = (
        TableColumn("资金项目", share=4),
        TableColumn("期内到账（万元）", Form.FIGURES, 3),
        TableColumn("年内到账（万元）", Form.FIGURES, 3),
    )
    total = ("合计", *(wan(one) for one in sums))
    title = f"资金支付（{period.last.year} 年，按项目）"
    return (PaperTable(title, columns, (*rows, total), total=True, source="资金支付台账"),)


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
