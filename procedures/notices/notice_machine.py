"""The life of a public notice, declared once."""

from typing import TypeAlias

from django.utils import timezone

from accounts.tenancy import Actor
from lifecycle.machine import Machine
from lifecycle.policies import is_city_officer
from lifecycle.transitions import Change, Transition, TransitionInput
from procedures.cases.parts import in_words_of
from procedures.models import PublicNotice, PublicNoticeEvent

State = PublicNotice.State
NoticeTransition: TypeAlias = Transition[PublicNotice, TransitionInput]
NoticeChange: TypeAlias = Change[PublicNotice, TransitionInput]


def has_ended(actor: Actor | None, notice: PublicNotice) -> str:
    if notice.has_ended:
        return ""
    said = f"公示到 {notice.ends_on:%Y-%m-%d} 结束，之后才能认定发证。"
    return in_words_of(notice.batch.version.parsed.outcome, said)


def note_the_end(change: NoticeChange) -> None:
    change.row.concluded_at = timezone.now()


MACHINE = Machine(
    name="public_notice",
    model=PublicNotice,
    noun="次公示",
    rows=(
        NoticeTransition(
            name="conclude",
            label="结束公示",
            sources=frozenset({State.RUNNING}),
            target=State.CONCLUDED,
            may=is_city_officer,
            guards=(has_ended,),
            effects=(note_the_end,),
            tone="go",
        ),
    ),
    first=frozenset({State.RUNNING}),
    final=frozenset({State.CONCLUDED}),
    events=PublicNoticeEvent,
    parent="notice",
    takes=TransitionInput,
)
