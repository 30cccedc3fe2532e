"""What bureaus and applicant wrote to each other about a case, for its pages and its history."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone

from accounts.tenancy import Actor
from lifecycle.history import HistoryLine
from procedures.cases.forms import MessageForm
from procedures.cases.policies import desk_of, has_on_desk
from procedures.models import Application, CaseMessage, CaseMessageFile


@dataclass(frozen=True)
class Thread:
    """The messages of a case, the oldest first, and the form of whoever may write now."""

    messages: list[CaseMessage]
    form: MessageForm | None

    @property
    def unanswered(self) -> CaseMessage | None:
        """The bureau's last message, while the applicant has not answered it."""
        last = self.messages[-1] if self.messages else None
        return last if last and not last.from_applicant else None


def thread_for(actor: Actor, application: Application, form: MessageForm | None = None) -> Thread:
    """The thread as the actor reads it; `form` is the one that was refused."""
    found = thread_of(application)
    if actor.is_enterprise:
        asked = desk_of(application.state, application.returned_from) is not None
        may_write = bool(found) and asked
    else:
        may_write = has_on_desk(actor, application)
    return Thread(found, (form or MessageForm()) if may_write else None)


def thread_of(application: Application) -> list[CaseMessage]:
    """The messages of the case with their files; no query where it is known to have none."""
    if not getattr(application, "has_messages", True):
        return []
    files = Prefetch("files", CaseMessageFile.objects.select_related("attachment"))
    found = CaseMessage.objects.filter(application=application).select_related("sent_by")
    return list(found.prefetch_related(files).order_by("id"))


def lines_of_thread(messages: list[CaseMessage]) -> list[HistoryLine]:
    """That somebody wrote, for the history; the words stand in the thread."""
    return [
        HistoryLine(
            timezone.localtime(one.sent_at),
            f"{one.organisation_name} {one.sent_by}",
            "答复留言" if one.from_applicant else "给企业留言",
        )
        for one in messages
    ]
