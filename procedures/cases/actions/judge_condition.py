"""Judging a condition that only a person can judge."""

from django.db import transaction
from django.utils import timezone

from accounts.conflicts import refuse_own_enterprise
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from procedures.cases.lifecycle import MACHINE
from procedures.cases.policies import judges_conditions
from procedures.cases.verdicts import (
    all_findings,
    keep_verdict,
    kept_evaluation,
    waits_for_a_person,
)
from procedures.models import ConditionJudgement
from schemes.evaluation.evaluate import groups_of


def judge_condition(
    actor: Actor, application_id: int, criterion: str, *, is_met: bool | None, basis: str
) -> ConditionJudgement:
    """Say whether a case meets a condition that the portal cannot compute, and why.

    The bureau whose desk the case is on judges, never for an enterprise that the officer works
    for; a later judgement replaces the one before. Raises `NotPermitted`, or `RuleViolation` by
    form field.
    """
    with transaction.atomic():
        application = MACHINE.locked(actor, application_id)
        if not judges_conditions(actor, application):
            raise NotPermitted("这件申报现在不由您的部门审核。")
        refuse_own_enterprise(actor, application.organisation_id)
        findings = all_findings(groups_of(kept_evaluation(application)))
        asked = {one.key: one for one in findings if waits_for_a_person(one)}
        errors = {}
        if criterion not in asked:
            errors[""] = "这一项条件不需要人工判断。"
        if is_met is None:
            errors["is_met"] = "请选择符合还是不符合。"
        if not basis.strip():
            errors["basis"] = "请写明判断的依据，企业会看到。"
        if errors or is_met is None:
            raise RuleViolation(errors)
        ConditionJudgement.objects.filter(
            application=application, criterion=criterion, replaced_at=None
        ).update(replaced_at=timezone.now())
        judgement: ConditionJudgement = ConditionJudgement.objects.create(
            application=application,
            **application.home,
            criterion=criterion,
            label=asked[criterion].label[:500],
            is_met=is_met,
            basis=basis.strip()[:500],
            submission=application.submissions,
            judged_by_id=actor.user_id,
            organisation_name=actor.organisation_name[:100],
        )
        said = "符合" if is_met else "不符合"
        found = f"{judgement.label}：{said}。{judgement.basis}"
        MACHINE.record(actor, application, "judge", found)
        keep_verdict(application)
        return judgement
