"""Filings, worklists and notices in the side navigation; files of cases for their reviewers."""

from django.db.models import Q

from accounts.duties import Duty
from accounts.navigation import NavItem, Rows, register
from accounts.tenancy import Actor
from documents import access
from documents.models import Attachment
from procedures.cases.actions.save_draft import PURPOSE
from procedures.cases.actions.write_message import PURPOSE as OF_MESSAGES
from procedures.cases.policies import READERS
from procedures.models import Application, ApplicationFile, CaseMessageFile, PanelCase, ScoreSheet
from procedures.models.application import State
from procedures.notices.actions.object_to_case import EVIDENCE


@register
def items(actor: Actor) -> list[NavItem]:
    if actor.is_enterprise:
        return [
            NavItem("我的申报", "procedures:own", count=lambda: _cases_of(actor), order=20),
            NavItem("认定项目", "procedures:schemes", order=22),
        ]
    if actor.is_district or actor.is_city:
        rows = [
            NavItem("待办与申报", "procedures:worklist", count=lambda: _cases_of(actor), order=20)
        ]
        if actor.is_city:
            rows.append(NavItem("批次与公示", "procedures:batches", order=30))
            rows.append(NavItem("节假日安排", "procedures:holidays", order=36))
            rows.append(NavItem("专家评审", "procedures:panels", count=_to_draw, order=32))
        return rows
    if actor.duty == Duty.EXPERT:
        return [
            NavItem("我的评审", "procedures:reviews", count=lambda: _sheets_of(actor), order=20),
            NavItem("我的专家资料", "procedures:expert_profile", order=30),
        ]
    if actor.is_leader:
        return [NavItem("申报情况", "procedures:worklist", order=30)]
    return []


def _cases_of(actor: Actor) -> Rows:
    return Application.objects.waiting_for(actor)


def _to_draw() -> Rows:
    """What waits for the city in expert review: to be drawn, or with totals far apart."""
    undecided = Q(panel_case=None) | Q(panel_case__state=PanelCase.State.WIDE)
    return Application.objects.filter(undecided, state=State.EXPERT_REVIEW)


def _sheets_of(actor: Actor) -> Rows:
    return ScoreSheet.objects.visible_to(actor).open()


def reviewers_may_read(actor: Actor, attachment: Attachment) -> bool:
    """Files of a submitted case are read by those who may see the case."""
    if actor.duty not in READERS:
        return False
    holders = ApplicationFile.objects.filter(attachment=attachment).values("application_id")
    return Application.objects.visible_to(actor).filter(pk__in=holders).exists()


def read_with_the_thread(actor: Actor, attachment: Attachment) -> bool:
    """Files of messages are read by those who may see the case."""
    if actor.duty not in READERS:
        return False
    threads = CaseMessageFile.objects.filter(attachment=attachment).values("message__application")
    return Application.objects.visible_to(actor).filter(pk__in=threads).exists()


access.register(PURPOSE, reviewers_may_read)
access.register(OF_MESSAGES, read_with_the_thread)
access.register(EVIDENCE, lambda actor, attachment: actor.is_city, confidential=True)
