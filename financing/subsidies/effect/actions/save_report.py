"""What the enterprise writes into an effect report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation, refuse
from accounts.tenancy import Actor
from documents.access import register
from documents.actions.store_attachment import store_attachment, too_much
from documents.models import Attachment
from financing.models import EffectFigure, EffectFile, EffectReport
from financing.subsidies.effect.plausible import why_implausible
from financing.subsidies.effect.report_machine import MACHINE
from financing.subsidies.policies import FILE_READERS
from pages.stale import refuse_stale

FILES = "effect-report"
MOST_OF_A_GOAL = 10
OPEN = (EffectReport.State.DUE, EffectReport.State.RETURNED)


@dataclass(frozen=True)
class Said:
    """What is said of one goal: the figure that was reached, why it is off, and proofs."""

    actual: Decimal | None = None
    reason: str = ""
    files: Sequence[UploadedFile] = field(default_factory=tuple)


def save_report(
    actor: Actor, report_id: int, summary: str, said: Mapping[int, Said],
    *, version: int | None = None, and_file: bool = False,
) -> EffectReport:  # fmt: skip
    """Keep what was written, by the numbers of the goals, and with `and_file` file it: where that
    is refused, what was written and the files are kept all the same.

    Raises `EffectReport.DoesNotExist`, `NotPermitted`, `StaleVersion`, and `RuleViolation`.
    """
    with transaction.atomic():
        report = _locked(actor, report_id)
        refuse_stale(report, version)
        figures = EffectFigure.objects.filter(report=report).select_for_update()
        told = [(one, said[one.number]) for one in figures if one.number in said]
        refuse(
            {
                f"actual_{figure.number}": why
                for figure, one in told
                if (why := why_implausible(figure, one.actual, one.reason))
            }
        )
        for figure, one in told:
            _keep(actor, report, figure, one)
        report.summary = summary.strip()
        report.version += 1
        report.save(update_fields=["summary", "version"])
    return MACHINE.execute(actor, report.pk, "file") if and_file else report


def _locked(actor: Actor, report_id: int) -> EffectReport:
    rows = EffectReport.objects.visible_to(actor).select_for_update(of=("self",))
    report: EffectReport = rows.get(pk=report_id)
    if not actor.is_enterprise or report.organisation_id != actor.organisation_id:
        raise NotPermitted("绩效报告由企业填报。")
    if report.state not in OPEN:
        raise RuleViolation("这份绩效报告已经提交，现在不能修改。")
    return report


def _keep(actor: Actor, report: EffectReport, figure: EffectFigure, said: Said) -> None:
    figure.actual, figure.reason = said.actual, said.reason.strip()[:500]
    figure.save(update_fields=["actual", "reason"])
    if not said.files:
        return
    at = f"files_{figure.number}"
    if why := too_much(said.files):
        raise RuleViolation({at: why})
    if figure.files.filter(removed_at=None).count() + len(said.files) > MOST_OF_A_GOAL:
        raise RuleViolation({at: f"每个指标最多 {MOST_OF_A_GOAL} 个佐证文件。"})
    for upload in said.files:
        try:
            kept = store_attachment(
                actor, upload, purpose=FILES, organisation_id=report.organisation_id,
                district_id=report.district_id,
            )  # fmt: skip
        except RuleViolation as refusal:
            raise RuleViolation({at: str(refusal)}) from refusal
        EffectFile.objects.create(**report.home, report=report, figure=figure, attachment=kept)


def remove_proof(actor: Actor, report_id: int, file_id: int) -> None:
    """Take a proof away while the report is open; the row stays. Raises as `save_report`, and
    `EffectFile.DoesNotExist`."""
    with transaction.atomic():
        report = _locked(actor, report_id)
        row = EffectFile.objects.select_for_update().get(pk=file_id, report=report, removed_at=None)
        row.removed_at = timezone.now()
        row.save(update_fields=["removed_at"])


def _may_read(actor: Actor, attachment: Attachment) -> bool:
    """Who reads claims reads the proofs of their effect reports."""
    if actor.duty not in FILE_READERS:
        return False
    return EffectFile.objects.visible_to(actor).filter(attachment=attachment).exists()


def register_proofs() -> None:
    register(FILES, _may_read)
