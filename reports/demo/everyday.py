"""What the people of the demo city did yesterday: cases on desks, certificates out of force.

Real acts of real accounts, so that their events, effects and messages are there too.
"""

from accounts.actors import actor_of_membership
from accounts.models import Membership
from accounts.tenancy import Actor, acting_as, system_scope
from certification.changes import CertificateInput
from certification.lifecycle import MACHINE
from certification.models import Certificate, CertificateEvent
from procedures.cases.actions.assign_case import assign_cases
from procedures.models import Application
from procedures.models.application import State

ON_A_DESK = 4
OUT_OF_FORCE = (
    ("suspend", CertificateEvent.ReasonKind.OTHER, "产品质量投诉核查期间暂停（示例）"),
    ("revoke", CertificateEvent.ReasonKind.FRAUD, "抽查发现销售数据与审计报告不符（示例）"),
)


def live_a_day() -> None:
    """Let `district` take some cases and `city` suspend one certificate and revoke another."""
    reviewer, officer = actor_of("district"), actor_of("city")
    with acting_as(reviewer):
        waiting = Application.objects.filter(state=State.DISTRICT_REVIEW, reviewer=None)
        seen = dict.fromkeys(waiting.order_by("pk").values_list("pk", flat=True)[:ON_A_DESK])
        if seen:
            assign_cases(reviewer, seen, reviewer.user_id)
    with acting_as(officer):
        newest = Certificate.objects.filter(state=Certificate.State.VALID).order_by("-pk")
        chosen = list(newest.values_list("pk", flat=True)[: len(OUT_OF_FORCE)])
        for key, (name, kind, reason) in zip(chosen, OUT_OF_FORCE, strict=False):
            given = CertificateInput(reason=reason, reason_kind=kind)
            MACHINE.execute(officer, key, name, given)


def actor_of(username: str) -> Actor:
    """The actor of a demo account."""
    with system_scope(reason="seed the demo city"):
        membership = Membership.objects.get(user__username=username)
    return actor_of_membership(membership.pk)
