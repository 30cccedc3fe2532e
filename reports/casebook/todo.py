"""What waits for somebody around the casebook."""

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import Actor
from pages.todo import TodoRow, todo_of
from reports.casebook.policies import State
from reports.models import CasebookEdition, EditionStory, PublishedStory, Story

OPEN = (State.INVITED, State.WRITING, State.CONFIRMING)


def _own(actor: Actor, state: State) -> QuerySet[Story]:
    return Story.objects.filter(organisation_id=actor.organisation_id, state=state)


def invited(actor: Actor) -> QuerySet[Story]:
    return _own(actor, State.INVITED)


def being_written(actor: Actor) -> QuerySet[Story]:
    return _own(actor, State.WRITING)


def to_confirm(actor: Actor) -> QuerySet[Story]:
    return _own(actor, State.CONFIRMING)


def to_publish(actor: Actor) -> QuerySet[Story]:
    return Story.objects.filter(state=State.APPROVED)


def late(actor: Actor) -> QuerySet[Story]:
    return Story.objects.filter(state__in=OPEN, due_on__lt=timezone.localdate())


def to_print_anew(actor: Actor) -> QuerySet[CasebookEdition]:
    """Issued editions that hold a story which was withdrawn: the public cannot take them."""
    public = PublishedStory.objects.filter(story_id=OuterRef("story_id"))
    gone = EditionStory.objects.filter(edition=OuterRef("pk")).exclude(Exists(public))
    return CasebookEdition.objects.filter(
        Exists(gone), state=CasebookEdition.State.ISSUED, retired_at=None
    )


@todo_of(Duty.ENTERPRISE_STAFF, counts=(invited, being_written, to_confirm))
def own_stories(actor: Actor, asked: int, writing: int, waiting: int) -> list[TodoRow]:
    """The enterprise's story, as far as it waits for the enterprise."""
    url, rows = reverse("reports:own_stories"), []
    if waiting:
        who = "请核对全文并确认" if actor.is_administrator else "待管理员核对确认"
        rows.append(TodoRow("bad", "确认", f"隐形冠军案例{who}", url))
    if asked:
        rows.append(TodoRow("wait", "约稿", "邀请您撰写隐形冠军案例，请答复", url))
    if writing:
        rows.append(TodoRow("wait", "撰写", "隐形冠军案例正在撰写", url))
    return rows


@todo_of(Duty.CITY_OFFICER, counts=(to_publish, late, to_print_anew))
def city_stories(actor: Actor, approved: int, overdue: int, editions: int) -> list[TodoRow]:
    """What is approved and not out yet, who is late, and volumes that cannot be given out."""
    stories, rows = reverse("reports:stories"), []
    if editions:
        text = f"{editions} 辑案例集有撤回的案例，请重新排印"
        rows.append(TodoRow("bad", "案例集", text, reverse("reports:editions")))
    if approved:
        url = f"{stories}?state={State.APPROVED}"
        rows.append(TodoRow("wait", "案例", f"{approved} 篇案例企业已确认，等待发布", url))
    if overdue:
        rows.append(TodoRow("wait", "案例", f"{overdue} 篇案例超过交稿日期", stories))
    return rows
