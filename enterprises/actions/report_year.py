"""The yearly report: kept as a draft, then submitted."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from enterprises.models import Enterprise, YearlyReport
from enterprises.models.yearly_report import COUNT_FIGURES, MONEY_FIGURES
from enterprises.policies import may_edit
from enterprises.rules.plausibility import Warning, comparable, doubts
from enterprises.rules.size_class import YEAR_END
from enterprises.yearly_report_machine import MACHINE, SubmissionInput
from pages.stale import refuse_stale

Figure = Decimal | int | None
FIGURES = (*MONEY_FIGURES, *COUNT_FIGURES)
YEARS_BACK = 5


def open_years() -> list[int]:
    """The years that may be reported, the newest first: the last five that have ended."""
    last = timezone.localdate().year - 1
    return list(range(last, last - YEARS_BACK, -1))


def figures_in(report: YearlyReport | None) -> dict[str, Figure]:
    """The figures of a report by field; empty without one."""
    return {name: getattr(report, name) for name in FIGURES} if report else {}


def registered_figures(enterprise: Enterprise, year: int | None = None) -> dict[str, Figure]:
    """Staff, revenue and assets as the registration has them, where they are of the end of `year`
    (of whatever year for None); nothing once a submitted report decides about the enterprise's
    size."""
    if enterprise.size_is_reported or (year is not None and enterprise.size_year != year):
        return {}
    held = {name: getattr(enterprise, name) for name in YEAR_END}
    return {name: value for name, value in held.items() if value is not None}


def doubts_about(organisation_id: int, year: int, figures: Mapping[str, Figure]) -> list[Warning]:
    """What looks wrong in `figures`, compared with what is known of the years before and of the
    registration."""
    reports = YearlyReport.objects.filter(organisation_id=organisation_id, year__lt=year)
    enterprise = Enterprise.objects.get(pk=organisation_id)
    reported = {one.year: figures_in(one) for one in reports}
    return doubts(figures, *comparable(reported, year, registered_figures(enterprise)))


def save_yearly_report(
    actor: Actor, year: int, values: Mapping[str, object], *, version: int | None = None
) -> YearlyReport:
    """Keep `values` (figures in 万元 and persons, `warnings_explained`) as the year's draft.

    `version` is the one that the page showed, 0 for a year that had no report. Raises
    `NotPermitted`, `StaleRecord`, and `RuleViolation` for a year out of range or already submitted.
    """
    if year not in open_years():
        raise RuleViolation(f"只能填报 {open_years()[-1]} 至 {open_years()[0]} 年度。")
    with transaction.atomic():
        enterprise = Enterprise.objects.select_for_update(of=("self",)).get(
            pk=actor.organisation_id
        )
        if not may_edit(actor, enterprise):
            raise NotPermitted("只有企业自己的人员可以填报年度数据。")
        report = YearlyReport.objects.filter(organisation_id=enterprise.pk, year=year).first()
        if report is None:
            report = YearlyReport(
                organisation_id=enterprise.pk, district_id=enterprise.district_id, year=year
            )
        else:
            refuse_stale(report, version)
            if report.state == YearlyReport.State.SUBMITTED:
                raise RuleViolation("这一年度已经上报。如需更正，请先撤回上报。")
            report.version += 1
        for name in (*FIGURES, "warnings_explained"):
            if name in values:
                setattr(report, name, values[name])
        report.save()
    return report


def submit_yearly_report(
    actor: Actor, year: int, values: Mapping[str, object], *, version: int | None = None
) -> YearlyReport:
    """Save and submit the year. Doubtful figures pass when they are explained.

    Raises `RuleViolation`: missing figures by field, or "warnings_explained" when doubts lack
    their explanation.
    """
    with transaction.atomic():
        report = save_yearly_report(actor, year, values, version=version)
        figures = figures_in(report)
        given = SubmissionInput(
            figures=figures,
            doubtful=len(doubts_about(report.organisation_id, year, figures)),
            explanation=report.warnings_explained,
        )
        return MACHINE.execute(actor, report.pk, "submit", given)


def reopen_yearly_report(actor: Actor, year: int) -> YearlyReport:
    """Take a submitted year back to correct it; the trail keeps what was submitted.

    Raises as the machine's `execute`; `YearlyReport.DoesNotExist` without a report.
    """
    report = YearlyReport.objects.get(organisation_id=actor.organisation_id, year=year)
    return MACHINE.execute(actor, report.pk, "reopen")
