"""Uploaded files, and where the content of stored ones is."""

import uuid

from django.db import models
from django.utils import timezone

from accounts.tenancy import TenantModel
from documents.file_types import JPEG, PDF, PNG

VIEWABLE = frozenset({PDF, PNG, JPEG})


class Attachment(TenantModel):
    """A stored upload of an organisation. It is served only once its scan has ended well."""

    class ScanState(models.TextChoices):
        PENDING = "pending", "等待查毒"
        CLEAN = "clean", "已查毒"
        INFECTED = "infected", "发现病毒"
        UNSCANNED = "unscanned", "未配置查毒"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("文件名", max_length=200)
    content_type = models.CharField("类型", max_length=100)
    size = models.PositiveBigIntegerField("大小（字节）")
    sha256 = models.CharField(max_length=64)
    storage_key = models.CharField(max_length=200, unique=True)
    scan_state = models.CharField(
        "查毒", max_length=10, choices=ScanState.choices, default=ScanState.PENDING
    )
    scanned_at = models.DateTimeField(null=True, blank=True)
    purpose = models.CharField(max_length=40)
    # Nobody, for what the public sends in.
    uploaded_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    @property
    def state_shown(self) -> str:
        """What people read of the scan; nothing where this portal has no scanner."""
        unscanned = self.scan_state == self.ScanState.UNSCANNED
        return "" if unscanned else str(self.ScanState(self.scan_state).label)

    @property
    def is_viewable(self) -> bool:
        """Whether every browser shows it without running what it holds."""
        return self.content_type in VIEWABLE

    @property
    def may_be_served(self) -> bool:
        return self.scan_state in (self.ScanState.CLEAN, self.ScanState.UNSCANNED)


class StoredFile(models.Model):
    """A file under its key in a storage over the network (documents/later_storage.py). Until it
    has been carried there its content waits in its parts."""

    key = models.CharField(max_length=200, unique=True)
    size = models.PositiveBigIntegerField("大小（字节）")
    created_at = models.DateTimeField("产生时间", default=timezone.now)
    moved_at = models.DateTimeField("存入时间", null=True)

    def __str__(self) -> str:
        return self.key


class StoredPart(models.Model):
    """A piece of a file that waits."""

    file = models.ForeignKey(StoredFile, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="stored_part_once")]

    def __str__(self) -> str:
        return f"{self.file_id} {self.number}"
