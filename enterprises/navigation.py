"""The registry's entries of the side navigation; proofs of claims for their reviewers."""

from django.db.models import Model, QuerySet

from accounts.duties import Duty
from accounts.navigation import NavItem, register
from accounts.tenancy import Actor
from documents import access
from documents.models import Attachment
from enterprises.actions.claim_enterprise import PROOF
from enterprises.actions.file_identity_change import EVIDENCE
from enterprises.actions.register_enterprise import LICENCE
from enterprises.models import (
    Enterprise,
    EnterpriseClaim,
    IdentityChange,
    RegistrationState,
)
from enterprises.policies import BUREAUS, READERS


@register
def items(actor: Actor) -> list[NavItem]:
    if actor.is_enterprise:
        return [
            NavItem("企业资料", "enterprises:profile", group="本企业", order=200),
            NavItem("年度数据", "enterprises:reports", group="本企业", order=210),
            NavItem("资料更正建议", "enterprises:proposals", group="本企业", order=215),
            NavItem("登记变更", "enterprises:identity_changes", group="本企业", order=216),
        ]
    if actor.duty not in READERS:
        return []
    entries = [NavItem("企业名录", "enterprises:list", group="企业", order=200)]
    if actor.duty != Duty.AUDITOR:
        entries.append(NavItem("培育库", "enterprises:pool_members", group="企业", order=205))
    if actor.duty in BUREAUS:
        entries += [
            NavItem("登记与认领", "enterprises:queue", group="企业", count=_to_confirm, order=210),
            NavItem(
                "登记变更",
                "enterprises:identity_changes",
                group="企业",
                count=_changes_open,
                order=215,
            ),
            NavItem("批量导入", "enterprises:imports", group="企业", order=220),
            NavItem("资料更正建议", "enterprises:proposals", group="企业", order=225),
        ]
    return entries


def _to_confirm() -> tuple[QuerySet[Model], ...]:
    return (
        Enterprise.objects.filter(registration_state=RegistrationState.PENDING),
        EnterpriseClaim.objects.filter(state=EnterpriseClaim.State.OPEN),
    )


def _changes_open() -> QuerySet[Model]:
    return IdentityChange.objects.filter(state=IdentityChange.State.OPEN)


def reviewers_may_read(actor: Actor, attachment: Attachment) -> bool:
    """The proof of a claim is read by the bureau that decides about the claim."""
    return actor.duty in BUREAUS and EnterpriseClaim.objects.filter(proof=attachment.pk).exists()


# The enterprise's present people, whom a claim may be about, do not read its proof.
access.register(PROOF, reviewers_may_read, confidential=True)


def bureaus_may_read(actor: Actor, attachment: Attachment) -> bool:
    """The licence of a registration and the evidence of a change: the bureaus that see the
    enterprise."""
    return actor.duty in BUREAUS


access.register(LICENCE, bureaus_may_read)
access.register(EVIDENCE, bureaus_may_read)
