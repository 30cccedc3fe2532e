"""Where a story stands, as its page says it: what is to be done next, and by whom."""

from datetime import date

from accounts.tenancy import Actor
from reports.models import Story

State = Story.State


def headline(actor: Actor, story: Story, missing: list[str], today: date) -> str:
    """The page's title: the finding for this reader."""
    own = actor.is_enterprise
    match story.state:
        case State.INVITED:
            return (
                f"邀您撰写案例，{_left(story, today)}"
                if own
                else f"等企业答复，{_left(story, today)}"
            )
        case State.WRITING if missing:
            return f"还差 {len(missing)} 处，{_left(story, today)}"
        case State.WRITING:
            return "已写完整，可以提请企业确认"
        case State.CONFIRMING:
            return "请核对全文后确认，确认后才会发布" if own else "等企业管理员确认"
        case State.APPROVED:
            return "已确认，等主管部门发布" if own else "企业已确认，可以发布"
        case State.PUBLISHED:
            return "已发布，修改后须重新确认" if own else "已发布"
        case State.WITHDRAWN:
            return "已撤回，公开页面已撤下"
        case _:
            return "已谢绝约稿" if own else "企业谢绝了约稿"


def _left(story: Story, today: date) -> str:
    days = (story.due_on - today).days
    if days < 0:
        return f"已过交稿日期 {-days} 天"
    return f"离交稿还有 {days} 天" if days else "今天交稿"
