"""Factories of the registry. Use them inside `system_scope` or `acting_as`."""

from typing import Any

import factory

from enterprises.imports.names import name_fields
from enterprises.models import Enterprise, Product, RegistrationState, YearlyReport
from enterprises.rules.credit_code import complete_credit_code
from tests.factories import OrganisationFactory


def credit_code(number: int) -> str:
    """A valid code for each number."""
    return complete_credit_code("91370212", f"MA{number:06d}")


class EnterpriseFactory(factory.django.DjangoModelFactory):
    """A confirmed small manufacturer, founded with its organisation unless one is given."""

    class Meta:
        model = Enterprise

    name = factory.Sequence(lambda n: f"青岛示例精密{n}有限公司")
    organisation = factory.SubFactory(OrganisationFactory, name=factory.SelfAttribute("..name"))
    district = factory.LazyAttribute(lambda enterprise: enterprise.organisation.district)
    credit_code = factory.Sequence(credit_code)
    name_key = factory.LazyAttribute(lambda e: name_fields(e.name)["name_key"])
    name_pinyin = factory.LazyAttribute(lambda e: name_fields(e.name)["name_pinyin"])
    industry_code = "34"
    staff = 120
    revenue = 5000
    assets = 8000
    size_class = "small"
    registration_state = RegistrationState.CONFIRMED


def enterprise_in(district: Any, **values: Any) -> Enterprise:
    """A new enterprise in `district`."""
    entry: Enterprise = EnterpriseFactory(organisation__district=district, **values)
    return entry


class YearlyReportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = YearlyReport

    year = 2024
    revenue = 5000
    main_revenue = 4800
    rd_cost = 300
    assets = 8000
    liabilities = 3000
    net_profit = 400
    staff = 120


class ProductFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Product

    name = factory.Sequence(lambda n: f"精密减速器{n}型")
    segment = "精密减速器"
