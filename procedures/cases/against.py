"""What stands against the enterprise of a case, for its reviewers: the credit records that count
today with date and source, and what bars it from filing."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.safestring import SafeString

from enterprises.models import CreditRecord
from enterprises.tables import CREDIT_COLUMNS
from pages.lists import Column
from pages.lists.table import table_html
from procedures.cases.bans import bans_against
from procedures.models import Application


@dataclass(frozen=True)
class Against:
    """`table` is "" without any record, `ban` without a bar."""

    table: SafeString | str
    ban: str


def credit_records(application: Application) -> list[CreditRecord]:
    """All records about the enterprise that filed, also those that do not count any more, the
    newest first. One query."""
    records = CreditRecord.objects.filter(organisation_id=application.organisation_id)
    return list(records.order_by("-recorded_on", "-pk"))


def against(application: Application, records: list[CreditRecord]) -> Against:
    """What of its `credit_records` stands today against the enterprise that filed `application`,
    and what bars it. The queries of the bans."""
    holder, today = application.organisation_id, timezone.localdate()
    records = [one for one in records if one.counts_on(today)]
    submitted = application.submitted_at

    def when(record: CreditRecord) -> str:
        return "提交后登记" if submitted and record.recorded_at > submitted else "提交时已登记"

    columns = (*CREDIT_COLUMNS, Column[CreditRecord]("known", "与提交相比", when))
    ban = bans_against(holder, application.scheme_version.parsed.outcome)
    return Against(table_html(columns, records) if records else "", ban)
