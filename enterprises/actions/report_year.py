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
from enterprises.rules.plausibility import Warning, doubts
from pages.stale import refuse_stale

Figure = Decimal | int | None
FIGURES = (*MONEY_FIGURES, *COUNT_FIGURES)
NEEDED = ("revenue", "main_revenue", "rd_cost", "assets", "liabilities", "net_profit", "staff")
YEARS_BACK = 5


def open_years() -> list[int]:
    """The years that may be reported, the newest first: the last five that have ended."""
    last = timezone.localdate().year - 1
    return list(range(last, last - YEARS_BACK, -1))


def figures_in(report: YearlyReport | None) -> dict[str, Figure]:
    """The figures of a report by field; empty without one."""
    return {name: getattr(report, name) for name in FIGURES} if report else {}


def doubts_about(organisation_id: int, year: int, figures: Mapping[str, Figure]) -> list[Warning]:
    """What looks wrong in `figures`, compared with the year before where it was reported."""
    before = YearlyReport.objects.filter(organisation_id=organisation_id, year=year - 1).first()
    return doubts(figures, figures_in(before))


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
        missing = {
            name: "上报前请填写这一项，没有发生请填 0。"
            for name in NEEDED
            if getattr(report, name) is None
        }
        if missing:
            raise RuleViolation(missing)
        found = doubts_about(report.organisation_id, year, figures_in(report))
        if found and len(report.warnings_explained.strip()) < 4:
            raise RuleViolation(
                {"warnings_explained": f"有 {len(found)} 处数据需要说明，请核对后写明原因。"}
            )
        report.state = YearlyReport.State.SUBMITTED
        report.submitted_at = timezone.now()
        report.save()
    return report


def reopen_yearly_report(actor: Actor, year: int) -> YearlyReport:
    """Take a submitted year back to correct it; the trail keeps what was submitted.

    Raises `NotPermitted`; `YearlyReport.DoesNotExist` without a submitted report.
    """
    with transaction.atomic():
        report = YearlyReport.objects.select_for_update(of=("self",)).get(
            organisation_id=actor.organisation_id, year=year, state=YearlyReport.State.SUBMITTED
        )
        if not actor.is_enterprise:
            raise NotPermitted("只有企业自己的人员可以更正年度数据。")
        report.state = YearlyReport.State.DRAFT
        report.submitted_at = None
        report.save()
    return report
