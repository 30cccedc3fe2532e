"""Writing invented enterprises in bulk."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import NAMESPACE_OID, UUID, uuid5

from django.utils import timezone

from accounts.demo.bulk import Row, insert, keyed, take_ids
from accounts.demo.city import CHUNK, DemoStep
from accounts.duties import OrganisationKind
from accounts.models import District, Organisation
from enterprises.demo.invention import Invented, invent
from enterprises.imports.names import name_fields
from enterprises.models import (
    Enterprise,
    Product,
    Qualification,
    RegistrationState,
    ResearchUnit,
    Shareholder,
    YearlyReport,
)
from enterprises.models.shareholder import identity_of
from enterprises.models.yearly_report import COUNT_FIGURES, MONEY_FIGURES
from enterprises.rules.size_class import size_class_of

# The enterprises of the accounts sme and sme2: name, district, industry, revenue in 万元, product.
CANDIDATES = (
    ("海纳精密机械（示例）有限公司", "370212", "34", 3860, "高精度行星减速机"),
    ("蓝岳智能装备（示例）有限公司", "370214", "35", 4120, "全自动包装线"),
)


@dataclass(frozen=True, slots=True)
class Placed:
    """An invented enterprise with the keys under which it was written."""

    pk: int
    district_id: int
    invented: Invented
    registration_state: str

    @property
    def is_confirmed(self) -> bool:
        return self.registration_state == RegistrationState.CONFIRMED

    @property
    def licence(self) -> UUID | None:
        """The scan of those whose licence somebody looks at: of the demo accounts' enterprises, and
        of the registrations that wait in the first part of the city."""
        number = self.invented.number
        is_shown = number < (len(CANDIDATES) if self.is_confirmed else CHUNK)
        return uuid5(NAMESPACE_OID, f"demo licence {self.pk}") if is_shown else None


class RegistryStep(DemoStep):
    """The enterprises; `placed` are those of the present part."""

    placed: list[Placed]

    def grow(self, numbers: range) -> None:
        last_year = timezone.localdate().year - 1
        self.placed = write_chunk(invent_chunk(numbers, self.city.seed, last_year))
        self.city.advance(len(self.placed))


def invent_chunk(numbers: range, seed: int, last_year: int) -> list[Invented]:
    """The invented enterprises of a chunk; the first two are good candidates for certification."""
    return [
        _candidate(invent(number, seed, last_year))
        if number < len(CANDIDATES)
        else invent(number, seed, last_year)
        for number in numbers
    ]


def _candidate(one: Invented) -> Invented:
    name, district, industry, income, product = CANDIDATES[one.number]
    staff, reports = 96, {}
    for back, year in enumerate(sorted(one.reports, reverse=True)):
        revenue = (Decimal(income) / Decimal("1.11") ** back).quantize(Decimal(1))
        reports[year] = {
            **one.reports[year],
            "revenue": revenue,
            "main_revenue": revenue * 95 / 100,
            "rd_cost": revenue * 4 / 100,
            "assets": revenue * 120 / 100,
            "liabilities": revenue * 54 / 100,
            "net_profit": revenue * 9 / 100,
            "tax": revenue * 4 / 100,
            "export": revenue * 12 / 100,
            "staff": staff - 4 * back,
            "rd_staff": 14,
            "invention_patents": 3,
            "utility_patents": 11,
        }
    latest = reports[max(reports)]
    size = size_class_of(industry, staff, latest["revenue"], latest["assets"])
    values = {
        **one.values,
        "name": name,
        **name_fields(name),
        "industry_code": industry,
        "staff": staff,
        "revenue": latest["revenue"],
        "assets": latest["assets"],
        "size_class": size.size_class or "",
        "size_reason": size.reason,
        "size_year": max(reports),
    }
    made = {**one.product, "name": product, "segment": f"{product}细分领域"}
    made["sales"] = latest["revenue"] * 42 / 100
    unit = {"name": "技术中心", "level": "city"} | dict.fromkeys(ResearchUnit.FIVE, True)
    return replace(
        one,
        values=values,
        reports=reports,
        product=made,
        research_unit=unit,
        district_code=district,
    )


def write_chunk(chunk: list[Invented]) -> list[Placed]:
    """Write a chunk with organisations, figures, products and titles. Needs a system scope."""
    districts = {district.code: district.pk for district in District.objects.all()}
    placed = [
        Placed(pk, districts[one.district_code], one, _state(one.number))
        for pk, one in zip(take_ids(Organisation, len(chunk)), chunk, strict=True)
    ]
    insert(
        Organisation,
        (
            {
                "id": one.pk,
                "kind": OrganisationKind.ENTERPRISE,
                "name": one.invented.values["name"],
                "district_id": one.district_id,
                "is_active": True,
            }
            for one in placed
        ),
    )
    insert(Enterprise, (_entry(one) for one in placed))
    _write_children(placed)
    return placed


def registered_at(number: int) -> datetime:
    """When the enterprise joined the portal: before the oldest batch of the demo city opened."""
    return timezone.now() - timedelta(days=1600 + number % 300)


def _state(number: int) -> str:
    waiting = number >= len(CANDIDATES) and number % 40 == 7
    return RegistrationState.PENDING if waiting else RegistrationState.CONFIRMED


def _entry(one: Placed) -> Row:
    number = one.invented.number
    if not one.is_confirmed:
        joined = timezone.now() - timedelta(days=number % 9)
        return _keys(one) | one.invented.values | _registration(one, joined)
    joined = registered_at(number)
    pool = None if number % 5 == 3 else (joined + timedelta(days=30 + number % 1500)).date()
    return (
        _keys(one)
        | one.invented.values
        | _registration(one, joined)
        | {"confirmed_at": joined + timedelta(days=3), "pool_entered_on": pool}
    )


def _registration(one: Placed, joined: datetime) -> Row:
    return {
        "registration_state": one.registration_state,
        "created_at": joined,
        "licence": one.licence,
    }


def _keys(one: Placed) -> Row:
    return {"organisation_id": one.pk, "district_id": one.district_id}


def _launch_day(product: Row) -> date:
    return date(product["launched_year"], 6, 1)


def _submission(number: int, year: int) -> datetime:
    """In the spring after the year; four in five by the end of May."""
    day = date(year + 1, 4, 1) + timedelta(days=number * 7 % 75)
    return min(timezone.make_aware(datetime.combine(day, time(10))), timezone.now())


def _owners(one: Placed) -> list[Row]:
    """The legal representative with most of it, and the staff's own company with the rest."""
    number, person = one.invented.number, str(one.invented.values["legal_representative"])
    most = Decimal(51 + number % 45)
    staff = f"示例员工持股平台 {number + 1} 号"
    return [
        {
            **_keys(one), "kind": kind, "name": name, "percent": percent,
            "identity": identity_of(kind, name),
        }
        for kind, name, percent in (("person", person, most), ("other", staff, 100 - most))
    ]  # fmt: skip


def _write_children(placed: list[Placed]) -> None:
    reports = [
        _keys(one)
        | {name: figures.get(name) for name in (*MONEY_FIGURES, *COUNT_FIGURES)}
        | {
            "year": year,
            "state": YearlyReport.State.SUBMITTED,
            "submitted_at": _submission(one.pk, year),
        }
        for one in placed
        for year, figures in one.invented.reports.items()
    ]
    products = [
        {**_keys(one), **one.invented.product, "launched_on": _launch_day(one.invented.product)}
        for one in placed
    ]
    titles = [_keys(one) | title for one in placed for title in one.invented.qualifications]
    units = [
        _keys(one) | one.invented.research_unit for one in placed if one.invented.research_unit
    ]
    for model, rows in (
        (YearlyReport, reports),
        (Product, products),
        (Qualification, titles),
        (ResearchUnit, units),
        (Shareholder, [owner for one in placed for owner in _owners(one)]),
    ):
        insert(model, keyed(model, rows))
