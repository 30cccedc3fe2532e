"""The windows in which filings are taken."""

from django.db import models
from django.utils import timezone

from schemes.definition.scheme import SUBSIDY
from schemes.models import SchemeVersion


class BatchQuerySet(models.QuerySet["Batch"]):
    def open_at(self, moment: object = None) -> "BatchQuerySet":
        """Batches that take filings at `moment` (default: now)."""
        moment = moment or timezone.now()
        return self.filter(opens_at__lte=moment, closes_at__gt=moment)

    def of_certifications(self) -> "BatchQuerySet":
        """Batches of schemes that lead to a title or a list; money has pages of its own."""
        return self.exclude(version__definition__outcome=SUBSIDY)

    def for_filings(self, *, rechecks: bool = False) -> "BatchQuerySet":
        """Batches that take new filings; with `rechecks` those that take re-checks."""
        other = Batch.Purpose.CERTIFY if rechecks else Batch.Purpose.RECHECK
        return self.exclude(purpose=other)


class Batch(models.Model):
    """A window in which filings for a scheme version are taken; the end is exclusive.

    Its phase follows from the clock alone, to the second, and is therefore computed: a stored
    state would be a second answer to whether a filing came in time. What people do with a batch
    moves its two moments and is on the trail; more time is told by its extensions.
    """

    class Phase(models.TextChoices):
        COMING = "coming", "未开放"
        OPEN = "open", "受理中"
        CLOSED = "closed", "已截止"

    class Purpose(models.TextChoices):
        BOTH = "both", "新申报和复核"
        CERTIFY = "certify", "只受理新申报"
        RECHECK = "recheck", "只受理复核"

    version = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="batches")
    # Re-checks may go by another standard than new filings in the same weeks, each in its batch.
    purpose = models.CharField(
        "受理范围", max_length=8, choices=Purpose.choices, default=Purpose.BOTH, db_default="both"
    )
    name = models.CharField("批次", max_length=80)
    year = models.PositiveSmallIntegerField("年度")
    opens_at = models.DateTimeField("开放时间")
    closes_at = models.DateTimeField("截止时间")
    announced_at = models.DateTimeField(null=True, blank=True)

    numbers: dict[str, int]  # of cases in each state, where a list has counted them

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="batch_ends_after_start",
                violation_error_message="截止时间应晚于开放时间。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def phase(self) -> Phase:
        now = timezone.now()
        if now < self.opens_at:
            return self.Phase.COMING
        return self.Phase.OPEN if now < self.closes_at else self.Phase.CLOSED

    @property
    def is_open(self) -> bool:
        return self.phase == self.Phase.OPEN

    @property
    def last_year(self) -> int:
        """上年度: the calendar year before the batch opens (local date)."""
        return timezone.localtime(self.opens_at).year - 1

    @property
    def takes_filings(self) -> bool:
        return self.purpose != self.Purpose.RECHECK

    @property
    def takes_rechecks(self) -> bool:
        return self.purpose != self.Purpose.CERTIFY


class BatchExtension(models.Model):
    """A batch got more time. Append-only."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="extensions")
    closed_at = models.DateTimeField("原截止时间")
    closes_at = models.DateTimeField("新截止时间")
    reason = models.CharField("延期原因", max_length=500)
    extended_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    extended_at = models.DateTimeField("办理时间", auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.closes_at:%Y-%m-%d %H:%M}"
