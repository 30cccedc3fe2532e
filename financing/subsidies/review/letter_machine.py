"""The life of an inquiry letter, declared once.

Source: 平度 2023 (五部门函询) for the letters. The silence rule and its days are 示例
(`ReviewTerms.silence_days`): silence until `silent_on` is no objection, and is kept in words.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from django.utils import timezone

from accounts.tenancy import Actor
from financing.models import InquiryLetter, LetterEvent, ReviewStage
from lifecycle.guards import is_not_own_enterprise
from lifecycle.machine import Machine
from lifecycle.policies import is_city_officer, is_reviewer_of_its_district, is_the_portal
from lifecycle.transitions import Change, Transition, TransitionInput

State = InquiryLetter.State


@dataclass(frozen=True)
class LetterInput(TransitionInput):
    """`token_sha256` is that of the new link where a reminder sends one."""

    token_sha256: str = ""


LetterChange: TypeAlias = Change[InquiryLetter, LetterInput]
LetterTransition: TypeAlias = Transition[InquiryLetter, LetterInput]


def is_its_bureau(actor: Actor | None, letter: InquiryLetter) -> bool:
    """The bureau whose stage of the review the letter belongs to."""
    if letter.stage == ReviewStage.DISTRICT:
        return is_reviewer_of_its_district(actor, letter)
    return is_city_officer(actor, letter)


def is_asked(actor: Actor | None, letter: InquiryLetter) -> bool:
    """The portal, for whoever holds the link; or staff of the organisation that is asked."""
    return actor is None or actor.organisation_id == letter.office_id


def link_is_open(actor: Actor | None, letter: InquiryLetter) -> str:
    over = timezone.localdate() > letter.link_ends_on
    return "答复的有效期已过，请与发函单位联系。" if over else ""


def silence_is_over(actor: Actor | None, letter: InquiryLetter) -> str:
    over = timezone.localdate() > letter.silent_on
    return "" if over else "还没有到按无意见办理的日期。"


def was_not_reminded_today(actor: Actor | None, letter: InquiryLetter) -> str:
    today = letter.reminded_on == timezone.localdate()
    return "今天已经催办过，请明天再催。" if today else ""


def note_reminder(change: LetterChange) -> None:
    letter = change.row
    letter.reminders += 1
    letter.reminded_on = timezone.localdate()
    if change.input.token_sha256:
        letter.token_sha256 = change.input.token_sha256
        letter.link_ends_on = max(letter.link_ends_on, timezone.localdate() + timedelta(days=14))


def note_silence(change: LetterChange) -> None:
    letter = change.row
    change.facts["words"] = (
        f"{letter.office_name}在 {letter.due_on:%Y-%m-%d} 前没有答复，催办 {letter.reminders} 次；"
        f"到 {letter.silent_on:%Y-%m-%d} 仍未答复，按无意见办理。"
    )


def in_words(event: LetterEvent) -> list[str]:
    """What the history adds: the silence, as it was kept."""
    return [event.facts["words"]] if "words" in event.facts else []


SENT = frozenset({State.SENT})
TRANSITIONS = (
    LetterTransition(
        name="send",
        label="发函",
        sources=frozenset(),
        target=State.SENT,
        may=is_its_bureau,
        guards=(is_not_own_enterprise,),
        by_hand=False,  # begins a new letter
    ),
    LetterTransition(
        name="answer",
        label="答复",
        sources=frozenset({State.SENT, State.SILENT}),
        target=State.ANSWERED,
        may=is_asked,
        guards=(link_is_open,),
        by_hand=False,  # has a page of its own
    ),
    LetterTransition(
        name="remind",
        label="催办",
        sources=SENT,
        target=None,
        may=is_its_bureau,
        guards=(was_not_reminded_today,),
        effects=(note_reminder,),
    ),
    LetterTransition(
        name="keep_silence",
        label="按无意见办理",
        sources=SENT,
        target=State.SILENT,
        may=is_the_portal,
        guards=(silence_is_over,),
        effects=(note_silence,),
        by_hand=False,
    ),
    LetterTransition(
        name="withdraw",
        label="撤回函件",
        sources=SENT,
        target=State.WITHDRAWN,
        may=is_its_bureau,
        reason_required=True,
        reason_missing="请写明为什么撤回。",
        tone="no",
    ),
)

MACHINE = Machine(
    name="inquiry_letter",
    model=InquiryLetter,
    noun="封函",
    rows=TRANSITIONS,
    first=SENT,
    final=frozenset({State.ANSWERED, State.WITHDRAWN}),
    tones={
        State.SENT: "wait", State.ANSWERED: "ok", State.SILENT: "calm", State.WITHDRAWN: "calm",
    },
    events=LetterEvent,
    parent="letter",
    takes=LetterInput,
    carried=("office_id",),
    details=in_words,
)  # fmt: skip
