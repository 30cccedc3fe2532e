"""The life of a paper, declared once: written by the portal, checked by a person, issued, kept."""

from dataclasses import dataclass
from typing import TypeAlias

from django.utils import timezone

from accounts.tenancy import Actor
from lifecycle.machine import Machine
from lifecycle.policies import is_city_officer
from lifecycle.transitions import Change, Transition, TransitionInput
from reports.models import Paper, PaperEvent, PaperForm
from reports.papers.issuing import city_district, owe_notifications, write_recipients

State = Paper.State


@dataclass(frozen=True)
class PaperInput(TransitionInput):
    """`district_ids` are those that an issue goes to beside the leaders; `by_mail` lets those
    have it as mail who did not ask for it. `accept_failed`: the checker knows what is missing."""

    district_ids: tuple[int, ...] = ()
    by_mail: bool = False
    accept_failed: bool = False


PaperTransition: TypeAlias = Transition[Paper, PaperInput]
PaperChange: TypeAlias = Change[Paper, PaperInput]


def may_write(actor: Actor | None, paper: Paper) -> bool:
    return actor is None or is_city_officer(actor, paper)


def has_all_files(actor: Actor | None, paper: Paper) -> str:
    made = set(paper.files.values_list("form", flat=True))
    missing = [str(form.label) for form in PaperForm if form not in made]
    return f"{'、'.join(missing)} 文件还没有生成成功，请先重新生成文件。" if missing else ""


def knows_what_is_missing(paper: Paper, given: PaperInput) -> dict[str, str]:
    if not paper.failed_parts or given.accept_failed:
        return {}
    missing = "、".join(paper.failed_parts)
    return {"accept_failed": f"{missing}没有收集成功，报告里没有这些内容；确认后才能核定。"}


def note_issue(change: PaperChange) -> None:
    # The city's own district stands for the leaders, who read all districts.
    change.row.audience = sorted({city_district(), *change.input.district_ids})
    change.row.issued_at = timezone.now()


def tell_recipients(change: PaperChange) -> None:
    owe_notifications(change.row, key=change.key)


def keep_recipients(change: PaperChange) -> None:
    write_recipients(change.row, change.input.district_ids, by_mail=change.input.by_mail)


MACHINE = Machine(
    name="paper",
    model=Paper,
    noun="期报告",
    rows=(
        PaperTransition(
            name="make",
            label="生成",
            sources=frozenset(),
            target=State.DRAFT,
            may=may_write,
            by_hand=False,
        ),
        PaperTransition(
            name="check",
            label="核定",
            sources=frozenset({State.DRAFT}),
            target=State.CHECKED,
            may=is_city_officer,
            guards=(has_all_files,),
            confirmations=(knows_what_is_missing,),
            tone="go",
        ),
        PaperTransition(
            name="reopen",
            label="退回草稿",
            sources=frozenset({State.CHECKED}),
            target=State.DRAFT,
            may=is_city_officer,
            reason_required=True,
            reason_missing="请写明为什么退回草稿。",
        ),
        PaperTransition(
            name="issue",
            label="印发",
            sources=frozenset({State.CHECKED}),
            target=State.ISSUED,
            may=is_city_officer,
            guards=(has_all_files,),
            effects=(note_issue,),
            consequences=(keep_recipients,),
            notify=(tell_recipients,),
            tone="go",
        ),
        PaperTransition(
            name="archive",
            label="归档",
            sources=frozenset({State.ISSUED}),
            target=State.ARCHIVED,
            may=may_write,
        ),
        PaperTransition(
            name="withdraw",
            label="撤回草稿",
            sources=frozenset({State.DRAFT}),
            target=State.WITHDRAWN,
            may=is_city_officer,
            reason_required=True,
            reason_missing="请写明为什么撤回。",
            tone="no",
        ),
    ),
    first=frozenset({State.DRAFT}),
    final=frozenset({State.ARCHIVED, State.WITHDRAWN}),
    tones={
        State.DRAFT: "wait", State.CHECKED: "calm", State.ISSUED: "ok", State.ARCHIVED: "ok",
        State.WITHDRAWN: "bad",
    },
    other_events={"edit": "修改标题和编者说明", "remake": "重新生成文件"},
    events=PaperEvent,
    parent="paper",
    takes=PaperInput,
)  # fmt: skip
