"""Saying in which district an entry lies that a published list brought without one."""

from django.db import transaction

from accounts.conflicts import refuse_own_enterprise
from accounts.errors import NotPermitted, RuleViolation
from accounts.models import District
from accounts.tenancy import Actor
from enterprises.actions.move_enterprise import move_enterprise
from enterprises.models import Enterprise
from enterprises.registration_machine import MACHINE


def settle_district(
    actor: Actor, enterprise_id: int, district: District, reason: str
) -> Enterprise:
    """Place the entry in `district`, with the titles and claims that hang on it.

    Raises `NotPermitted`, and `RuleViolation` for an entry whose district is known and without a
    reason.
    """
    if not actor.is_city:
        raise NotPermitted("区市待定的企业由市级经办人确定区市。")
    refuse_own_enterprise(actor, enterprise_id)
    with transaction.atomic():
        rows = Enterprise.objects.select_for_update(of=("self",)).select_related("district")
        enterprise = rows.get(pk=enterprise_id)
        if enterprise.district.kind != District.Kind.CITY:
            raise RuleViolation("这家企业的区市已经确定。")
        if district.kind == District.Kind.CITY:
            raise RuleViolation({"district": "请选择企业所在的区市。"})
        if not reason.strip():
            raise RuleViolation({"reason": "请写明依据。"})
        MACHINE.record(actor, enterprise, "place", f"{district.name}：{reason.strip()[:400]}")
        move_enterprise(enterprise, district)
    return enterprise
