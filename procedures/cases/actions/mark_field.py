"""Marking single fields for return."""

from django.db import transaction

from accounts.conflicts import refuse_own_enterprise
from accounts.errors import NotPermitted, RuleViolation, refuse
from accounts.tenancy import Actor
from procedures.cases.lifecycle import MACHINE
from procedures.cases.policies import reviews_the_stage
from procedures.models import Application, ReturnItem
from procedures.models.application import State


def _on_the_desk(actor: Actor, application_id: int) -> Application:
    application = MACHINE.locked(actor, application_id)
    if not reviews_the_stage(actor, application):
        raise NotPermitted("这件申报现在不由您的部门审核。")
    refuse_own_enterprise(actor, application.organisation_id)
    if application.state not in (State.DISTRICT_REVIEW, State.CITY_REVIEW):
        raise RuleViolation("这件申报现在不在审核阶段。")
    return application


def mark_field(actor: Actor, application_id: int, key: str, kind: str, text: str) -> ReturnItem:
    """Mark the field `key` with a reason; the enterprise sees it once the case is returned."""
    with transaction.atomic():
        application = _on_the_desk(actor, application_id)
        errors = {}
        if application.scheme_version.parsed.field(key) is None:
            errors["field"] = "没有这个填报项。"
        if kind not in ReturnItem.Kind.values:
            errors["kind"] = "请选择问题类别。"
        if not text.strip():
            errors["text"] = "请写明需要怎样修改。"
        refuse(errors)
        item, _ = ReturnItem.objects.update_or_create(
            application=application,
            field=key,
            resolved_at=None,
            defaults={
                **application.home,
                "kind": kind,
                "text": text.strip()[:500],
                "marked_by_id": actor.user_id,
            },
        )
        return item


def unmark_field(actor: Actor, application_id: int, key: str) -> None:
    """Take a mark back before the case is returned."""
    with transaction.atomic():
        application = _on_the_desk(actor, application_id)
        application.return_items.filter(field=key, resolved_at=None, returned_at=None).delete()
