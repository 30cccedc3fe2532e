"""What is said when a story takes a step."""

from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from django.utils import timezone

from lifecycle.transitions import Change, TransitionInput
from reports.casebook.content import Content
from reports.models import Story

DECLARATION = (
    "本人代表企业确认：以上文字、数据和图片真实、准确，不含商业秘密和未经本人同意的个人信息，"
    "图片由本企业享有权利；同意青岛市中小企业主管部门在平台公开网页和《青岛市工业中小企业隐形"
    "冠军案例集》中发布。同意可以随时撤回。"
)
LONGEST_TERM_DAYS = 365
NO_NAMES = frozenset({"on", "off", "yes", "no", "true", "false", "null", "none", "undefined"})


@dataclass(frozen=True)
class StoryInput(TransitionInput):
    """`due_on`: the local day by which the text is wanted. The rest belongs to an approval: the
    name of who approves, the `own_name` of their account, the ticked declaration, the content as
    it is now with its fingerprint, and `seen`, the fingerprint of what the page showed."""

    due_on: date | None = None
    name: str = ""
    own_name: str = ""
    declares: bool = False
    seen: str = ""
    content: Content | None = field(default=None, compare=False)
    sha256: str = ""


StoryChange: TypeAlias = Change[Story, StoryInput]


def due_day_is_ahead(given: StoryInput) -> dict[str, str]:
    """The day by which the text is wanted lies within the year that comes."""
    if given.due_on is None:
        return {"due_on": "请填写交稿日期。"}
    days = (given.due_on - timezone.localdate()).days
    if days < 1:
        return {"due_on": "交稿日期应晚于今天。"}
    return {"due_on": "交稿日期请定在一年以内。"} if days > LONGEST_TERM_DAYS else {}


def is_declared(given: StoryInput) -> dict[str, str]:
    """An approval names who gives it and holds the declaration."""
    errors = {}
    name = given.name.strip()
    if not name:
        errors["name"] = "请填写确认人姓名。"
    elif name != given.own_name and not _is_a_name(name):
        errors["name"] = "请填写确认人的真实姓名，至少两个字。"
    if not given.declares:
        errors["declares"] = "请勾选声明。"
    return errors


def _is_a_name(name: str) -> bool:
    """Whether words can be what a person is called: two letters or characters, and nothing that
    browsers and programs send for a ticked or an empty field."""
    letters = sum(letter.isalpha() for letter in name)
    return letters >= 2 and name.casefold() not in NO_NAMES


def is_what_was_seen(story: Story, given: StoryInput) -> dict[str, str]:
    """Nobody approves what they have not read: text, figures and pictures are as the page showed
    them."""
    if given.seen == given.sha256 and given.content is not None:
        return {}
    return {"": "您打开页面之后，内容或数据有变化，请重新核对下面的全文后再确认。"}
