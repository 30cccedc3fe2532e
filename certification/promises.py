"""The certificates that cases would bring about today, for those who decide about them."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils import timezone

from certification.lifecycle import OUT_OF_FORCE
from certification.models import Certificate, CertificateEvent
from certification.outcomes import line_of, renewed_until
from certification.validity import last_day
from procedures.cases.outcomes import Promise
from procedures.models import Application


def promised(cases: Sequence[Application]) -> Mapping[int, Promise]:
    """Each case's certificate: the one that there is, the one that a re-check extends with its new
    end, or one from today. The cases bear the names of their enterprises."""
    ours = [case for case in cases if case.scheme_version.parsed.outcome in Certificate.Kind]
    lines = {pk: case.pk for case in ours for pk in line_of(case)}
    issued = {lines[pk]: one for pk, one in _issued_by(lines).items()}
    extended = _issued_by([case.renews_id for case in ours if case.renews_id])
    events = CertificateEvent.objects.filter(transition="renew", application_id__in=lines)
    done = {lines[pk] for pk in events.values_list("application_id", flat=True)}
    found = {}
    for case in ours:
        one = issued.get(case.pk) or extended.get(case.renews_id or 0)
        if one is None:
            found[case.pk] = _new(case)
            continue
        if case.pk not in issued and case.pk not in done:
            one.valid_to = renewed_until(one, case)
        found[case.pk] = Promise(one.number, one.holder_name, one.valid_from, one.valid_to)
    return found


def _issued_by(application_ids: Iterable[int]) -> dict[int, Certificate]:
    rows = Certificate.objects.filter(application_id__in=application_ids)
    found = rows.exclude(state__in=OUT_OF_FORCE)
    return {one.application_id: one for one in found if one.application_id is not None}


def _new(case: Application) -> Promise:
    today = timezone.localdate()
    months = case.scheme_version.parsed.timetable.validity_months
    return Promise("", vars(case)["enterprise_name"], today, last_day(today, months))
