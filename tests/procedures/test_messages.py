"""What an applicant is told on the way: when, until when, and where to look."""

from django.urls import reverse

from accounts.models import OutboxMessage
from accounts.outbox import deliver_next
from accounts.tenancy import system_scope
from pages.moments import end_of_day
from tests.procedures import filings
from tests.procedures.notices import ended, proposed, published


def last_told(user_id):
    with system_scope(reason="test"):
        rows = OutboxMessage.objects.filter(topic="accounts.notify", payload__recipient_id=user_id)
        return rows.order_by("-created_at").first().payload


def test_notice_is_told_with_its_days_and_its_page(people):
    notice = published(people, [case := proposed(people)])
    said = last_told(people.staff.user_id)
    assert said["title"] == f"“{case.title}”正在公示，到 {end_of_day(notice.ends_on)}"
    assert f"{notice.starts_on:%Y-%m-%d} 至 {notice.ends_on:%Y-%m-%d}" in said["body"]
    assert reverse("procedures:notice", args=[notice.pk]) in said["body"]


def test_approval_is_told_with_its_certificate(people):
    ended(published(people, [case := proposed(people)]))
    filings.done(people.city, case, "certify")
    said = last_told(people.staff.user_id)
    assert said["title"] == f"“{case.title}”已认定"
    assert "证书 QD" in said["body"] and "有效期至" in said["body"]


def test_mail_without_more_to_say_does_not_repeat_its_subject(people):
    filings.submitted(people.staff)
    deliver_next()
    with system_scope(reason="test"):
        mails = [row.payload for row in OutboxMessage.objects.filter(topic="accounts.mail")]
    assert mails
    for mail in mails:
        subject = mail["subject"].split("】", 1)[1]
        assert subject not in mail["body"]
        assert "请登录平台查看：http" in mail["body"]
