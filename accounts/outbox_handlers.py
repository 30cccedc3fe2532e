"""What the accounts app delivers: notifications, mails, and the start of jobs."""

import hashlib
from typing import TypedDict

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from accounts.models import Notification, User
from accounts.outbox import handles, post


class Told(TypedDict):
    """A notification of one person."""

    recipient_id: int
    title: str
    body: str
    link: str
    dedupe_key: str


class Mail(TypedDict):
    """A mail to one address; no other mail has its `key`."""

    to: str
    subject: str
    body: str
    key: str


class StartedJob(TypedDict):
    """A job that a worker is to run."""

    job_id: str


@handles("accounts.notify")
def make_notification(payload: Told) -> None:
    """Write the notification once, and owe its mail."""
    Notification.objects.bulk_create(
        [Notification(**payload, created_at=timezone.now())], ignore_conflicts=True
    )
    recipient = User.objects.get(pk=payload["recipient_id"])
    if not recipient.email:
        return
    link = f"{settings.PUBLIC_URL}{payload['link']}" if payload["link"] else settings.PUBLIC_URL
    post(
        "accounts.mail",
        {
            "to": recipient.email,
            "subject": f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{payload['title']}",
            "body": f"{recipient.name}，您好：\n\n{payload['body'] or payload['title']}\n\n"
            f"请登录平台办理：{link}\n\n（系统邮件，请勿直接回复）",
            "key": f"{payload['recipient_id']}:{payload['dedupe_key']}",
        },
        f"mail:{payload['recipient_id']}:{payload['dedupe_key']}"[:200],
    )


@handles("accounts.mail")
def send_mail(payload: Mail) -> None:
    """Send one mail. Its Message-ID comes from the message's key, so a mailbox that gets it a
    second time, after a crash between sending and recording, can tell that it has it already."""
    digest = hashlib.sha256(payload["key"].encode()).hexdigest()[:40]
    EmailMessage(
        # One line: a product's name with a line break in it must not keep the mail from going.
        subject=" ".join(payload["subject"].split()),
        body=payload["body"],
        to=[payload["to"]],
        headers={"Message-ID": f"<{digest}@portal.qingdao>"},
    ).send()


@handles("accounts.run_job")
def dispatch_job(payload: StartedJob) -> None:
    from accounts.tasks import run_job

    run_job.delay(payload["job_id"])
