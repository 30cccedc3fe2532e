"""Proposing an enterprise for the financing whitelist."""

from django.db import IntegrityError, transaction

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from enterprises.models import Enterprise
from enterprises.policies import may_decide
from financing.models import WhitelistEntry
from financing.whitelist.conditions import conditions_in_force
from financing.whitelist.entries import make_entry, open_entry
from financing.whitelist.machine import MACHINE
from lifecycle.transitions import TransitionInput

TAKEN = "这家企业已在名单库中，或正在审定。"


def propose_enterprise(actor: Actor, enterprise_id: int, reason: str = "") -> WhitelistEntry:
    """Propose an enterprise of the actor's district to the city, with what speaks for it.

    Raises `Enterprise.DoesNotExist` for one outside the scope, `NotPermitted`, or `RuleViolation`
    with the conditions that it does not meet.
    """
    with transaction.atomic():
        enterprise: Enterprise = Enterprise.objects.visible_to(actor).get(pk=enterprise_id)
        if not may_decide(actor, enterprise):
            raise NotPermitted("只有主管部门可以推荐企业入库。")
        entry = open_entry(enterprise_id)
        if entry is None:
            version = conditions_in_force()
            if version is None:
                raise RuleViolation("现在没有在用的入库条件，请市级在认定方案中发布。")
            try:
                with transaction.atomic():
                    entry = make_entry(enterprise, version, WhitelistEntry.Origin.DISTRICT)
            except IntegrityError:
                raise RuleViolation(TAKEN) from None
        elif entry.state != WhitelistEntry.State.CANDIDATE:
            raise RuleViolation(TAKEN)
        return MACHINE.execute(actor, entry.pk, "propose", TransitionInput(reason=reason))
