"""What failed is seen by the operator, who has it tried again."""

from collections.abc import Callable

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.jobs import start_job
from accounts.models import Job, OutboxMessage
from accounts.outbox import deliver_next, post
from accounts.tenancy import Actor, acting_as, system_scope
from lifecycle.bulk import BULK
from people.actions.repair import retry_jobs, send_again

pytestmark = pytest.mark.django_db
MAIL = {"to": "wang@portal.example", "subject": "密码重置", "body": "秘密链接", "key": "m"}


@pytest.fixture
def operator(as_actor: Callable[..., Actor]) -> Actor:
    return as_actor(Duty.OPERATOR)


@pytest.fixture
def dead_mail(db: None) -> OutboxMessage:
    with system_scope(reason="test"):
        post("accounts.mail", MAIL, "m")
        message = OutboxMessage.objects.get(dedupe_key="m")
        message.attempts, message.dead_at = 48, timezone.now()
        message.last_error = "ConnectionRefusedError: mail host"
        message.save()
    return message


@pytest.fixture
def failed_job(as_actor: Callable[..., Actor]) -> Job:
    officer = as_actor(Duty.CITY_OFFICER)
    with acting_as(officer):
        job = start_job(officer, kind=BULK, label="认定 63 件", payload={})
    with system_scope(reason="test"):
        Job.objects.filter(pk=job.pk).update(
            state=Job.State.FAILED, message="多次中断", attempts=5, finished_at=timezone.now()
        )
    return job


def press(client: Client, address: str, act: str, *rows: object) -> str:
    answer = client.post(address, {"bulk": act, "row": [str(row) for row in rows]}, follow=True)
    return answer.content.decode()


def test_home_names_what_failed_with_the_way_to_it(
    operator: Actor, dead_mail: OutboxMessage, failed_job: Job, signed_in: Callable[..., Client]
) -> None:
    page = signed_in(operator).get("/home/").content.decode()
    assert "1 条消息多次未能送达，已停止发送" in page
    assert "1 项后台任务未完成" in page
    assert "?condition=dead" in page


def test_home_names_the_parts_that_do_not_answer(
    operator: Actor, signed_in: Callable[..., Client], settings: object
) -> None:
    settings.CELERY_TASK_DEFAULT_QUEUE = "test-console-nobody"
    page = signed_in(operator).get("/home/").content.decode()
    assert "后台任务（worker）" in page and "没有响应" in page


def test_home_names_organisations_that_nobody_administers(
    operator: Actor, signed_in: Callable[..., Client]
) -> None:
    page = signed_in(operator).get("/home/").content.decode()
    assert "崂山区中小企业主管部门" in page


def test_dead_mail_is_listed_without_its_content(
    operator: Actor, dead_mail: OutboxMessage, signed_in: Callable[..., Client]
) -> None:
    page = signed_in(operator).get(reverse("people:deliveries") + "?condition=dead")
    text = page.content.decode()
    assert "邮件" in text and "mail host" in text
    assert "秘密链接" not in text


def test_dead_mail_sent_again_arrives(
    operator: Actor,
    dead_mail: OutboxMessage,
    signed_in: Callable[..., Client],
    mailoutbox: list[EmailMessage],
) -> None:
    text = press(signed_in(operator), reverse("people:deliveries"), "send_again", dead_mail.pk)
    assert "1 条将重新发送" in text
    deliver_next()
    assert [mail.to for mail in mailoutbox] == [["wang@portal.example"]]


def test_what_waits_for_its_first_try_is_not_sent_again(operator: Actor) -> None:
    with system_scope(reason="test"):
        post("accounts.mail", MAIL, "m")
        waiting = OutboxMessage.objects.get(dedupe_key="m")
    with acting_as(operator), pytest.raises(RuleViolation, match="不需要重新发送"):
        send_again(operator, [waiting.pk])


def test_failed_job_is_queued_again(
    operator: Actor, failed_job: Job, signed_in: Callable[..., Client]
) -> None:
    text = press(signed_in(operator), reverse("people:all_jobs"), "retry", failed_job.pk)
    assert "1 项任务将重新开始" in text
    with system_scope(reason="test"):
        job = Job.objects.get(pk=failed_job.pk)
        assert (job.state, job.attempts, job.message) == (Job.State.QUEUED, 0, "")
        owed = OutboxMessage.objects.filter(topic="accounts.run_job", done_at=None)
        assert owed.filter(dedupe_key__contains="retry").count() == 1


@pytest.mark.parametrize("act", [send_again, retry_jobs])
def test_nobody_else_repairs(as_actor: Callable[..., Actor], act: Callable[..., int]) -> None:
    officer = as_actor(Duty.CITY_OFFICER)
    with acting_as(officer), pytest.raises(NotPermitted):
        act(officer, [])


def test_messages_are_seen_by_the_operator_alone(
    as_actor: Callable[..., Actor], operator: Actor, dead_mail: OutboxMessage
) -> None:
    for duty in (Duty.CITY_OFFICER, Duty.AUDITOR, Duty.LEADER):
        with acting_as(as_actor(duty)):
            assert not OutboxMessage.objects.exists()
    with acting_as(operator):
        assert OutboxMessage.objects.filter(pk=dead_mail.pk).exists()
        assert OutboxMessage.objects.update(last_error="") == 0


@pytest.mark.parametrize("name", ["deliveries", "all_jobs"])
def test_lists_take_as_many_queries_for_many_rows_as_for_one(
    operator: Actor, as_actor: Callable[..., Actor], signed_in: Callable[..., Client], name: str
) -> None:
    officer, client = as_actor(Duty.CITY_OFFICER), signed_in(operator)
    address = reverse(f"people:{name}")
    numbers = []
    for number in (1, 4):
        with acting_as(officer):
            for _ in range(number):
                start_job(officer, kind=BULK, label="认定", payload={})
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
