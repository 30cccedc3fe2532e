"""Being told of money: once for each thing, and leaving."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from accounts.errors import NotPermitted
from accounts.models import Notification
from accounts.outbox import deliver_next
from accounts.tenancy import acting_as, system_scope
from financing.models import MoneyAlert
from financing.subsidies.find.alerts import ask_to_be_told, be_told_no_more, tell_everybody
from procedures.models import Batch
from tests.financing.subsidies import claims

pytestmark = pytest.mark.django_db


def told() -> list[str]:
    """The titles of what was told, once the outbox has been emptied."""
    deliver_next(500)
    with system_scope(reason="test"):
        return list(Notification.objects.order_by("id").values_list("title", flat=True))


def subscribed(people: SimpleNamespace) -> None:
    with acting_as(people.staff):
        ask_to_be_told(people.staff)


def test_a_new_scheme_within_reach_is_told_once(people: SimpleNamespace) -> None:
    subscribed(people)
    claims.batch_of(claims.EQUIPMENT, "new")
    tell_everybody()
    tell_everybody()
    assert told().count("可以申请：技术改造综合奖补") == 1


def test_what_was_there_when_asked_is_not_news(people: SimpleNamespace) -> None:
    claims.batch_of(claims.EQUIPMENT, "old")
    subscribed(people)
    tell_everybody()
    assert told() == []


def test_an_end_within_five_days_is_told(people: SimpleNamespace) -> None:
    batch = claims.batch_of(claims.EQUIPMENT, "ending")
    subscribed(people)
    with system_scope(reason="test"):
        Batch.objects.filter(pk=batch.pk).update(closes_at=timezone.now() + timedelta(days=4))
    tell_everybody()
    tell_everybody()
    assert len([one for one in told() if "天截止" in one]) == 1


def test_who_has_left_is_told_no_more(people: SimpleNamespace) -> None:
    subscribed(people)
    with acting_as(people.staff):
        be_told_no_more(people.staff)
    claims.batch_of(claims.EQUIPMENT, "new")
    tell_everybody()
    assert told() == []


def test_only_enterprises_subscribe(people: SimpleNamespace) -> None:
    with acting_as(people.city), pytest.raises(NotPermitted):
        ask_to_be_told(people.city)
    with system_scope(reason="test"):
        assert not MoneyAlert.objects.exists()
