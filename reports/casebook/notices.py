"""Whom a step of a story is told."""

from django.urls import reverse

from accounts.duties import Duty
from accounts.notifications import Kind, notify, people_of
from accounts.tenancy import Actor
from lifecycle.gathering import gathered
from reports.casebook.inputs import StoryChange
from reports.models import Story


def _link(story: Story) -> str:
    return reverse("reports:story", args=[story.pk])


def _tell_enterprise(change: StoryChange, title: str, body: str, kind: Kind = Kind.WORK) -> None:
    story = change.row
    notify(
        people_of(organisation_id=story.organisation_id),
        title=title,
        body=body,
        link=_link(story),
        dedupe_key=change.key,
        kind=kind,
    )


def _tell_city(change: StoryChange, title: str, body: str) -> None:
    notify(
        people_of(duty=Duty.CITY_OFFICER),
        title=title,
        body=body,
        link=_link(change.row),
        dedupe_key=change.key,
        kind=Kind.WORK,
        gathered=gathered("stories", change, "{} 个案例有新进展", reverse("reports:stories")),
    )


def tell_invited(change: StoryChange) -> None:
    said = f"\n{change.input.reason}" if change.input.reason else ""
    _tell_enterprise(
        change,
        "邀请您撰写隐形冠军案例",
        f"入编《青岛市工业中小企业隐形冠军案例集》，请在 {change.row.due_on:%Y-%m-%d} 前交稿。"
        f"公开哪些数据由您逐项决定，发布前须经您确认；不便参加也可以谢绝。{said}",
        Kind.CASES,
    )


def tell_reminded(change: StoryChange) -> None:
    story = change.row
    waits = {
        Story.State.INVITED: "请答复是否参加",
        Story.State.WRITING: f"请在 {story.due_on:%Y-%m-%d} 前完成撰写",
        Story.State.CONFIRMING: "请管理员核对全文并确认",
    }[Story.State(change.target)]
    _tell_enterprise(change, f"隐形冠军案例：{waits}", "主管部门提醒您办理。", Kind.REMINDERS)


def tell_accepted(change: StoryChange) -> None:
    _tell_city(change, f"{change.row}接受约稿", "案例开始撰写，您也可以一起修改。")


def tell_declined(change: StoryChange) -> None:
    _tell_city(change, f"{change.row}谢绝约稿", change.input.reason)


def tell_to_confirm(change: StoryChange) -> None:
    _tell_enterprise(
        change,
        "请确认隐形冠军案例",
        "案例已写好，请企业管理员核对全文、数据和图片后确认；不同意发布可以退回修改。",
        Kind.CASES,
    )


def tell_other_side(change: StoryChange) -> None:
    """Who did not do it is told of a step that either side may take."""
    label = change.transition.label
    if _is_enterprise(change.actor):
        _tell_city(change, f"{change.row}：{label}", change.input.reason)
    else:
        _tell_enterprise(change, f"隐形冠军案例：{label}", change.input.reason)


def _is_enterprise(actor: Actor | None) -> bool:
    return actor is not None and actor.is_enterprise


def tell_approved(change: StoryChange) -> None:
    _tell_city(change, f"{change.row}已确认案例", "企业同意发布，请核对后发布。")


def tell_published(change: StoryChange) -> None:
    public = reverse("reports:casebook_story", args=[change.row.pk])
    _tell_enterprise(
        change,
        "隐形冠军案例已发布",
        f"公开页面：{public}。以后的每次修改都须经您确认；同意可以随时撤回，页面随即撤下。",
        Kind.CASES,
    )


def tell_withdrawn(change: StoryChange) -> None:
    _tell_city(change, f"{change.row}撤回案例", f"页面已撤下。原因：{change.input.reason}")


def tell_taken_down(change: StoryChange) -> None:
    _tell_enterprise(change, "隐形冠军案例已撤下", f"原因：{change.input.reason}", Kind.CASES)
