"""Writing invented enterprises in bulk."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import District, Organisation
from enterprises.models import Enterprise, Product, ResearchUnit, YearlyReport
from reports.demo.invention import Invented, invent

PINNED = {0: "370212", 1: "370214"}  # the enterprises of the accounts sme and sme2


def invent_chunk(numbers: range, seed: int, last_year: int) -> list[Invented]:
    """The invented enterprises of a chunk; the two of the demo accounts are good candidates."""
    invented = []
    for number in numbers:
        one = invent(number, seed, last_year)
        if number in PINNED:
            one = _candidate(one, number, last_year)
        invented.append(one)
    return invented


def _candidate(one: Invented, number: int, last_year: int) -> Invented:
    name = ("海纳精密机械（示例）有限公司", "蓝岳智能装备（示例）有限公司")[number]
    figures = one.reports[last_year]
    figures["rd_cost"] = figures["revenue"] * 4 / 100
    figures["liabilities"] = figures["assets"] * 45 / 100
    values = {**one.values, "name": name, "name_key": name, "name_pinyin": f"a{number}"}
    return Invented(values, one.reports, one.product, PINNED[number])


def write_chunk(chunk: list[Invented], first_number: int) -> list[Enterprise]:
    """Write a chunk with organisations, figures and products. Needs a system scope."""
    districts = {district.code: district.pk for district in District.objects.all()}
    organisations = Organisation.objects.bulk_create(
        [
            Organisation(
                kind="enterprise", name=one.values["name"], district_id=districts[one.district_code]
            )
            for one in chunk
        ]
    )
    today = timezone.localdate()
    enterprises = []
    for offset, (one, organisation) in enumerate(zip(chunk, organisations, strict=True)):
        number = first_number + offset
        pending = number > 1 and number % 40 == 7
        enterprises.append(
            Enterprise(
                organisation=organisation,
                district_id=organisation.district_id,
                registration_state="pending_confirmation" if pending else "confirmed",
                confirmed_at=None if pending else timezone.now(),
                pool_entered_on=None if number % 5 == 3 else today - timedelta(days=number % 900),
                **one.values,
            )
        )
    Enterprise.objects.bulk_create(enterprises)
    common = [
        {"organisation_id": organisation.pk, "district_id": organisation.district_id}
        for organisation in organisations
    ]
    YearlyReport.objects.bulk_create(
        [
            YearlyReport(
                **tenant, year=year, **figures, state="submitted", submitted_at=timezone.now()
            )
            for tenant, one in zip(common, chunk, strict=True)
            for year, figures in one.reports.items()
        ]
    )
    Product.objects.bulk_create(
        [Product(**tenant, **one.product) for tenant, one in zip(common, chunk, strict=True)]
    )
    ResearchUnit.objects.bulk_create(
        [
            ResearchUnit(
                **tenant,
                name="技术中心",
                level="own" if number % 3 else "city",
                has_staff=True,
                has_premises=number % 2 == 0,
                has_funds=True,
                has_equipment=number % 3 != 0,
                has_projects=True,
            )
            for number, tenant in enumerate(common)
        ]
    )
    return enterprises
