"""What waits around the review of claims: for the enterprise that was told of a cut, and for the
bureau that another one has asked."""

from django.db.models import QuerySet
from django.urls import reverse

from accounts.duties import Duty
from accounts.tenancy import Actor
from financing.models import CutNotice, InquiryLetter
from financing.subsidies.policies import BUREAUS
from pages.todo import TodoRow, todo_of


def cuts_to_answer(actor: Actor) -> QuerySet[CutNotice]:
    rows: QuerySet[CutNotice] = CutNotice.objects.filter(
        organisation_id=actor.organisation_id, state=CutNotice.State.TOLD
    )
    return rows


def letters_to_answer(actor: Actor) -> QuerySet[InquiryLetter]:
    open_states = (InquiryLetter.State.SENT, InquiryLetter.State.SILENT)
    rows: QuerySet[InquiryLetter] = InquiryLetter.objects.filter(
        office_id=actor.organisation_id, state__in=open_states
    )
    return rows


@todo_of(Duty.ENTERPRISE_STAFF, counts=(cuts_to_answer,))
def own_cuts(actor: Actor, waiting: int) -> list[TodoRow]:
    """Cuts that wait for the one answer of the enterprise, the first with its last day."""
    if not waiting:
        return []
    first = cuts_to_answer(actor).order_by("due_on", "pk").first()
    if first is None:
        return []
    until = f"，{first.due_on:%m月%d日}前答复，只能答复一次" if first.due_on else "，请答复一次"
    text = f"{waiting} 件资金申报被告知核减{until}"
    where = reverse("financing:cut", args=[first.pk])
    return [TodoRow("bad", "核减", text, where)]


@todo_of(*BUREAUS, counts=(letters_to_answer,))
def asked_by_letter(actor: Actor, waiting: int) -> list[TodoRow]:
    """Letters of other bureaus that wait for an answer."""
    if not waiting:
        return []
    text = f"{waiting} 封函询等待答复"
    return [TodoRow("wait", "函询", text, reverse("financing:letters"))]
