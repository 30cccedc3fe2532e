"""Opening effect reports: at each date of goals, and a year after the first payment."""

from datetime import date

from django.db import transaction
from django.db.models import Min

from financing.models import EffectFigure, EffectReport, Payable, SubsidyClaim
from financing.subsidies.effect.goals_of import Wanted, goals_of
from financing.subsidies.effect.report_machine import MACHINE
from financing.subsidies.effect.rules import a_year_after, last_day_to_file

Kind = EffectReport.Kind


def open_reports(today: date) -> int:
    """Open what is asked for up to the local day, in the portal's scope; how many. Repeatable."""
    paid = Payable.objects.filter(state=Payable.State.PAID, paid_on__lt=today)
    first = dict(paid.order_by().values_list("application_id").annotate(Min("paid_on")))
    claims = SubsidyClaim.objects.filter(application_id__in=first).select_related(
        "application__scheme_version", "application__batch"
    )
    there: dict[int, set[date]] = {}
    for claim_id, day in EffectReport.objects.values_list("claim_id", "for_day"):
        there.setdefault(claim_id, set()).add(day)
    opened = 0
    for claim in claims.prefetch_related("goals"):
        paid_on = first[claim.application_id]
        wanted = goals_of(claim, paid_on)
        for day in days_of(wanted, paid_on):
            if day <= today and day not in there.get(claim.pk, set()):
                _open(claim, paid_on, day, wanted)
                opened += 1
    return opened


def days_of(goals: list[Wanted], paid_on: date) -> list[date]:
    """The local days on which a claim reports, the earliest first."""
    after = {one.due_on for one in goals if one.due_on > paid_on}
    return sorted(after | {a_year_after(paid_on)})


def _open(claim: SubsidyClaim, paid_on: date, day: date, goals: list[Wanted]) -> EffectReport:
    """With the goals of that day; a year after payment, with all of them."""
    kind = Kind.YEAR if day == a_year_after(paid_on) else Kind.GOALS
    asked = goals if kind == Kind.YEAR else [one for one in goals if one.due_on <= day]
    with transaction.atomic():
        report: EffectReport = EffectReport.objects.create(
            **claim.home,
            claim=claim,
            kind=kind,
            for_day=day,
            paid_on=paid_on,
            due_on=last_day_to_file(day),
        )
        figures = [one.as_figure(number) for number, one in enumerate(asked, 1)]
        for figure in figures:
            figure.report = report
            figure.organisation_id, figure.district_id = report.organisation_id, report.district_id
        EffectFigure.objects.bulk_create(figures)
        return MACHINE.begin(None, report, "open")
