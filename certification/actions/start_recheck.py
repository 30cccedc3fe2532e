"""Starting the filing that lets a certificate be checked again."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from certification.models import Certificate
from certification.policies import is_holder
from certification.yearly_update import missed_update
from procedures.cases.actions.start_application import start_application
from procedures.models import Application, Batch
from procedures.models.application import FINISHED_STATES

State = Certificate.State
ENTERED = (
    "这张证书不是在本平台申报认定的，不能在线申请复核。复核通过后，由市级主管部门登记新的有效期。"
)


@dataclass(frozen=True)
class RecheckWindow:
    """When a certificate may be checked again, and what keeps its holder from it now. `running` is
    the filing that is under way; `batch` takes filings now."""

    opens_on: date
    closes_on: date
    running: Application | None
    batch: Batch | None
    obstacle: str

    @property
    def is_possible(self) -> bool:
        return not self.obstacle and self.running is None


def recheck_window(certificate: Certificate) -> RecheckWindow:
    """Source: 工信部企业〔2022〕63号: a certificate is valid for three years and may be re-checked
    before its end; who misses the yearly update loses the right to it."""
    terms, version = certificate.terms, certificate.scheme_version
    if terms is None or version is None:
        return RecheckWindow(certificate.valid_to, certificate.valid_to, None, None, ENTERED)
    opens_on = certificate.valid_to - timedelta(days=terms.recheck_notice_days)
    running = (
        Application.objects.filter(renews=certificate.application_id, deleted_at=None)
        .exclude(state__in=FINISHED_STATES)
        .select_related("batch")
        .first()
    )
    open_batches = (
        Batch.objects.open_at()
        .for_filings(rechecks=True)
        .filter(version__scheme_id=version.scheme_id)
    )
    batch = open_batches.order_by("closes_at").first()
    return RecheckWindow(
        opens_on, certificate.valid_to, running, batch,
        _obstacle(certificate, opens_on, batch),
    )  # fmt: skip


def _obstacle(certificate: Certificate, opens_on: date, batch: Batch | None) -> str:
    today = timezone.localdate()
    if certificate.state not in (State.VALID, State.RECHECK_DUE):
        return f"证书{certificate.get_state_display()}，不能申请复核。"
    if certificate.valid_to < today:
        return "证书有效期已届满，请重新申报认定。"
    if today < opens_on:
        return f"{opens_on:%Y-%m-%d} 起可以申请复核。"
    if missed := missed_update(certificate):
        return missed
    return "" if batch else "现在没有开放的复核批次，开放时会通知。"


def start_recheck(actor: Actor, certificate_id: int) -> Application:
    """The holder's draft for the re-check of a certificate, new or there already, in the open
    batch of its scheme.

    Raises `Certificate.DoesNotExist`, `NotPermitted`, and `RuleViolation` outside of the window,
    without an open batch, after a missed yearly update or while another re-check is under way.
    """
    with transaction.atomic():
        certificate = (
            Certificate.objects.visible_to(actor)
            .select_for_update(of=("self",))
            .get(pk=certificate_id)
        )
        if not is_holder(actor, certificate):
            raise NotPermitted("只有持证企业可以申请复核。")
        window = recheck_window(certificate)
        if window.running is not None:
            if window.running.state != "draft":
                raise RuleViolation("这张证书的复核正在办理。")
            return window.running
        if window.obstacle or window.batch is None:
            raise RuleViolation(window.obstacle)
        application, _ = start_application(
            actor, window.batch.pk, renews=certificate.application_id
        )
        return application
