"""The embedded Valkey and the mailbox."""

import smtplib
import socket
import time
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
import redis

from qingdao_portal.engines.credentials import load_credentials
from qingdao_portal.engines.folders import Folders
from qingdao_portal.engines.mailbox import Mailbox, list_messages
from qingdao_portal.engines.valkey import Valkey
from tests.qingdao_portal.portals import kill, temporary_folders

pytestmark = pytest.mark.engines


@pytest.fixture
def folders() -> Iterator[Folders]:
    with temporary_folders() as folders:
        folders.make()
        yield folders


@pytest.fixture
def valkey(folders: Folders) -> Valkey:
    return Valkey(folders, load_credentials(folders.run))


def test_queued_messages_survive_kill_9_of_the_broker(valkey: Valkey) -> None:
    valkey.ensure_running()
    redis.Redis.from_url(valkey.url).rpush("queue", *range(100))
    time.sleep(1.2)
    kill(valkey.pid())
    valkey.ensure_running()
    assert redis.Redis.from_url(valkey.url).llen("queue") == 100


def test_the_broker_keeps_its_port_and_never_evicts(valkey: Valkey) -> None:
    valkey.ensure_running()
    before = valkey.url
    valkey.stop()
    assert valkey.pid() is None
    valkey.ensure_running()
    assert valkey.url == before
    policy = redis.Redis.from_url(valkey.url).config_get("maxmemory-policy")
    assert policy == {"maxmemory-policy": "noeviction"}


def test_the_broker_asks_for_a_password(valkey: Valkey) -> None:
    valkey.ensure_running()
    port = int(valkey.url.rsplit(":", 1)[1])
    with pytest.raises(redis.AuthenticationError):
        redis.Redis(port=port).ping()


def test_the_broker_moves_when_a_stranger_took_its_port(valkey: Valkey) -> None:
    valkey.ensure_running()
    before = valkey.url
    valkey.stop()
    with socket.create_server(("127.0.0.1", int(before.rsplit(":", 1)[1]))):
        valkey.ensure_running()
    assert valkey.url != before
    assert valkey.is_answering()


def test_mail_is_kept_with_every_recipient_of_the_envelope(folders: Folders) -> None:
    mailbox = Mailbox(folders)
    mailbox.ensure_running()
    message = EmailMessage()
    message["From"] = "portal@example.test"
    message["To"] = "sme@example.test"
    message["Subject"] = "您的申请已退回"
    message.set_content("请补正研发费用。\n")
    with smtplib.SMTP("127.0.0.1", mailbox.port) as sender:
        sender.send_message(message, to_addrs=["sme@example.test", "hidden@example.test"])
    (kept,) = list_messages(folders.mail)
    assert kept.recipients == ("sme@example.test", "hidden@example.test")
    assert kept.subject == "您的申请已退回"
    assert kept.body.strip() == "请补正研发费用。"
    assert list_messages(folders.mail, to="nobody@example.test") == []


def test_a_killed_mailbox_comes_back_on_its_port(folders: Folders) -> None:
    mailbox = Mailbox(folders)
    mailbox.ensure_running()
    port = mailbox.port
    kill(mailbox.pid())
    mailbox.ensure_running()
    assert mailbox.port == port
