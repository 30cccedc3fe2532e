"""The yearly update that a holder owes: last year's figures, by a day that the scheme names."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from certification.models import Certificate
from enterprises.models import YearlyReport


@dataclass(frozen=True)
class YearlyUpdate:
    """What is owed this year. `year` is the year of the figures, `due` the last day for them."""

    year: int
    due: date
    is_done: bool

    @property
    def is_missed(self) -> bool:
        return not self.is_done and timezone.localdate() > self.due


def due_day(month_and_day: str, year: int) -> date:
    """The day "MM-DD" of `year`; the last of the month where that day does not exist."""
    month, day = (int(part) for part in month_and_day.split("-"))
    first = date(year, month, 1)
    for last in (day, 30, 29, 28):
        if last <= day:
            try:
                return first.replace(day=last)
            except ValueError:
                continue
    raise AssertionError("every month has 28 days")


def years_owed(valid_from: date, month_and_day: str, today: date) -> list[tuple[int, date]]:
    """The years whose figures a holder since `valid_from` owes up to the present year, each with
    its last day. Source: 工信部企业〔2022〕63号 (30 April), 〔2026〕2号 (31 May): every year of the
    validity; the first is the year after the certificate was issued."""
    return [
        (year - 1, due_day(month_and_day, year))
        for year in range(valid_from.year + 1, today.year + 1)
    ]


def updates_of(certificate: Certificate) -> list[YearlyUpdate]:
    """Every update that the certificate has asked for so far, the latest first."""
    by = certificate.terms.yearly_update_by if certificate.terms else None
    if by is None:
        return []
    owed = years_owed(certificate.valid_from, by, timezone.localdate())
    reports = YearlyReport.objects.filter(
        organisation_id=certificate.organisation_id,
        state=YearlyReport.State.SUBMITTED,
        year__in=[year for year, _ in owed],
    )
    sent = {row.year: timezone.localdate(row.submitted_at) for row in reports}
    return [
        YearlyUpdate(year, due, year in sent and sent[year] <= due) for year, due in reversed(owed)
    ]


def missed_update(certificate: Certificate) -> str:
    """Why a missed update keeps the holder from a re-check; "" when none was missed."""
    missed = [str(one.year) for one in updates_of(certificate) if one.is_missed]
    return f"{'、'.join(reversed(missed))} 年度的数据没有按期更新，不能申请复核。" if missed else ""
