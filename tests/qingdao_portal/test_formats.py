"""How pages write numbers."""

from decimal import Decimal

from django.template import Context, Template


def test_amounts_are_grouped_by_thousands_where_it_is_asked_for():
    page = Template('{{ amount|floatformat:"2g" }} {{ amount|floatformat:2 }} {{ year }}')
    context = Context({"amount": Decimal("3000000"), "year": 2026})
    assert page.render(context) == "3,000,000.00 3000000.00 2026"
