"""The life of a story, declared once.

Sources: action plan 2018-2021, 四(四); 政府信息公开条例 第十五条 (what concerns the business
secrets of others is published with their consent). Who approves, and that a consent can be taken
back, is the portal's own rule.
"""

from typing import TypeAlias

from django.utils import timezone

from accounts.tenancy import Actor
from certification.models import Certificate
from lifecycle.machine import Machine
from lifecycle.policies import is_city_officer, is_its_enterprise
from lifecycle.transitions import Transition
from reports.casebook import notices
from reports.casebook.inputs import (
    DECLARATION,
    StoryChange,
    StoryInput,
    due_day_is_ahead,
    is_declared,
    is_what_was_seen,
)
from reports.casebook.policies import is_a_side, is_city_or_the_portal, is_its_administrator
from reports.casebook.publishing import publish, take_off
from reports.casebook.sections import missing_in
from reports.models import Story, StoryApproval, StoryEvent

State = Story.State
Step: TypeAlias = Transition[Story, StoryInput]
UNDER_WAY = frozenset({State.INVITED, State.WRITING, State.CONFIRMING})
LIVE = frozenset({*UNDER_WAY, State.APPROVED, State.PUBLISHED})


# --- when it is possible --------------------------------------------------------------------------


def is_champion_today(actor: Actor | None, story: Story) -> str:
    certificate = story.certificate
    if certificate.is_valid_today:
        return ""
    return f"隐形冠军证书现在是“{certificate.state_word}”，不能约稿。"


def certificate_is_in_order(actor: Actor | None, story: Story) -> str:
    """One that ran out is told by its year; one that was taken away is not told at all."""
    if story.certificate.state in (Certificate.State.REVOKED, Certificate.State.SUSPENDED):
        return f"隐形冠军证书现在是“{story.certificate.get_state_display()}”，不能发布。"
    return ""


def is_complete(actor: Actor | None, story: Story) -> str:
    return "".join(missing_in(story))


def pictures_are_safe(actor: Actor | None, story: Story) -> str:
    waiting = [one for one in story.pictures.select_related("file") if not one.file.may_be_served]
    return f"有 {len(waiting)} 张图片还没有通过查毒，请稍后再试或换一张。" if waiting else ""


def was_not_reminded_today(actor: Actor | None, story: Story) -> str:
    """Who is reminded every hour stops to read."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    rows = StoryEvent.objects.filter(story=story, transition="remind", at__gte=midnight)
    return "今天已经提醒过，请明天再提醒。" if rows.exists() else ""


# --- what it does ---------------------------------------------------------------------------------


def set_due_day(change: StoryChange) -> None:
    assert change.input.due_on is not None, "checked by the machine"
    change.row.due_on = change.input.due_on


def keep_approval(change: StoryChange) -> None:
    given, story = change.input, change.row
    assert change.actor is not None and given.content is not None, "an administrator approves"
    StoryApproval.objects.create(
        **story.home,
        story=story,
        content=given.content,
        sha256=given.sha256,
        declaration=DECLARATION,
        name=given.name.strip(),
        approved_by_id=change.actor.user_id,
    )
    change.facts["approved_by"] = given.name.strip()


TRANSITIONS = (
    Step(
        name="invite",
        label="约稿",
        sources=frozenset(),
        target=State.INVITED,
        may=is_city_officer,
        guards=(is_champion_today,),
        checks=(due_day_is_ahead,),
        notify=(notices.tell_invited,),
        by_hand=False,
    ),
    Step(
        name="invite_again",
        label="重新约稿",
        sources=frozenset({State.DECLINED, State.WITHDRAWN}),
        target=State.INVITED,
        may=is_city_officer,
        guards=(is_champion_today,),
        checks=(due_day_is_ahead,),
        effects=(set_due_day,),
        notify=(notices.tell_invited,),
        tone="go",
    ),
    Step(
        name="remind",
        label="提醒企业",
        history_label="提醒企业",
        sources=UNDER_WAY,
        target=None,
        may=is_city_officer,
        guards=(was_not_reminded_today,),
        notify=(notices.tell_reminded,),
        bulk=True,
    ),
    Step(
        name="accept",
        label="接受约稿，开始撰写",
        history_label="企业接受约稿",
        sources=frozenset({State.INVITED}),
        target=State.WRITING,
        may=is_its_enterprise,
        notify=(notices.tell_accepted,),
        tone="go",
    ),
    Step(
        name="decline",
        label="谢绝",
        history_label="企业谢绝",
        sources=frozenset({State.INVITED}),
        target=State.DECLINED,
        may=is_its_enterprise,
        reason_required=True,
        reason_missing="请写明谢绝的原因，便于以后改进约稿。",
        notify=(notices.tell_declined,),
        tone="no",
    ),
    Step(
        name="submit",
        label="提请企业确认",
        sources=frozenset({State.WRITING}),
        target=State.CONFIRMING,
        may=is_a_side,
        guards=(is_complete, pictures_are_safe),
        notify=(notices.tell_to_confirm,),
        tone="go",
    ),
    Step(
        name="send_back",
        label="退回修改",
        sources=frozenset({State.CONFIRMING}),
        target=State.WRITING,
        may=is_a_side,
        reason_required=True,
        reason_missing="请写明要改什么，对方会看到。",
        notify=(notices.tell_other_side,),
    ),
    Step(
        name="approve",
        label="确认并同意发布",
        history_label="企业确认同意发布",
        sources=frozenset({State.CONFIRMING}),
        target=State.APPROVED,
        may=is_its_administrator,
        guards=(is_complete, pictures_are_safe),
        checks=(is_declared,),
        confirmations=(is_what_was_seen,),
        effects=(keep_approval,),
        notify=(notices.tell_approved,),
        tone="go",
        by_hand=False,
    ),
    Step(
        name="revise",
        label="继续修改",
        sources=frozenset({State.APPROVED, State.PUBLISHED}),
        target=State.WRITING,
        may=is_a_side,
        reason_required=True,
        reason_missing="请写明要改什么；改后须由企业重新确认。",
        notify=(notices.tell_other_side,),
    ),
    Step(
        name="publish",
        label="发布",
        sources=frozenset({State.APPROVED}),
        target=State.PUBLISHED,
        may=is_city_officer,
        guards=(certificate_is_in_order,),
        consequences=(publish,),
        notify=(notices.tell_published,),
        tone="go",
        bulk=True,
    ),
    Step(
        name="withdraw",
        label="撤回同意",
        history_label="企业撤回同意",
        sources=frozenset({State.WRITING, State.CONFIRMING, State.APPROVED, State.PUBLISHED}),
        target=State.WITHDRAWN,
        may=is_its_administrator,
        reason_required=True,
        reason_missing="请写明撤回的原因，会记入案例的办理记录。",
        consequences=(take_off,),
        notify=(notices.tell_withdrawn,),
        tone="no",
    ),
    Step(
        name="take_down",
        label="撤下",
        history_label="主管部门撤下",
        sources=LIVE,
        target=State.WITHDRAWN,
        may=is_city_or_the_portal,
        reason_required=True,
        reason_missing="请写明撤下的原因，企业会看到。",
        consequences=(take_off,),
        notify=(notices.tell_taken_down,),
        tone="no",
    ),
)

MACHINE = Machine(
    name="story",
    model=Story,
    noun="篇案例",
    rows=TRANSITIONS,
    first=frozenset({State.INVITED}),
    final=frozenset(),
    tones={
        State.INVITED: "wait",
        State.WRITING: "calm",
        State.CONFIRMING: "wait",
        State.APPROVED: "wait",
        State.PUBLISHED: "ok",
        State.WITHDRAWN: "bad",
        State.DECLINED: "calm",
    },
    owner_labels={
        State.INVITED: "邀您撰写",
        State.CONFIRMING: "待您确认",
        State.DECLINED: "已谢绝",
    },
    events=StoryEvent,
    parent="story",
    takes=StoryInput,
    select_related=("certificate", "district"),
)
