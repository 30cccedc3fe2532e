"""Effect reports of the demo city, all invented: asked for by the portal, filed by enterprises,
confirmed or returned by the bureaus; what followed a missed goal; and reviews of two years."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.demo.city import DemoStep
from accounts.demo.people import actor_of, make_account
from accounts.duties import Duty
from accounts.models import Organisation
from accounts.tenancy import Actor, acting_as, system_scope
from documents.pdf import render_pdf
from financing.demo import drawn_claim
from financing.demo.funds import FundStep, paid_last_year
from financing.demo.giants import GIANTS, Giant, GiantStep
from financing.ledger.actions.carry_out import carry_out
from financing.ledger.recovery_machine import MACHINE as RECOVERY
from financing.ledger.recovery_machine import RecoveryInput
from financing.models import EffectReport, Recovery, RecoveryCause, SubsidyGoal
from financing.subsidies.effect.actions.save_report import Said, save_report
from financing.subsidies.effect.actions.write_review import save_review, start_review
from financing.subsidies.effect.judging import judged
from financing.subsidies.effect.opening import open_reports
from financing.subsidies.effect.performance_machine import MACHINE as REVIEW
from financing.subsidies.effect.report_machine import MACHINE as REPORT
from financing.subsidies.effect.rules import GREEN_FROM, a_year_after
from lifecycle.transitions import TransitionInput
from schemes.models import Scheme

# What the goals of `subsidy_lines.GOALS` came to, by the light that the whole gets.
GREEN = ("100", "99.4", "17260", "0.057", "94", "100")
YELLOW = ("90", "98.6", "14300", "0.066", "84", "92")
RED = ("60", "97.1", "11900", "0.081", "71", "75")
# How the first reports go on: figures, then what the bureau does; "" leaves it waiting.
REPORTS = (
    (GREEN, "confirm"), (YELLOW, ""), (RED, "confirm"), (GREEN, ""), (YELLOW, "confirm"),
    (RED, "return"), (GREEN, "confirm"), (GREEN, "confirm"), (RED, ""), (YELLOW, ""),
)  # fmt: skip
OF_THE_DISTRICT = 4  # of these reports, the first
SUMMARY = "资金用于购置加工和检测设备，已全部投用，专账核算（示例）。"
REASON = "订单推迟到下半年，产线未满负荷运行（示例）"
RETURNED = "投用率的佐证只有照片，请补充验收单（示例）"
INSTALMENTS = (Decimal(1_000_000), Decimal(600_000))  # 元
TEXTS: dict[str, Any] = {
    "overall": "资金按计划拨付，设备按期投用，带动企业改造升级（示例）。",
    "problems": "少数企业订单推迟，产线没有满负荷（示例）。",
    "measures": "对红灯企业逐户走访，下一年度优化目标设置（示例）。",
    "satisfaction_source": "受益企业问卷 120 份（示例）",
}


class EffectStep(DemoStep):
    """What came of the money of last year."""

    after = (FundStep, GiantStep)

    def finish(self) -> None:
        today = timezone.localdate()
        with system_scope(reason="seed the demo city"):
            if today < a_year_after(paid_last_year(today)[-1]):
                _ask_earlier(today.year - 1, today - timedelta(days=10))
            open_reports(today)
        for giant, case in zip(GIANTS, self.city.step(GiantStep).cases, strict=False):
            _giant(giant, case)
        for number, (report, outcome) in enumerate(zip(_chosen(), REPORTS, strict=False), 1):
            _ordinary(number, report, *outcome)
        _recovery()
        _reviews()


def _ask_earlier(fiscal_year: int, day: date) -> None:
    """Early in the year no money is a year old yet: the goals are due before."""
    goals = SubsidyGoal.objects.filter(claim__fiscal_year=fiscal_year, due_on=None)
    goals.update(due_on=day)


def _giant(giant: Giant, case: int) -> None:
    """The report on the goals of a staged grant, with a proof for each that money hangs on."""
    staff, officer = actor_of(giant.username), actor_of("city2")
    with acting_as(staff):
        report = EffectReport.objects.filter(claim__application=case).order_by("for_day").first()
        if report is None:
            return
        _file(staff, report, giant.actual, with_proofs=True)
    if giant.is_confirmed:
        with acting_as(officer):
            REPORT.execute(officer, report.pk, "confirm")


def _chosen() -> list[EffectReport]:
    """Reports of technical transformation, some of the account `district` before the others'."""
    near = actor_of("district").district_ids
    with system_scope(reason="seed the demo city"):
        rows = EffectReport.objects.open().filter(
            claim__application__scheme_version__scheme__code=drawn_claim.CODE
        )
        reports = list(rows.order_by("-due_on", "pk"))
    own = [one for one in reports if one.district_id in near][:OF_THE_DISTRICT]
    return own + [one for one in reports if one not in own]


def _ordinary(number: int, report: EffectReport, actual: Sequence[str], then: str) -> None:
    with system_scope(reason="seed the demo city"):
        holder = Organisation.objects.get(pk=report.organisation_id)
        username = f"reporter{number}"
        make_account(username, f"示例填报人{number}", holder, Duty.ENTERPRISE_STAFF)
    staff, officer = actor_of(username), actor_of("city")
    with acting_as(staff):
        _file(staff, report, actual)
    if then:
        with acting_as(officer):
            given = TransitionInput(reason=RETURNED if then == "return" else "")
            REPORT.execute(officer, report.pk, then, given)


def _file(
    staff: Actor, report: EffectReport, actual: Sequence[str], *, with_proofs: bool = False
) -> None:
    """Say what was reached, why it falls short, and send it in."""
    figures = list(report.figures.order_by("number"))
    said = {
        figure.number: Said(Decimal(value)) for figure, value in zip(figures, actual, strict=False)
    }
    report = save_report(staff, report.pk, SUMMARY, said)
    said = {
        one.figure.number: Said(
            one.figure.actual,
            REASON if one.share is not None and one.share < GREEN_FROM else "",
            [_proof()] if with_proofs and one.figure.goal_key else (),
        )
        for one in judged(report)
    }
    save_report(staff, report.pk, SUMMARY, said, and_file=True)


def _proof() -> SimpleUploadedFile:
    content = render_pdf("sample.typ", {"title": "专项审计报告（示例）"})
    return SimpleUploadedFile("专项审计报告（示例）.pdf", content, "application/pdf")


def _recovery() -> None:
    """What the missed goal takes back comes in by instalments."""
    officer, today = actor_of("city2"), timezone.localdate()
    with acting_as(officer):
        row = Recovery.objects.filter(cause=RecoveryCause.GOAL).order_by("pk").first()
        if row is None:
            return
        given = RecoveryInput(number="示例追回〔1〕号", day=today + timedelta(days=45))
        carry_out(RECOVERY, officer, row.pk, "notice", given)
        for number, amount in enumerate(INSTALMENTS, 1):
            given = RecoveryInput(number=f"示例缴款书 {number:04d}", day=today, amount=amount)
            carry_out(RECOVERY, officer, row.pk, "receive", given)


def _reviews() -> None:
    """The review of last year is final, this year's is being written."""
    officer, year = actor_of("city"), timezone.localdate().year
    with acting_as(officer):
        scheme = Scheme.objects.get(code=drawn_claim.CODE)
        row = start_review(officer, scheme.pk, year - 1)
        save_review(officer, row.pk, satisfaction=Decimal(93), **TEXTS)
        if EffectReport.objects.filter(state=EffectReport.State.CONFIRMED).exists():
            REVIEW.execute(officer, row.pk, "finish")
        start_review(officer, scheme.pk, year)
