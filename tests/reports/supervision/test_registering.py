"""Orders of a page that is sent twice at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.duties import Duty
from accounts.tenancy import acting_as
from reports.models import Order
from reports.supervision.actions.make_orders import make_orders
from tests.reports.supervision.orders import bureau, terms


@pytest.mark.django_db(transaction=True)
def test_page_sent_twice_at_once_makes_one_order(as_actor, district):
    city, lead = as_actor(Duty.CITY_OFFICER), bureau(district)

    def send(_):
        try:
            with acting_as(city):
                return make_orders(city, terms(lead), assign=True, once=True)[0].pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(send, range(2))
    with acting_as(city):
        assert [row.pk for row in Order.objects.all()] == [first] == [second]
