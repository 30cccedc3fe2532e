"""What the accounts app delivers: notifications, mails, and the start of jobs."""

import hashlib
from typing import Any, NotRequired, TypedDict

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from accounts import gathering
from accounts.lanes import Lane
from accounts.models import MailChoice, Notification, User
from accounts.notifications import MUST_HAVE, Kind
from accounts.outbox import handles, post


class Told(TypedDict):
    """A notification of one person."""

    recipient_id: int
    title: str
    body: str
    link: str
    dedupe_key: str
    kind: NotRequired[str]  # messages that were owed before there were kinds have none
    by_mail: NotRequired[bool]
    gathered: NotRequired[dict[str, str]]  # the fields of `Gathered`


class Mail(TypedDict):
    """A mail to one address; no other mail has its `key`."""

    to: str
    subject: str
    body: str
    key: str


class DoneWork(TypedDict):
    """A matter of some sort that needs nobody any more."""

    sort: str
    matter: str


class StartedJob(TypedDict):
    """A job that a worker is to run."""

    job_id: str


@handles("accounts.notify")
def make_notification(payload: Told) -> None:
    """Write the notification once, and owe its mail to who wants one."""
    fields: dict[str, Any] = {
        name: value
        for name, value in payload.items()
        if name not in ("kind", "by_mail", "gathered")
    }
    if gathered := payload.get("gathered"):
        if gathering.joined(payload, gathered):
            return
        fields |= {"sort": gathered["sort"], "matters": gathering.matter_of(payload, gathered)}
    Notification.objects.bulk_create(
        [Notification(**fields, created_at=timezone.now())], ignore_conflicts=True
    )
    recipient = User.objects.get(pk=payload["recipient_id"])
    if not recipient.email or _is_unwanted(payload):
        return
    link = f"{settings.PUBLIC_URL}{payload['link']}" if payload["link"] else settings.PUBLIC_URL
    post(
        "accounts.mail",
        {
            "to": recipient.email,
            "subject": f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{payload['title']}",
            "body": "\n\n".join(
                filter(
                    None,
                    (
                        f"{recipient.name}，您好：",
                        payload["body"],
                        f"请登录平台查看：{link}",
                        "（系统邮件，请勿直接回复）",
                    ),
                )
            ),
            "key": f"{payload['recipient_id']}:{payload['dedupe_key']}",
        },
        f"mail:{payload['recipient_id']}:{payload['dedupe_key']}"[:200],
    )


@handles("accounts.work_done")
def end_work(payload: DoneWork) -> None:
    """Take a matter that somebody has done out of what is still to be read."""
    gathering.leave(payload["sort"], payload["matter"])


def _is_unwanted(payload: Told) -> bool:
    if not payload.get("by_mail", True):
        return True
    kind = payload.get("kind", Kind.CASES)
    choices = MailChoice.objects.filter(recipient_id=payload["recipient_id"], kind=kind)
    return kind not in MUST_HAVE and choices.filter(by_mail=False).exists()


@handles("accounts.mail", Lane.MAIL)
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


@handles("accounts.run_job", Lane.JOBS)
def dispatch_job(payload: StartedJob) -> None:
    from accounts.tasks import run_job

    run_job.delay(payload["job_id"])
