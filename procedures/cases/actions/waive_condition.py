"""Waiving one condition for one case, and ending a waiver."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.conflicts import refuse_own_enterprise
from accounts.errors import NotPermitted, RuleViolation, refuse
from accounts.notifications import notify, people_of
from accounts.tenancy import Actor
from documents.written.dates import CHECK_YEAR, is_far_after
from procedures.cases.lifecycle import MACHINE
from procedures.cases.messages import case_link
from procedures.cases.verdicts import WAIVABLE, all_findings, keep_verdict, verdicts_of
from procedures.models import Application, Waiver
from procedures.models.application import State
from schemes.evaluation.evaluate import Finding

# While the case is still to be decided; later a waiver would change what was decided by.
OPEN_TO_IT = (State.DISTRICT_REVIEW, State.CITY_REVIEW, State.EXPERT_REVIEW, State.RETURNED)
LONGEST_YEARS = 10


def waivable_findings(application: Application) -> list[Finding]:
    """The conditions of the last submission that are not met or cannot be told, and not waived."""
    if application.state not in OPEN_TO_IT:
        return []
    return [one for one in all_findings(verdicts_of(application)) if one.verdict in WAIVABLE]


def waive_condition(
    actor: Actor, application_id: int, criterion: str, reason: str, document: str, expires_on: date
) -> Waiver:
    """Let a condition of a case not count until `expires_on` (local date, inclusive).

    The city alone waives, never for an enterprise that the officer works for, and only what the
    last submission does not meet or cannot tell. Raises `NotPermitted`, or `RuleViolation` by
    form field.
    """
    with transaction.atomic():
        application = _locked(actor, application_id)
        findings = {one.key: one for one in waivable_findings(application)}
        errors = {}
        if criterion not in findings:
            errors["criterion"] = "请选择一项未满足或缺数据、还没有豁免的条件。"
        if not reason.strip():
            errors["reason"] = "请写明豁免的理由。"
        if not document.strip():
            errors["document"] = "请写明依据的文件或会议纪要。"
        if expires_on < timezone.localdate():
            errors["expires_on"] = "有效期不能早于今天。"
        elif is_far_after(expires_on, timezone.localdate(), LONGEST_YEARS):
            errors["expires_on"] = f"{CHECK_YEAR}。"
        refuse(errors)
        waiver: Waiver = Waiver.objects.create(
            application=application,
            **application.home,
            criterion=criterion,
            label=findings[criterion].label,
            reason=reason.strip()[:500],
            document=document.strip()[:200],
            expires_on=expires_on,
            approved_by_id=actor.user_id,
        )
        said = f"{waiver.label}：{waiver.reason}（{waiver.document}）"
        MACHINE.record(actor, application, "waive", said)
        keep_verdict(application)
        notify(
            people_of(organisation_id=application.organisation_id),
            title=f"“{application.title}”的一项条件已豁免",
            body=f"{said}，至 {expires_on:%Y-%m-%d}。",
            link=case_link(application),
            dedupe_key=f"waiver:{waiver.pk}",
        )
        return waiver


def end_waiver(actor: Actor, application_id: int, waiver_id: int) -> Waiver:
    """Let the condition count again. Raises as `waive_condition`, and after the decision."""
    with transaction.atomic():
        application = _locked(actor, application_id)
        if application.state not in OPEN_TO_IT:
            raise RuleViolation("申报已经作出决定，豁免不能再撤销。")
        rows = Waiver.objects.filter(application=application)
        waiver: Waiver = rows.select_for_update(of=("self",)).get(pk=waiver_id)
        if waiver.ended_at is None:
            waiver.ended_at = timezone.now()
            waiver.ended_by_id = actor.user_id
            waiver.save(update_fields=["ended_at", "ended_by"])
            MACHINE.record(actor, application, "end_waiver", waiver.label)
            keep_verdict(application)
        return waiver


def _locked(actor: Actor, application_id: int) -> Application:
    application = MACHINE.locked(actor, application_id)
    if not actor.is_city:
        raise NotPermitted("只有市级主管部门可以豁免条件。")
    refuse_own_enterprise(actor, application.organisation_id)
    return application
