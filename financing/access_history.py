"""What was done with the access of an organisation that works with the city, as pages tell it."""

from django.db.models import QuerySet
from django.utils import timezone

from financing.models import BankAccessChange, FirmAccessChange
from lifecycle.history import HistoryLine


def access_history(
    rows: QuerySet[BankAccessChange] | QuerySet[FirmAccessChange],
) -> list[HistoryLine]:
    """The changes, the latest first. One query."""
    return [
        HistoryLine(
            when=timezone.localtime(row.at),
            who=f"{row.organisation_name} {row.user}",
            what=row.get_kind_display(),
            detail=row.reason,
        )
        for row in rows.select_related("user").order_by("-id")
    ]
