"""The life of an enterprise's way to a listing, declared once."""

from typing import TypeAlias

from django.utils import timezone

from accounts.tenancy import Actor
from financing.models import ListingPath, ListingPathEvent, Milestone
from lifecycle.machine import Machine
from lifecycle.policies import is_its_enterprise
from lifecycle.transitions import Change, Transition, TransitionInput

State = ListingPath.State
Step: TypeAlias = Transition[ListingPath, TransitionInput]
PathChange: TypeAlias = Change[ListingPath, TransitionInput]


def nothing_waits(actor: Actor | None, path: ListingPath) -> str:
    """A path is not left while its district looks at one of its milestones."""
    rows = Milestone.objects.filter(path=path, state=Milestone.State.FILED)
    return "有里程碑正在等区市确认，请等确认后或撤回后再办理。" if rows.exists() else ""


def is_of_its_place(actor: Actor | None, path: ListingPath) -> bool:
    """A district that confirmed the last stage, or the enterprise itself."""
    if actor is None or is_its_enterprise(actor, path):
        return True
    return actor.is_district and path.district_id in actor.district_ids


def note_end(change: PathChange) -> None:
    change.row.ended_on = timezone.localdate()


TRANSITIONS = (
    Step(
        name="reach",
        label="到达目标",
        history_label="已上市（挂牌）",
        sources=frozenset({State.ACTIVE}),
        target=State.REACHED,
        may=is_of_its_place,
        effects=(note_end,),
        by_hand=False,
    ),
    Step(
        name="change",
        label="转其他路径",
        sources=frozenset({State.ACTIVE, State.REACHED}),
        target=State.CHANGED,
        may=is_its_enterprise,
        guards=(nothing_waits,),
        effects=(note_end,),
        by_hand=False,
    ),
    Step(
        name="end",
        label="终止这条路径",
        history_label="终止",
        sources=frozenset({State.ACTIVE}),
        target=State.ENDED,
        may=is_its_enterprise,
        guards=(nothing_waits,),
        effects=(note_end,),
        reason_required=True,
        tone="no",
    ),
)

MACHINE = Machine(
    name="listing_path",
    model=ListingPath,
    noun="条路径",
    rows=TRANSITIONS,
    first=frozenset({State.ACTIVE}),
    final=frozenset({State.CHANGED, State.ENDED}),
    tones={
        State.ACTIVE: "wait",
        State.REACHED: "ok",
        State.CHANGED: "calm",
        State.ENDED: "calm",
    },
    events=ListingPathEvent,
    parent="path",
    takes=TransitionInput,
)
