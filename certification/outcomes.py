"""An approved case becomes a certificate."""

from datetime import date

from django.db import connection
from django.utils import timezone

from certification.models import Certificate
from certification.rungs import valid_today
from enterprises.models import Enterprise
from procedures.models import Application, Snapshot
from procedures.outcomes import register, register_holdings

# How certificate numbers of each kind begin; QD for those that the city itself certifies.
PREFIX = {
    Certificate.Kind.PRODUCT: "QDZJTX",
    Certificate.Kind.DEMONSTRATION: "QDSFQY",
    Certificate.Kind.CHAMPION: "QDYXGJ",
    Certificate.Kind.INNOVATIVE: "CXXZX",
    Certificate.Kind.SRDI: "ZJTXZX",
    Certificate.Kind.LITTLE_GIANT: "ZJTXXJR",
}


def add_months(day: date, months: int) -> date:
    """The same day `months` later; the last day of the month where that day does not exist."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


class CertificateOutcome:
    """Issues a certificate of one kind."""

    def __init__(self, kind: Certificate.Kind) -> None:
        self.kind, self.label = kind, str(kind.label)

    def grant(self, application: Application, snapshot: Snapshot) -> None:
        if Certificate.objects.filter(application=application).exists():
            return
        enterprise = Enterprise.objects.get(pk=application.organisation_id)
        today = timezone.localdate()
        months = application.scheme_version.parsed.timetable.validity_months
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('certification_certificate_number')")
            serial = cursor.fetchone()[0]
        Certificate.objects.create(
            application=application,
            organisation_id=application.organisation_id,
            district_id=application.district_id,
            kind=self.kind,
            number=f"{PREFIX[self.kind]}-{today.year}-{serial:06d}",
            holder_name=enterprise.name,
            credit_code=enterprise.credit_code or "",
            title=application.title,
            issued_on=today,
            valid_from=today,
            valid_to=date.fromordinal(add_months(today, months).toordinal() - 1),
        )


def held(first: int, last: int) -> list[tuple[int, str]]:
    """Organisation and kind of every certificate that is valid today, of organisations `first` to
    `last`."""
    rows = Certificate.objects.filter(organisation_id__gte=first, organisation_id__lte=last)
    return list(valid_today(rows).values_list("organisation_id", "kind").distinct())


def register_outcomes() -> None:
    register_holdings(held)
    for kind in Certificate.Kind:
        register(kind, CertificateOutcome(kind))
