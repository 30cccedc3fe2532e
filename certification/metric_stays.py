"""When certificates were in force, as it was known at each time, for the facts of reports."""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from certification.models import Certificate, CertificateEvent
from certification.rungs import spans_of
from certification.standing_history import Span
from pages.links import row_url
from pages.metrics import Stay

WORDS = {
    "issue": "认定", "lift": "恢复", "renew": "复核通过", "reinstate": "更正后恢复",
    "suspend": "暂停", "revoke": "撤销", "expire": "到期",
}  # fmt: skip
RECOGNISED = frozenset({"issue"})


def stays_of_kind(kind: str, organisation_ids: Collection[int]) -> Iterator[Stay]:
    """The stays of the organisations' certificates of a kind. Two queries."""
    events = CertificateEvent.objects.order_by("id")
    rows = Certificate.objects.filter(kind=kind, organisation_id__in=organisation_ids)
    for certificate in rows.prefetch_related(Prefetch("events", queryset=events)):
        yield from stays_of(certificate)


def changed_since(kind: str, moment: datetime | None) -> QuerySet[Certificate, int]:
    """The keys of the organisations that hold a certificate of the kind with an event since."""
    rows = Certificate.objects.filter(kind=kind)
    if moment is not None:
        rows = rows.filter(Q(events__at__gte=moment) | Q(created_at__gte=moment))
    changed: QuerySet[Certificate, int] = rows.values_list("organisation_id", flat=True).distinct()
    return changed


def kept_between(kind: str, since: date, until: date) -> tuple[int, int]:
    """Of how many certificates, of all whose validity was over between two local days, it was
    extended by a re-check. One query, over the districts of the active scope."""
    over = Q(
        transition__in=("renew", "expire"), at__date__range=(since, until), certificate__kind=kind
    )
    found: dict[str, int] = CertificateEvent.objects.filter(over).aggregate(
        kept=Count("pk", filter=Q(transition="renew")), all=Count("pk")
    )
    return found["kept"], found["all"]


def stays_of(certificate: Certificate) -> list[Stay]:
    """The certificate's stays, in the order in which they became known; its events are loaded."""
    events = list(certificate.events.all())
    versions: list[tuple[datetime, frozenset[Span]]] = []
    moments = [one.at for one in events]
    for seen, moment in enumerate([min([certificate.created_at, *moments]), *moments]):
        spans = frozenset(spans_of(certificate, before=len(events) - seen))
        if versions and versions[-1][0] == moment:
            versions.pop()
        versions.append((moment, spans))
    stays: list[Stay] = []
    for place, (moment, spans) in enumerate(versions):
        before = versions[place - 1][1] if place else frozenset()
        for span in sorted(spans - before, key=lambda one: one.start):
            later = (at for at, held in versions[place + 1 :] if span not in held)
            stays.append(_stay(certificate, span, moment, next(later, None)))
    return stays


def _stay(certificate: Certificate, span: Span, moment: datetime, until: datetime | None) -> Stay:
    return Stay(
        subject=certificate.pk,
        organisation_id=certificate.organisation_id,
        starts_on=span.start,
        ends_on=span.end,
        came=span.opened_by,
        went=span.closed_by,
        known_from=moment,
        known_until=until,
    )


def named(keys: Collection[int]) -> dict[int, tuple[str, str]]:
    """The certificates of these keys: product and number, and the page. One query, in the active
    scope."""
    rows = Certificate.objects.filter(pk__in=keys).values_list("pk", "title", "number")
    return {
        pk: (f"{title} {number}".strip(), row_url("certification:detail", pk))
        for pk, title, number in rows
    }
