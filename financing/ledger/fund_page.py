"""What the page of a fund tells: its years, who pays from it, and the schemes that draw on it.
Amounts in 元."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from accounts.duties import Duty
from accounts.models import Membership
from financing.ledger.columns import money, pill
from financing.ledger.positions import Position, position
from financing.ledger.warnings import LINES, line_passed, tone_of_use
from financing.models import Account, Fund, FundYear, LedgerLeg
from financing.money import WAN, yuan
from pages.charts import Chart, ChartColumn, Kind
from pages.lists import Column
from procedures.models import Application
from schemes.definition.amount_terms import SHORT
from schemes.models import SchemeVersion

ZERO = Decimal(0)
# The accounts that tell how far the money of a scheme has come.
DRAWN = (Account.RESERVED, Account.COMMITTED, Account.IN_TRANSIT, Account.PAID)
FEWEST = 2  # who makes a batch does not release it


@dataclass(frozen=True)
class Year:
    """A year of the fund, and how it stands."""

    row: FundYear
    now: Position

    @property
    def told(self) -> str:
        line = line_passed(self.now)
        return f"{self.now.share_used:.2f}%" + (f"，过 {line}%" if line else "")

    @property
    def tone(self) -> str:
        return tone_of_use(self.now)


@dataclass
class Drawing:
    """A scheme that draws on the fund: what of a year's budget it holds, by account. `short` says
    what happens when the money does not suffice; empty for a scheme that names the fund no more."""

    scheme_id: int
    name: str
    short: str = ""
    cases: int = 0
    sums: dict[str, Decimal] = field(default_factory=dict)

    def of(self, account: Account) -> Decimal:
        return self.sums.get(account, ZERO)

    @property
    def used(self) -> Decimal:
        return sum((self.of(account) for account in DRAWN), ZERO)


@dataclass(frozen=True)
class Payers:
    """The officers who may make, release and close payments of the fund."""

    bureau: str
    people: Sequence[Membership]

    @property
    def lacks_second(self) -> bool:
        return len({one.user_id for one in self.people}) < FEWEST


def years_of(fund: Fund) -> list[Year]:
    """The latest year first."""
    rows = FundYear.objects.filter(fund=fund).select_related("fund").order_by("-year")
    return [Year(row, position(row)) for row in rows]


def chosen_year(years: Sequence[Year], wanted: int | None) -> Year | None:
    """The year that was asked for, else the present one, else the latest."""
    for number in (wanted, timezone.localdate().year):
        for one in years:
            if one.row.year == number:
                return one
    return years[0] if years else None


def payers_of(fund: Fund) -> Payers:
    """Who keeps it: the city's officers, or those of the fund's district."""
    rows = Membership.objects.working().select_related("user", "organisation")
    if fund.district_id is None:
        found = rows.filter(duty=Duty.CITY_OFFICER)
    else:
        found = rows.filter(duty=Duty.DISTRICT_REVIEWER, district_id=fund.district_id)
    people = list(found.order_by("organisation__name", "user__name", "id"))
    named = "市级主管部门" if fund.district_id is None else f"{fund.district}主管部门"
    return Payers(named, people)


def drawings_of(fund: Fund, year: FundYear | None) -> list[Drawing]:
    """The schemes whose rule names the fund, and those that hold money of its year; who holds most
    first. Three queries."""
    found: dict[int, Drawing] = {}
    published = SchemeVersion.objects.filter(
        state=SchemeVersion.State.PUBLISHED, definition__amount__budget__fund=fund.code
    ).order_by("valid_from")
    for scheme_id, name, short in published.values_list(
        "scheme_id", "scheme__name", "definition__amount__budget__when_short"
    ):
        found[scheme_id] = Drawing(scheme_id, name, SHORT.get(short or "pro_rata", ""))
    if year is not None:
        _add_money(found, year)
    return sorted(found.values(), key=lambda one: (-one.used, one.name))


def _add_money(found: dict[int, Drawing], year: FundYear) -> None:
    by_case: dict[int, dict[str, Decimal]] = defaultdict(dict)
    legs = LedgerLeg.objects.filter(
        fund_year=year, account__in=DRAWN, application_id__isnull=False
    ).order_by()
    for case, account, amount in legs.values_list("application_id", "account").annotate(
        sum=Sum("amount")
    ):
        by_case[case][account] = amount
    cases = Application.objects.filter(pk__in=list(by_case)).order_by()
    for case, scheme_id, name in cases.values_list(
        "pk", "scheme_version__scheme_id", "scheme_version__scheme__name"
    ):
        row = found.setdefault(scheme_id, Drawing(scheme_id, name))
        row.cases += any(by_case[case].values())
        for account, amount in by_case[case].items():
            row.sums[account] = row.of(Account(account)) + amount


def to_next_line(now: Position) -> str:
    """How much may still be used before the next line is reached."""
    for line in LINES:
        left = now.appropriated * line / 100 - now.used
        if now.appropriated and left > 0:
            return f"距 {line}% 线还有 {yuan(left)}"
    return ""


def chart_of(fund: Fund, years: Iterable[Year]) -> Chart:
    """The budgets over the years, by where they are now."""
    accounts = (
        Account.PAID, Account.IN_TRANSIT, Account.COMMITTED, Account.RESERVED, Account.AVAILABLE,
    )  # fmt: skip
    rows = [
        {
            "year": f"{one.row.year}",
            **{account.value: getattr(one.now, account.value) / WAN for account in accounts},
        }
        for one in reversed(list(years))
        if one.now.appropriated
    ]
    return Chart(
        key="years",
        title=f"{fund.name}各年度预算到哪了",
        kind=Kind.STACKED,
        ordered=True,
        columns=(
            ChartColumn("year", "年度"),
            *(ChartColumn(account.value, str(account.label), digits=2) for account in accounts),
        ),
        rows=rows,
        unit="万元",
        stamp=f"截至 {timezone.localdate():%Y-%m-%d}",
        source="资金台账",
        empty="还没有预算",
    )


def _claims(row: Drawing, year: int) -> str:
    query = urlencode({"scheme": row.scheme_id, "year": year})
    return f"{reverse('financing:claims')}?{query}"


YEARS: tuple[Column[Year], ...] = (
    Column("year", "年度", lambda one: f"{one.row.year} 年度",
           link=lambda one: reverse("financing:fund_year", args=[one.row.pk]),
           below=lambda one: "已关账" if one.row.closed_at else None),
    money("budget", "预算", lambda one: one.now.appropriated),
    money("paid", "已付", lambda one: one.now.paid),
    money("in_transit", "在途", lambda one: one.now.in_transit),
    money("committed", "承诺", lambda one: one.now.committed),
    money("reserved", "占用", lambda one: one.now.reserved),
    money("available", "可用", lambda one: one.now.available),
    Column("used", "已用", html=lambda one: pill(one.told, one.tone)),
)  # fmt: skip


def _drawn(account: Account) -> Callable[[Drawing], Decimal]:
    return lambda row: row.of(account)


def drawing_columns(year: int, budget: Decimal) -> tuple[Column[Drawing], ...]:
    """The columns of the schemes, for a year of the fund."""

    def share(row: Drawing) -> str:
        return f"{row.used * 100 / budget:.2f}%" if budget and row.used else "—"

    return (
        Column("name", "资金项目", long=True, below=lambda row: (
            f"不足时{row.short}" if row.short else "现行版本不再使用这项资金"
        )),
        Column("cases", "申报", html=lambda row: format_html(
            '<a href="{}">{} 件</a>', _claims(row, year), row.cases) if row.cases else "—"),
        *(money(account.value, str(account.label), _drawn(account)) for account in DRAWN),
        money("sum", "合计", lambda row: row.used),
        Column("share", "占预算", share, number=True),
    )  # fmt: skip
