"""An investor or an enterprise asks to be introduced."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from financing.listings.introduction_machine import ANSWER_WITHIN, NO_CARD
from financing.listings.notices import tell_asked
from financing.models import ContactCard, FinancingProject, Introduction, InvestorProfile


def ask_introduction(actor: Actor, project_id: int, investor_id: int, message: str) -> Introduction:
    """Ask the other side; it has 15 days to answer, and no contact is told before it agrees.

    Raises `NotPermitted`, the models' `DoesNotExist` for what the actor does not see, and
    `RuleViolation`: without a contact of one's own, for what is not open, or is under way already.
    """
    side = _side(actor)
    with transaction.atomic():
        project = FinancingProject.objects.visible_to(actor).get(pk=project_id, retired_at=None)
        profile = InvestorProfile.objects.visible_to(actor).get(
            organisation_id=investor_id, retired_at=None
        )
        own = project.organisation_id if side == Introduction.Side.ENTERPRISE else investor_id
        if own != actor.organisation_id:
            raise NotPermitted("只能为本单位提出对接。")
        # One's own card is the lock that makes a double click one question.
        card = ContactCard.objects.select_for_update().filter(organisation_id=own).first()
        if card is None:
            raise RuleViolation(NO_CARD)
        if not project.is_open:
            raise RuleViolation("项目公开后才能提出对接。")
        between = Introduction.objects.filter(project=project, investor_id=investor_id)
        if between.not_ended().exists():
            raise RuleViolation("这个项目与这家机构已经在对接。")
        row = Introduction.objects.create(
            **project.home,
            project=project,
            investor_id=investor_id,
            investor_name=profile.name,
            enterprise_name=project.enterprise_name,
            project_name=project.name,
            asked_by=side,
            message=message.strip()[:1000],
            due_on=timezone.localdate() + timedelta(days=ANSWER_WITHIN),
        )
        tell_asked(row)
        return row


def _side(actor: Actor) -> Introduction.Side:
    if actor.is_enterprise:
        return Introduction.Side.ENTERPRISE
    if actor.duty == Duty.INVESTOR:
        return Introduction.Side.INVESTOR
    raise NotPermitted("对接由企业或投资机构提出。")
