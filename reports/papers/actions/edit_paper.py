"""What a person adds to a draft: a title of their own, and remarks under the headings."""

from collections.abc import Mapping

from django.db import transaction

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from pages.stale import refuse_stale
from reports.models import Paper
from reports.papers.actions.make_files import make_files
from reports.papers.lifecycle import MACHINE


def edit_paper(
    actor: Actor, paper_id: int, *, own_title: str, remarks: Mapping[str, str], version: int | None
) -> Paper:
    """Set the title ("" for the computed one) and the remarks (heading key -> paragraph), and make
    the files again. What the portal computed stays as it is.

    Raises `NotPermitted`, `StaleVersion`, and `RuleViolation` for a paper that is no draft.
    """
    if actor.duty != Duty.CITY_OFFICER:
        raise NotPermitted("报告由市级主管部门核对。")
    with transaction.atomic():
        paper = MACHINE.locked(actor, paper_id)
        refuse_stale(paper, version)
        if paper.state != Paper.State.DRAFT:
            state = paper.get_state_display()
            raise RuleViolation(f"报告{state}，不能再改。已核的可以先退回草稿。")
        known = {one["key"] for one in paper.data["headings"]}
        paper.own_title = own_title.strip()
        paper.remarks = {
            key: text.strip() for key, text in remarks.items() if key in known and text.strip()
        }
        paper.version += 1
        paper.save(update_fields=["own_title", "remarks", "version"])
        MACHINE.record(actor, paper, "edit")
        make_files(paper.pk, anew=True)
    return paper
