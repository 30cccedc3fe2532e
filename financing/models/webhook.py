"""Webhooks: addresses of a bank that are told of changes, and each message that they are owed."""

import base64
import hashlib
import secrets
import uuid
from typing import ClassVar

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.tenancy import TenantManager, TenantModel, TenantQuerySet


class Webhook(TenantModel):
    """An address of a bank that messages are sent to. `organisation` is the bank."""

    name = models.CharField("名称", max_length=60)
    url = models.CharField("地址", max_length=500)
    created_at = models.DateTimeField("登记时间", auto_now_add=True)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    disabled_at = models.DateTimeField("停用时间", null=True, blank=True)
    disabled_because = models.CharField("停用原因", max_length=200, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["organisation", "-id"], name="webhook_own")]

    def __str__(self) -> str:
        return self.name


class WebhookSecret(TenantModel):
    """A key that messages are signed with; while one replaces another, both sign.

    Signing needs the key itself, so it is kept sealed with the portal's own secret.
    """

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="secret_rows")
    sealed = models.TextField()
    hint = models.CharField("末四位", max_length=4)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    expires_at = models.DateTimeField("有效期至", null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["webhook", "-id"], name="webhook_secret_recent")]

    def __str__(self) -> str:
        return f"{self.webhook_id} …{self.hint}"

    @property
    def is_valid(self) -> bool:
        return self.expires_at is None or self.expires_at > timezone.now()

    @property
    def key(self) -> str | None:
        """The key as the bank has it: `whsec_` and base64. None when it was sealed with a secret of
        the portal that is not known any more."""
        try:
            return _seal().decrypt(self.sealed.encode()).decode()
        except InvalidToken:
            return None


class DeliveryQuerySet(TenantQuerySet["WebhookDelivery"]):
    def waiting(self) -> "DeliveryQuerySet":
        return self.filter(state=WebhookDelivery.State.WAITING)


DeliveryManager = TenantManager.from_queryset(DeliveryQuerySet, "DeliveryManager")


class WebhookDelivery(TenantModel):
    """One message to one webhook. `body` is what is sent, to the byte, however often."""

    class Event(models.TextChoices):
        CHANGED = "whitelist.changed", "名单有变化"
        DEMAND = "demand.changed", "融资需求有变化"
        PING = "ping", "测试消息"

    class State(models.TextChoices):
        WAITING = "waiting", "等待送达"
        DELIVERED = "delivered", "已送达"
        DEAD = "dead", "未能送达"

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    message_id = models.UUIDField("消息编号", default=uuid.uuid4, unique=True, editable=False)
    event = models.CharField("事件", max_length=20, choices=Event.choices)
    body = models.TextField("内容")
    state = models.CharField("状态", max_length=9, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    created_at = models.DateTimeField("时间", auto_now_add=True)
    # Delivered or given up when; a message that is sent again counts from then.
    ended_at = models.DateTimeField("结束时间", null=True)
    next_attempt_at = models.DateTimeField("下次尝试", default=timezone.now)
    waiting_since = models.DateTimeField(default=timezone.now)
    # It waits because the receiver did not take what was sent to it, whatever the message said.
    is_held_back = models.BooleanField(default=False, db_default=False)

    objects: ClassVar[DeliveryManager] = DeliveryManager()

    class Meta:
        indexes = [
            models.Index(fields=["webhook", "-id"], name="delivery_recent"),
            models.Index(fields=["webhook", "state", "-id"], name="delivery_by_state"),
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(state="waiting"),
                name="delivery_waiting",
            ),
            models.Index(fields=["created_at"], name="delivery_old"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.message_id}"


class WebhookAttempt(TenantModel):
    """One try to deliver a message, and what came of it."""

    delivery = models.ForeignKey(WebhookDelivery, models.CASCADE, related_name="attempt_rows")
    at = models.DateTimeField("时间")
    status = models.PositiveSmallIntegerField("状态码", null=True)
    error = models.CharField("原因", max_length=300, blank=True, default="")
    milliseconds = models.PositiveIntegerField("用时（毫秒）")

    class Meta:
        indexes = [models.Index(fields=["delivery", "-id"], name="attempt_recent")]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.status or self.error}"


def new_key() -> str:
    """A signing key of 256 random bits in the form of Standard Webhooks."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def sealed(key: str) -> str:
    return _seal().encrypt(key.encode()).decode()


def _seal() -> MultiFernet:
    """Sealing with the portal's secret; what earlier secrets sealed can still be opened."""
    secret_keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"financing.webhook:{one}".encode()).digest() for one in secret_keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(one)) for one in digests])
