"""Work of one sort comes in one message: it grows while unread and shrinks as work is done."""

from collections.abc import Callable

import pytest

from accounts.duties import Duty
from accounts.models import Notification, OutboxMessage
from accounts.notifications import Gathered, Kind, notify, work_is_done
from accounts.outbox import deliver_next
from accounts.tenancy import Actor, acting_as, system_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(as_actor: Callable[..., Actor]) -> Actor:
    return as_actor(Duty.CITY_OFFICER)


def tell(officer: Actor, number: int) -> None:
    notify(
        [officer.user_id],
        title=f"待审核：第 {number} 件",
        body="请审核。",
        link=f"/cases/{number}/",
        dedupe_key=f"case:{number}",
        kind=Kind.WORK,
        gathered=Gathered("cases", str(number), "{} 件待审核", "/worklist/"),
    )


def delivered(officer: Actor) -> list[tuple[str, str, str]]:
    while deliver_next():
        pass
    with system_scope(reason="test"):
        rows = Notification.objects.filter(recipient=officer.user_id, read_at=None)
        return list(rows.order_by("created_at").values_list("title", "body", "link"))


def test_one_matter_is_told_in_its_own_words(officer):
    tell(officer, 1)
    assert delivered(officer) == [("待审核：第 1 件", "请审核。", "/cases/1/")]


def test_several_matters_are_one_message_and_one_mail(officer, mailoutbox):
    for number in range(1, 13):
        tell(officer, number)
    [(title, body, link)] = delivered(officer)
    assert (title, link) == ("12 件待审核", "/worklist/")
    assert body.splitlines()[0] == "待审核：第 12 件"
    assert body.splitlines()[-1] == "另有 2 件"
    with system_scope(reason="test"):
        assert OutboxMessage.objects.filter(topic="accounts.mail").count() == 1


def test_matter_that_is_told_again_counts_once(officer):
    for key in (1, 2, 1):
        tell(officer, key)
    with system_scope(reason="test"):
        OutboxMessage.objects.update(done_at=None)  # all of it once more
    [(title, _, _)] = delivered(officer)
    assert title == "2 件待审核"


def test_done_work_leaves_the_message(officer):
    for number in (1, 2):
        tell(officer, number)
    work_is_done("cases", "1")
    assert delivered(officer) == [("待审核：第 2 件", "请审核。", "/cases/2/")]


def test_message_is_read_when_all_its_work_is_done(officer):
    tell(officer, 1)
    work_is_done("cases", "1")
    assert delivered(officer) == []


def test_next_work_after_reading_is_a_message_of_its_own(officer):
    tell(officer, 1)
    delivered(officer)
    with system_scope(reason="test"):
        Notification.objects.update(read_at="2026-01-01T00:00Z")
    tell(officer, 2)
    assert delivered(officer) == [("待审核：第 2 件", "请审核。", "/cases/2/")]


def test_nobody_is_told_of_work_that_they_made(officer):
    with acting_as(officer):
        tell(officer, 1)
    assert delivered(officer) == []
