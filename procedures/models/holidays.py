"""The days of rest of a year, as the State Council's notice lays them down."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from documents.written.holidays import NoDays, read_days
from pages.models import SharedRecord

EXAMPLE = "一行一段，例如：元旦：1月1日至3日。可以直接粘贴通知里的文字。"


class HolidayYear(SharedRecord):
    """A year's public holidays and the weekend days on which offices work instead."""

    year = models.PositiveSmallIntegerField(
        "年度",
        unique=True,
        validators=[MinValueValidator(2020), MaxValueValidator(2100)],
        error_messages={"unique": "这一年度的安排已经录入，请修改原来的记录。"},
    )
    document_number = models.CharField(
        "通知文号", max_length=100, help_text="国务院办公厅关于部分节假日安排的通知的文号。"
    )
    days_off = models.TextField("放假日期", max_length=2000, help_text=EXAMPLE)
    days_on = models.TextField(
        "调休上班日期",
        max_length=1000,
        blank=True,
        help_text="周末上班的日子，写法同上；没有不填。",
    )

    class Meta:
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.year} 年节假日安排"

    def clean(self) -> None:
        if self.year is None:
            return  # what is wrong with it stands at the field
        errors = {}
        read: dict[str, frozenset[date]] = {}
        for name in ("days_off", "days_on"):
            try:
                read[name] = read_days(getattr(self, name), self.year)
            except NoDays as wrong:
                errors[name] = f"{wrong}。"
        if not errors:
            errors = self._doubts(read["days_off"], read["days_on"])
        if errors:
            raise ValidationError(errors)

    def _doubts(self, off: frozenset[date], on: frozenset[date]) -> dict[str, str]:
        missing = [day for day in ((1, 1), (5, 1), (10, 1)) if date(self.year, *day) not in off]
        if missing:
            month, day = missing[0]
            return {"days_off": f"其中没有 {month} 月 {day} 日，请按通知核对。"}
        if both := off & on:
            return {"days_on": f"{min(both)} 也在放假日期里。"}
        if weekdays := [day for day in sorted(on) if day.weekday() < 5]:
            return {"days_on": f"{weekdays[0]} 不是周六或周日，请按通知核对。"}
        return {}

    @property
    def rest(self) -> frozenset[date]:
        return read_days(self.days_off, self.year)

    @property
    def work(self) -> frozenset[date]:
        return read_days(self.days_on, self.year)
