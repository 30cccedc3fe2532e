"""The life of a proposal of a demonstration district, declared once."""

from dataclasses import dataclass
from typing import TypeAlias

from django.urls import reverse

from accounts.duties import Duty
from accounts.notifications import Kind, notify, people_of
from accounts.tenancy import Actor
from lifecycle.machine import Machine
from lifecycle.policies import is_city_officer
from lifecycle.transitions import Change, Transition, TransitionInput
from reports.models import Demonstration, DemonstrationEvent, PublishedResult

State = Demonstration.State


@dataclass(frozen=True)
class DemonstrationInput(TransitionInput):
    """The document that names the district."""

    document_number: str = ""


DemonstrationTransition: TypeAlias = Transition[Demonstration, DemonstrationInput]
DemonstrationChange: TypeAlias = Change[Demonstration, DemonstrationInput]


def round_is_published(actor: Actor | None, row: Demonstration) -> str:
    return "" if row.round.is_public else "评价结果公布后才能推荐示范区市。"


def is_not_vetoed(actor: Actor | None, row: Demonstration) -> str:
    found = PublishedResult.objects.filter(round=row.round_id, district=row.district_id).first()
    if found is None:
        return "这个区市没有本轮评价的公布结果。"
    return f"{row.district}被一票否决，不得评优：{found.veto}" if found.veto else ""


def names_document(given: DemonstrationInput) -> dict[str, str]:
    return {} if given.document_number.strip() else {"document_number": "请填写命名文件的文号。"}


def note_document(change: DemonstrationChange) -> None:
    change.row.document_number = change.input.document_number.strip()


def tell(change: DemonstrationChange) -> None:
    row = change.row
    notify(
        people_of(duty=Duty.DISTRICT_REVIEWER, district_id=row.district_id),
        title=f"中小微企业发展示范区市：{row.get_state_display()}",
        body=row.document_number or row.reason[:200],
        link=reverse("reports:ranking", args=[row.round_id]),
        dedupe_key=change.key,
        kind=Kind.WORK,
    )


TRANSITIONS = (
    DemonstrationTransition(
        name="propose", label="推荐示范区市", sources=frozenset(), target=State.PROPOSED,
        may=is_city_officer, guards=(round_is_published, is_not_vetoed), notify=(tell,),
        by_hand=False,
    ),
    DemonstrationTransition(
        name="name", label="命名", sources=frozenset({State.PROPOSED}), target=State.NAMED,
        may=is_city_officer, guards=(round_is_published, is_not_vetoed), checks=(names_document,),
        effects=(note_document,), notify=(tell,), tone="go",
    ),
    DemonstrationTransition(
        name="pass_over", label="不予命名", sources=frozenset({State.PROPOSED}),
        target=State.DROPPED, may=is_city_officer, reason_required=True, notify=(tell,), tone="no",
    ),
)  # fmt: skip

MACHINE = Machine(
    name="demonstration",
    model=Demonstration,
    noun="份推荐",
    rows=TRANSITIONS,
    first=frozenset({State.PROPOSED}),
    final=frozenset({State.NAMED, State.DROPPED}),
    tones={State.PROPOSED: "wait", State.NAMED: "ok"},
    events=DemonstrationEvent,
    parent="demonstration",
    takes=DemonstrationInput,
    select_related=("round", "district"),
)
