"""Cases on their way over a public notice."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from accounts.tenancy import acting_as, system_scope
from procedures.models import Application, Batch, Objection, PublicNotice
from procedures.notices.actions.object_to_case import file_objection
from procedures.notices.actions.publish_notice import publish_notice
from tests.procedures import filings

WORDS = {
    "title": "拟认定名单公示",
    "body": "现予公示。",
    "objection_contact": "示例处 0532-55500000",
}
GRIEVANCE = {"name": "张示例", "contact": "13800000000", "text": "专利已转让。"}


def proposed(people: SimpleNamespace) -> Application:
    """A case of the enterprise that the city has proposed; all are in one batch."""
    with system_scope(reason="test"):
        batch = Batch.objects.first()
    case = filings.submitted(people.staff, batch)
    filings.done(people.reviewer, case, "recommend")
    return filings.approved_by_city(people, case)


def published(people: SimpleNamespace, cases: list[Application]) -> PublicNotice:
    with acting_as(people.city):
        return publish_notice(
            people.city,
            cases[0].batch_id,
            [case.pk for case in cases],
            **WORDS,
        )


def ended(notice: PublicNotice) -> None:
    """Let the notice's last day be yesterday."""
    today = timezone.localdate()
    with system_scope(reason="test"):
        PublicNotice.objects.filter(pk=notice.pk).update(
            starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1)
        )


def objected(notice: PublicNotice, number: int = 0, **changes: object) -> Objection:
    with system_scope(reason="test"):
        entry = notice.entries.all()[number]
    return file_objection(entry.pk, **{**GRIEVANCE, **changes})
