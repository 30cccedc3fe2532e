"""The clock of a letter: a block for each working day, with a word beside them."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from financing.models import InquiryLetter
from procedures.batches.working_days import working_days_between
from procedures.cases.due import time_left

MOST_BLOCKS = 15


@dataclass(frozen=True)
class Days:
    """`total` working days, of which `used` are over; `css` says how they look, `word` what they
    mean."""

    total: int
    used: int
    css: str
    word: str

    @property
    def blocks(self) -> list[bool]:
        """Whether each block is used; long terms have no blocks."""
        if self.total > MOST_BLOCKS:
            return []
        return [place < self.used for place in range(self.total)]


def days_of(letter: InquiryLetter, today: date | None = None) -> Days:
    """How the letter's term stands on `today` (local)."""
    today = today or timezone.localdate()
    begins = timezone.localtime(letter.sent_at).date()
    ends = today
    if letter.state == InquiryLetter.State.ANSWERED:
        last = letter.answers.last()
        ends = timezone.localtime(last.at).date() if last else today
        word = "逾期答复" if last and last.is_late else "已复"
        css = "end"
    elif letter.state == InquiryLetter.State.SENT:
        word = time_left(letter.due_on, today)
        css = "over" if today > letter.due_on else ""
    else:
        word, css = letter.get_state_display(), "end"
    used = min(letter.days, max(0, working_days_between(begins, ends)))
    return Days(letter.days, used, css, word)
