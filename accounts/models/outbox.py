"""What a change owes to others: outbox messages, and the notifications people read."""

import uuid

from django.db import models
from django.utils import timezone

from accounts.lanes import Lane


class OutboxMessage(models.Model):
    """A side effect written with the change that owes it, delivered at least once afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lane = models.CharField(
        "类别", max_length=10, choices=Lane.choices, default=Lane.NOTICES, db_default=Lane.NOTICES
    )
    topic = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField("产生时间", default=timezone.now)
    available_at = models.DateTimeField("下次发送", default=timezone.now)
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)
    done_at = models.DateTimeField("完成时间", null=True, blank=True)
    dead_at = models.DateTimeField("停止时间", null=True, blank=True)
    last_error = models.TextField("最近的错误", blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["lane", "available_at"],
                condition=models.Q(done_at=None, dead_at=None),
                name="outbox_waiting_in_lane",
            ),
            models.Index(
                fields=["-created_at", "-id"],
                condition=models.Q(done_at=None),
                name="outbox_undelivered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.dedupe_key}"

    @property
    def has_failed(self) -> bool:
        return self.done_at is None and self.attempts > 0


class Notification(models.Model):
    """A message to one person, shown in the portal and sent by e-mail."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey("accounts.User", models.CASCADE, related_name="notifications")
    title = models.CharField("标题", max_length=200)
    body = models.TextField("内容", blank=True)
    link = models.CharField("链接", max_length=500, blank=True)
    dedupe_key = models.CharField(max_length=200)
    # What sort of work it gathers, "" for a message of its own, and by matter the title, body and
    # link of each that it stands for (accounts.gathering).
    sort = models.CharField(max_length=60, blank=True, default="", db_default="")
    matters = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    created_at = models.DateTimeField("时间", default=timezone.now)
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)
    mailed_at = models.DateTimeField("邮件时间", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "dedupe_key"], name="notification_once")
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notification_recent"),
            models.Index(
                fields=["recipient"], condition=models.Q(read_at=None), name="notification_unread"
            ),
            models.Index(
                fields=["sort"],
                condition=models.Q(read_at=None) & ~models.Q(sort=""),
                name="notification_gathered",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MailChoice(models.Model):
    """Whether a person wants the notifications of a kind by e-mail too; without a row they do."""

    recipient = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    kind = models.CharField("类别", max_length=20)
    by_mail = models.BooleanField("发邮件", default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "kind"], name="mail_choice_once")
        ]

    def __str__(self) -> str:
        return f"{self.recipient_id} {self.kind}"
