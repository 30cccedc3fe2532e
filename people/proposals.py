"""Acts that take two persons: the list of what was proposed, for those who decide."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from lifecycle.models import ActProposal
from lifecycle.proposal_machine import MACHINE
from pages.lists import Column, Empty, ListPage
from pages.lists.filters import choice


class ProposalList(ListPage[ActProposal]):
    """What officers proposed to each other (两人办理), the newest first."""

    key, title, noun, counter = "proposals", "两人办理", "办理", "项"
    intro = "公示、发证和撤销证书不能挽回：一人提出，另一位经办人批准后才办理。"
    readers = (Duty.CITY_OFFICER,)
    order = ("-id",)
    size = 30
    columns = (
        Column(
            "label", "事项", fixed=True, long=True,
            link=lambda row: reverse("people:proposal", args=[row.pk]),
        ),
        Column("proposed_by", "提出人", lambda row: str(row.proposed_by)),
        Column("proposed_at", "提出时间", lambda row: timezone.localtime(row.proposed_at)),
        Column("state", "状态", pill=lambda row: MACHINE.tone_of(row.state)),
    )  # fmt: skip
    filters = (choice("state", "状态", ActProposal.State.choices),)
    empty = Empty("还没有需要两人办理的事项")

    def rows(self) -> QuerySet[ActProposal]:
        return ActProposal.objects.select_related("proposed_by")
