"""The list of one's own notifications."""

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.duties import Duty
from accounts.models import Notification
from accounts.tenancy import system_scope
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def told(user_id: int, title: str) -> Notification:
    with system_scope(reason="test"):
        return Notification.objects.create(
            recipient_id=user_id, title=title, link="/people/members/", dedupe_key=title
        )


@pytest.fixture
def newcomer(client):
    """Somebody who is signed in and has no duty."""
    user = UserFactory()
    client.force_login(user)
    return user


def test_somebody_without_a_duty_reads_what_was_sent_to_them(client, newcomer):
    told(newcomer.pk, "您的认领没有通过")
    page = client.get(reverse("people:notifications")).content.decode()
    assert "您的认领没有通过" in page
    assert "有 1 条未读通知" in page


def test_somebody_without_a_duty_follows_and_reads_all(client, newcomer):
    first, second = told(newcomer.pk, "一"), told(newcomer.pk, "二")
    answer = client.get(reverse("people:notification", args=[first.pk]))
    assert answer.headers["Location"] == "/people/members/"
    client.post(reverse("people:notifications_read"))
    with system_scope(reason="test"):
        assert not Notification.objects.filter(recipient_id=newcomer.pk, read_at=None).exists()
        assert Notification.objects.get(pk=second.pk).read_at is not None


def test_bell_falls_when_the_page_that_a_message_is_about_is_read(as_actor, signed_in):
    reader = as_actor(Duty.ENTERPRISE_STAFF, is_administrator=True)
    told(reader.user_id, "有新成员加入")
    client = signed_in(reader)
    assert "消息，1 条未读" in client.get("/people/duties/").content.decode()
    assert "条未读" not in client.get("/people/members/").content.decode()
    assert "条未读" not in client.get("/people/duties/").content.decode()


def test_address_of_the_portal_in_a_message_is_a_link_and_no_other(client, newcomer):
    body = f"1. 审计报告：缺页 {settings.PUBLIC_URL}/procedures/cases/7/fill/#files-audit\n"
    body += f"见 https://elsewhere.example/x 和 {settings.PUBLIC_URL}//elsewhere.example"
    with system_scope(reason="test"):
        Notification.objects.create(
            recipient_id=newcomer.pk, title="请修改", body=body, link="/", dedupe_key="1"
        )
    page = client.get(reverse("people:notifications")).content.decode()
    assert '审计报告：缺页 <a href="/procedures/cases/7/fill/#files-audit">打开' in page
    assert "elsewhere.example" in page and 'href="https://elsewhere' not in page
    assert 'href="//elsewhere' not in page


def test_nobody_reads_what_was_sent_to_others(client, newcomer, as_actor):
    other = told(as_actor(Duty.ENTERPRISE_STAFF).user_id, "给别人的")
    assert "给别人的" not in client.get(reverse("people:notifications")).content.decode()
    assert client.get(reverse("people:notification", args=[other.pk])).status_code == 404
