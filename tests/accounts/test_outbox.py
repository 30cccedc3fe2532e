"""The outbox: at least once, again after a failure, and nothing visible twice."""

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.utils import timezone

from accounts import outbox
from accounts.duties import Duty
from accounts.lanes import Lane
from accounts.models import Notification, OutboxMessage
from accounts.notifications import notify, people_of
from accounts.outbox import deliver_next, handles, post, posted_together
from accounts.outbox_handlers import send_mail
from accounts.tenancy import Actor, acting_as, system_scope

MAIL = {"to": "wang@portal.example", "subject": "题", "body": "文", "key": "mail-1"}


@pytest.fixture
def handled(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, object]]]:
    """Register a topic "tests.topic"; what it was given, in order."""
    monkeypatch.setattr(outbox, "_handlers", dict(outbox._handlers))
    monkeypatch.setattr(outbox, "_lanes", dict(outbox._lanes))
    seen: list[dict[str, object]] = []
    handles("tests.topic")(seen.append)
    yield seen


@pytest.fixture
def failing(
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[Callable[[dict[str, object]], None]], None]:
    monkeypatch.setattr(outbox, "_handlers", dict(outbox._handlers))
    monkeypatch.setattr(outbox, "_lanes", dict(outbox._lanes))

    def register(handler: Callable[[dict[str, object]], None], lane: Lane = Lane.NOTICES) -> None:
        handles("tests.topic", lane)(handler)

    return register


def only_message() -> OutboxMessage:
    with system_scope(reason="test"):
        return OutboxMessage.objects.get(topic="tests.topic")


def make_due() -> None:
    with system_scope(reason="test"):
        OutboxMessage.objects.update(available_at=timezone.now() - timedelta(seconds=1))


@pytest.fixture
def officer(as_actor: Callable[..., Actor]) -> Actor:
    return as_actor(Duty.CITY_OFFICER)


# --- owing --------------------------------------------------------------------------------------


def test_message_of_a_change_that_is_rolled_back_is_never_delivered(db, handled):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        post("tests.topic", {"n": 1}, "k")
        raise ZeroDivisionError
    assert deliver_next() == 0
    assert handled == []


def test_same_debt_is_owed_once(db, handled):
    post("tests.topic", {"n": 1}, "k")
    post("tests.topic", {"n": 2}, "k")
    deliver_next()
    assert handled == [{"n": 1}]


def test_topic_that_nobody_handles_is_refused_at_once(db):
    with pytest.raises(ValueError, match=r"tests\.unknown"):
        post("tests.unknown", {}, "k")


def test_delayed_message_waits(db, handled):
    post("tests.topic", {}, "k", delay=timedelta(hours=1))
    assert deliver_next() == 0
    make_due()
    assert deliver_next() == 1


# --- delivering ---------------------------------------------------------------------------------


def test_done_message_is_not_delivered_twice(db, handled):
    post("tests.topic", {"n": 1}, "k")
    assert deliver_next() == 1
    make_due()
    assert deliver_next() == 0
    assert handled == [{"n": 1}]


def test_oldest_message_comes_first(db, handled):
    for n in range(3):
        post("tests.topic", {"n": n}, f"k{n}")
    deliver_next()
    assert [payload["n"] for payload in handled] == [0, 1, 2]


def test_failed_message_waits_and_is_tried_again(db, failing):
    tries: list[int] = []

    def second_time_lucky(payload: dict[str, object]) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise ConnectionError("mail host out of reach")

    failing(second_time_lucky)
    post("tests.topic", {}, "k")
    deliver_next()
    message = only_message()
    assert message.done_at is None and "mail host out of reach" in message.last_error
    assert message.available_at > timezone.now()
    assert deliver_next() == 0
    make_due()
    deliver_next()
    message = only_message()
    assert message.done_at is not None and message.attempts == 2 and message.last_error == ""


def test_pause_grows_with_each_failure(db, failing):
    failing(lambda payload: 1 / 0)
    post("tests.topic", {}, "k")
    pauses = []
    for _ in range(4):
        make_due()
        deliver_next()
        pauses.append((only_message().available_at - timezone.now()).total_seconds())
    assert pauses == sorted(pauses)
    assert pauses[3] > 4 * pauses[0]


def test_message_that_never_succeeds_is_laid_aside_and_kept(db, failing):
    failing(lambda payload: 1 / 0)
    post("tests.topic", {}, "k")
    for _ in range(outbox.MOST_ATTEMPTS):
        make_due()
        assert deliver_next() == 1
    make_due()
    assert deliver_next() == 0
    message = only_message()
    assert message.dead_at is not None and "ZeroDivisionError" in message.last_error


def test_failure_of_one_message_does_not_hold_up_the_next(db, failing):
    seen: list[int] = []

    def handler(payload: dict[str, object]) -> None:
        if payload["n"] == 0:
            raise ValueError("broken")
        seen.append(payload["n"])

    failing(handler)
    for n in range(3):
        post("tests.topic", {"n": n}, f"k{n}")
    assert deliver_next() == 3
    assert seen == [1, 2]


def test_failed_handler_leaves_no_rows_behind(db, failing, officer):
    def half_done(payload: dict[str, object]) -> None:
        Notification.objects.create(recipient_id=officer.user_id, title="x", dedupe_key="x")
        raise ValueError("broken")

    failing(half_done)
    post("tests.topic", {}, "k")
    deliver_next()
    with system_scope(reason="test"):
        assert not Notification.objects.exists()


def test_handler_that_breaks_the_database_is_a_failure_like_any_other(db, failing):
    def broken(payload: dict[str, object]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")

    failing(broken)
    post("tests.topic", {}, "k")
    assert deliver_next() == 1
    assert "DataError" in only_message().last_error


def test_crash_between_delivery_and_record_delivers_again(db, handled, monkeypatch):
    post("tests.topic", {"n": 1}, "k")
    with monkeypatch.context() as crash:
        crash.setattr(OutboxMessage, "save", lambda self: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            deliver_next()
    deliver_next()
    assert handled == [{"n": 1}, {"n": 1}]


# --- lanes --------------------------------------------------------------------------------------


def test_lane_delivers_its_own_messages_only(db, handled, mailoutbox):
    post("tests.topic", {"n": 1}, "k")
    post("accounts.mail", MAIL, "mail-1")
    assert deliver_next(lane=Lane.MAIL) == 1
    assert handled == [] and len(mailoutbox) == 1
    assert deliver_next(lane=Lane.NOTICES) == 1
    assert handled == [{"n": 1}]


def test_no_transaction_is_open_while_the_network_is_waited_for(transactional_db, failing):
    seen = []
    failing(lambda payload: seen.append(connection.in_atomic_block), Lane.MAIL)
    post("tests.topic", {}, "k")
    deliver_next()
    assert seen == [False]
    assert only_message().done_at is not None


def test_message_on_its_way_is_not_taken_by_a_second_relay(transactional_db, failing):
    tried = []

    def while_it_is_sent(payload):
        tried.append(deliver_next(lane=Lane.MAIL))

    failing(while_it_is_sent, Lane.MAIL)
    post("tests.topic", {}, "k")
    deliver_next()
    assert tried == [0]


def test_mail_server_that_does_not_answer_holds_up_no_notice(transactional_db, handled, settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = silent.getsockname()[1], 3
        post("accounts.mail", MAIL, "mail-1")
        stuck = threading.Thread(target=deliver_in_own_connection, args=(Lane.MAIL,))
        stuck.start()
        with silent.accept()[0]:
            post("tests.topic", {"n": 1}, "n")
            assert deliver_next(lane=Lane.NOTICES) == 1
            assert handled == [{"n": 1}] and stuck.is_alive()
            stuck.join(20)
    with system_scope(reason="test"):
        mail = OutboxMessage.objects.get(topic="accounts.mail")
    assert mail.done_at is None and mail.attempts == 1 and mail.last_error


def deliver_in_own_connection(lane: Lane) -> None:
    deliver_next(lane=lane)
    connection.close()


# --- mail and notifications ---------------------------------------------------------------------


def test_mail_carries_the_same_message_id_each_time(mailoutbox):
    send_mail(MAIL)
    send_mail(MAIL)
    send_mail(MAIL | {"key": "mail-2"})
    first, again, other = [mail.message()["Message-ID"] for mail in mailoutbox]
    assert first == again != other


def test_mail_host_out_of_reach_keeps_the_mail(db, monkeypatch, mailoutbox):
    def refuse(self: EmailMessage, **kwargs: object) -> int:
        raise ConnectionRefusedError

    post("accounts.mail", MAIL, "mail-1")
    with monkeypatch.context() as down:
        down.setattr(EmailMessage, "send", refuse)
        deliver_next()
    assert not mailoutbox
    make_due()
    deliver_next()
    assert [mail.to for mail in mailoutbox] == [[MAIL["to"]]]


def test_notification_arrives_in_the_portal_and_by_mail(officer, mailoutbox):
    notify([officer.user_id], title="案件已转交", body="", link="/procedures/", dedupe_key="c1")
    deliver_next()
    with system_scope(reason="test"):
        assert Notification.objects.get().title == "案件已转交"
    [mail] = mailoutbox
    assert "案件已转交" in mail.subject
    assert "/procedures/" in mail.body


def test_notification_of_one_event_reaches_a_person_once(officer, mailoutbox):
    for _ in range(2):
        notify([officer.user_id] * 2, title="案件已转交", body="", link="", dedupe_key="c1")
        deliver_next()
    with system_scope(reason="test"):
        assert Notification.objects.count() == 1
    assert len(mailoutbox) == 1


def test_notification_that_is_delivered_again_is_not_shown_again(officer, mailoutbox):
    notify([officer.user_id], title="案件已转交", body="", link="", dedupe_key="c1")
    deliver_next()
    with system_scope(reason="test"):
        OutboxMessage.objects.filter(topic="accounts.notify").update(done_at=None)
    make_due()
    deliver_next()
    with system_scope(reason="test"):
        assert Notification.objects.count() == 1
    assert len(mailoutbox) == 1


def test_what_is_posted_together_is_written_with_one_statement(
    handled, officer, django_assert_num_queries
):
    with acting_as(officer), django_assert_num_queries(1), posted_together():
        for key in ("a", "b", "a"):
            post("tests.topic", {"key": key}, key)
        with posted_together():
            post("tests.topic", {"key": "c"}, "c")
    with system_scope(reason="test"):
        found = OutboxMessage.objects.filter(topic="tests.topic")
        assert sorted(found.values_list("payload__key", flat=True)) == ["a", "b", "c"]


def test_block_that_fails_posts_nothing(handled, officer):
    with acting_as(officer), posted_together():
        post("tests.topic", {}, "outer")
        with pytest.raises(ZeroDivisionError), posted_together():
            post("tests.topic", {}, "inner")
            raise ZeroDivisionError
    with acting_as(officer), pytest.raises(ZeroDivisionError), posted_together():
        post("tests.topic", {}, "later")
        raise ZeroDivisionError
    with system_scope(reason="test"):
        found = OutboxMessage.objects.filter(topic="tests.topic")
        assert list(found.values_list("dedupe_key", flat=True)) == ["outer"]


def test_people_who_left_are_not_told(as_actor, officer):
    from accounts.models import Membership

    leaver = as_actor(Duty.CITY_OFFICER)
    with system_scope(reason="test"):
        Membership.objects.filter(pk=leaver.membership_id).update(is_active=False)
    with acting_as(officer):
        told = people_of(duty=Duty.CITY_OFFICER)
    assert officer.user_id in told and leaver.user_id not in told
