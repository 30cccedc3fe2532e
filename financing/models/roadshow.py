"""Road shows (路演): their seats, and who has booked one."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.tenancy import TenantManager, TenantModel, TenantQuerySet
from documents.fields import AttachmentField, NameField
from lifecycle.models import TenantTransitionEvent
from pages.models import SharedRecord


class RoadShow(SharedRecord):
    """A meeting at which projects are shown to investors. Moments are UTC, shown as local time."""

    title = NameField("名称", max_length=100)
    topic = models.CharField("主题领域", max_length=100, blank=True, default="")
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    place = models.CharField("地点", max_length=200)
    book_until = models.DateTimeField("报名截止")
    project_seats = models.PositiveSmallIntegerField("路演项目名额")
    investor_seats = models.PositiveSmallIntegerField("投资机构名额")
    description = models.TextField("安排", max_length=4000)
    material = AttachmentField("路演材料", purpose="road-show")
    outcome = models.TextField(
        "成果", max_length=2000, blank=True, default="", help_text="结束后填写，参加的各方可见"
    )

    class Meta:
        indexes = [models.Index(fields=["-starts_at", "-id"], name="road_show_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="road_show_ends_after_it_begins",
                violation_error_code="ends_at",
                violation_error_message="结束时间须晚于开始时间。",
            ),
            models.CheckConstraint(
                condition=Q(book_until__lte=F("starts_at")),
                name="road_show_booked_before_it_begins",
                violation_error_code="book_until",
                violation_error_message="报名截止不能晚于开始时间。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def takes_bookings(self) -> bool:
        return self.retired_at is None and timezone.now() < self.book_until

    @property
    def has_begun(self) -> bool:
        return timezone.now() >= self.starts_at

    def seats_of(self, role: str) -> int:
        """How many seats there are for projects, or for investors."""
        is_project = role == RoadShowBooking.Role.PROJECT
        return self.project_seats if is_project else self.investor_seats


class BookingQuerySet(TenantQuerySet["RoadShowBooking"]):
    def holding(self) -> Self:
        """Those that hold a seat, or have been offered one."""
        return self.filter(state__in=HOLDING)

    def open(self) -> Self:
        """Those that hold a seat or wait for one."""
        return self.filter(state__in=(*HOLDING, RoadShowBooking.State.WAITING))


BookingManager = TenantManager.from_queryset(BookingQuerySet, "BookingManager")


class RoadShowBooking(TenantModel):
    """A seat of a road show, or a place on its waiting list; `organisation` is whose it is. Only
    `listings.booking_machine` assigns `state`. `offer_until` is the moment (UTC) until which a
    freed seat is held for somebody who waited."""

    class State(models.TextChoices):
        BOOKED = "booked", "已报名"
        WAITING = "waiting", "候补中"
        OFFERED = "offered", "候补到位，待确认"
        CANCELLED = "cancelled", "已取消"
        LAPSED = "lapsed", "逾期未确认"
        ATTENDED = "attended", "已到场"
        ABSENT = "absent", "未到场"

    class Role(models.TextChoices):
        PROJECT = "project", "路演项目"
        INVESTOR = "investor", "投资机构"

    show = models.ForeignKey(RoadShow, models.PROTECT, related_name="bookings")
    role = models.CharField("身份", max_length=10, choices=Role.choices)
    project = models.ForeignKey(
        "financing.FinancingProject", models.PROTECT, null=True, related_name="bookings"
    )
    party_name = models.CharField("名称", max_length=200)
    project_name = models.CharField("项目", max_length=120, blank=True, default="")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.BOOKED)
    version = models.PositiveIntegerField("版本号", default=1, db_default=1)
    booked_at = models.DateTimeField("报名时间", auto_now_add=True)
    booked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    offer_until = models.DateTimeField("确认期限", null=True)

    objects: ClassVar[BookingManager] = BookingManager()

    class Meta:
        indexes = [models.Index(fields=["show", "role", "state", "id"], name="booking_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["show", "organisation"],
                condition=Q(state__in=("booked", "waiting", "offered", "attended", "absent")),
                name="booking_once",
                violation_error_message="已经报名。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.show_id} {self.party_name}"


HOLDING = (
    RoadShowBooking.State.BOOKED, RoadShowBooking.State.OFFERED, RoadShowBooking.State.ATTENDED,
)  # fmt: skip


class RoadShowBookingEvent(TenantTransitionEvent):
    """A transition of a booking."""

    booking = models.ForeignKey(RoadShowBooking, models.PROTECT, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["booking", "id"], name="booking_event_order")]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.transition}"
