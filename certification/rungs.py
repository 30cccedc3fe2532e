"""The rungs of the pyramid, and where an enterprise stands.

Source: action plan 2018-2021, 二: 专精特新产品(技术) - 示范企业 - 隐形冠军.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from certification.models import Certificate, CertificateEvent
from certification.standing_history import RungSpan, Span, Step, rung_spans, spans_in_force


@dataclass(frozen=True)
class Rung:
    level: int
    kind: str
    name: str


RUNGS = (
    Rung(1, Certificate.Kind.PRODUCT, "专精特新产品（技术）"),
    Rung(2, Certificate.Kind.DEMONSTRATION, "示范企业"),
    Rung(3, Certificate.Kind.CHAMPION, "隐形冠军"),
)
# Corrections of what was entered: they say what was so all the time, and not what has changed.
CORRECTING = frozenset({"amend", "reinstate"})
LEVEL_OF_KIND = {rung.kind: rung.level for rung in RUNGS}


def valid_today(certificates: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Those of a queryset of certificates that are valid today (local date)."""
    today = timezone.localdate()
    return certificates.filter(
        state__in=(Certificate.State.VALID, Certificate.State.RECHECK_DUE),
        valid_from__lte=today,
        valid_to__gte=today,
    )


def valid_certificates(organisation_id: int) -> list[Certificate]:
    """The enterprise's certificates that are valid today (local date)."""
    own = Certificate.objects.filter(organisation_id=organisation_id)
    return list(valid_today(own).order_by("valid_to"))


def level_of(certificates: list[Certificate]) -> int:
    """The highest rung among valid certificates, 0 for none; national titles are no rungs."""
    return max((LEVEL_OF_KIND.get(certificate.kind, 0) for certificate in certificates), default=0)


def pyramid_of(certificates: list[Certificate]) -> list[dict[str, str]]:
    """The rungs from the summit down as the drawing of the pyramid takes them; `certificates` are
    those that are valid, the first to run out first."""
    level = level_of(certificates)
    rungs = []
    for rung in reversed(RUNGS):
        own = [one for one in certificates if one.kind == rung.kind]
        state = "reached" if rung.level <= level else "next" if rung.level == level + 1 else "later"
        subtitle = f"{len(own)} 项 · 至 {own[0].valid_to:%Y-%m}" if own else ""
        rungs.append({"label": rung.name, "subtitle": subtitle, "state": state, "url": ""})
    return rungs


def certificates_of(organisation_id: int) -> list[Certificate]:
    """All of the enterprise's certificates with their events, the first to run out first. Two
    queries."""
    own = Certificate.objects.filter(organisation_id=organisation_id).order_by("valid_to")
    events = CertificateEvent.objects.order_by("id")
    return list(own.prefetch_related(Prefetch("events", queryset=events)))


def rung_history(certificates: list[Certificate]) -> list[RungSpan]:
    """On which rung the enterprise stood from when to when, up to today, the earliest first;
    computed from its `certificates_of`."""
    held = [
        (LEVEL_OF_KIND[certificate.kind], span)
        for certificate in certificates
        if certificate.kind in LEVEL_OF_KIND
        for span in spans_of(certificate)
    ]
    return rung_spans(held, timezone.localdate())


def spans_of(certificate: Certificate, *, before: int = 0) -> list[Span]:
    """When the certificate was in force, and will be as things are; or as things were before its
    last `before` events. Its events are loaded."""
    events = sorted(certificate.events.all(), key=lambda one: one.pk)
    told, untold = events[: len(events) - before], events[len(events) - before :]
    valid_to = ends = _as_it_was(certificate.valid_to, "valid_to", untold)
    steps: list[Step] = []
    for event in reversed(told):
        # Going back in time: before an event that moved it, the last day was the one it names.
        # What was entered wrongly held at no time.
        if "valid_to" in event.facts and event.transition not in CORRECTING:
            valid_to = date.fromisoformat(event.facts["valid_to"][0])
        steps.append(Step(event.transition, timezone.localdate(event.at), valid_to))
    starts = _as_it_was(certificate.valid_from, "valid_from", untold)
    return spans_in_force(starts, ends, reversed(steps))


def _as_it_was(now: date, name: str, untold: list[CertificateEvent]) -> date:
    """The value of the field `name` before the first of the events that changed it."""
    first = next((one for one in untold if name in one.facts), None)
    return date.fromisoformat(first.facts[name][0]) if first else now


def rung_name(level: int) -> str:
    """The name of the rung; "培育中" for none."""
    return next((rung.name for rung in RUNGS if rung.level == level), "培育中")
