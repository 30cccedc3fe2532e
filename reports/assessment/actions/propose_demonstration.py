"""Demonstration districts (中小微企业发展示范区市), proposed from a published round."""

from django.db import IntegrityError, transaction

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from reports.assessment.demonstration_machine import MACHINE, DemonstrationInput
from reports.models import AssessmentRound, Demonstration, PublishedResult


def propose_demonstration(
    actor: Actor, round_id: int, district_id: int, reason: str
) -> Demonstration:
    """Propose a district of a published round. Raises `NotPermitted`, and `RuleViolation` without
    a reason, for a vetoed district, or for one that is proposed already."""
    if not actor.is_city:
        raise NotPermitted("示范区市由市级主管部门推荐。")
    if not reason.strip():
        raise RuleViolation({"reason": "请写明推荐理由。"})
    with transaction.atomic():
        one = AssessmentRound.objects.visible_to(actor).get(pk=round_id)
        result = PublishedResult.objects.filter(round=one, district_id=district_id).first()
        if result is None:
            raise RuleViolation({"district": "请选择本轮已公布结果的区市。"})
        row = Demonstration(
            round=one, district_id=district_id, rank=result.rank, reason=reason.strip()[:1000]
        )
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise RuleViolation({"district": "这个区市已经推荐。"}) from None
        return MACHINE.begin(actor, row, "propose")


def decide_demonstration(
    actor: Actor, pk: int, name: str, *, reason: str = "", document_number: str = ""
) -> Demonstration:
    """Name a proposed district by a document, or pass it over with a reason; `name` is that of the
    transition. Raises as the machine."""
    said = DemonstrationInput(reason=reason, document_number=document_number)
    return MACHINE.execute(actor, pk, name, said)
