"""Money and the bank line on the leadership's page."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.duties import Duty
from accounts.tenancy import acting_as
from financing.panels import money


def test_city_without_credits_has_nothing(as_actor):
    leader = as_actor(Duty.LEADER)
    with acting_as(leader), CaptureQueriesContext(connection) as captured:
        found = money(leader)
    assert [found[name] for name in ("listed", "open", "late", "credited", "lines", "paid")] == (
        [0] * 6
    )
    assert len(captured) <= 2  # the scope, and one query


def test_leader_sees_it_at_home(as_actor, signed_in):
    text = signed_in(as_actor(Duty.LEADER)).get("/home/").content.decode()
    assert "资金与银企专线" in text and "获得授信" in text
