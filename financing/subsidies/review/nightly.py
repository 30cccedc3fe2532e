"""What time does to a review: letters that fall silent, terms to answer that end, reminders."""

from datetime import date

from django.utils import timezone

from accounts.tenancy import system_scope
from financing.models import CutNotice, InquiryLetter
from financing.subsidies.review import cut_machine, letter_machine
from financing.subsidies.review.notices import tell_office, tell_sender
from procedures.batches.working_days import working_days_between

AT_ONCE = 200


def run_reviews() -> int:
    """Do what is due today (local); returns how many letters and notices ended. Repeatable."""
    today = timezone.localdate()
    _remind(today)
    return _silence(today) + _lapse(today)


def _silence(today: date) -> int:
    ended = 0
    while True:
        with system_scope(reason="keep the terms of claims under review"):
            over = InquiryLetter.objects.open().filter(silent_on__lt=today)
            found = list(over.select_for_update(of=("self",), skip_locked=True)[:AT_ONCE])
            for letter in found:
                letter_machine.MACHINE.execute(None, letter.pk, "keep_silence")
                tell_sender(
                    letter,
                    f"{letter.office_name}逾期未复函，按无意见办理",
                    f"{letter.subject}：到 {letter.silent_on:%Y-%m-%d} 没有答复，已留痕。",
                    f"letter:{letter.pk}:silent",
                )
        ended += len(found)
        if len(found) < AT_ONCE:
            return ended


def _lapse(today: date) -> int:
    with system_scope(reason="keep the terms of claims under review"):
        over = CutNotice.objects.filter(state=CutNotice.State.TOLD, due_on__lt=today)
        found = list(over.values_list("pk", flat=True))
        for pk in found:
            cut_machine.MACHINE.execute(None, pk, "lapse")
    return len(found)


def _remind(today: date) -> None:
    """The office a working day before its term ends, and the sender once it is over."""
    with system_scope(reason="keep the terms of claims under review"):
        for letter in InquiryLetter.objects.open():
            left = working_days_between(today, letter.due_on)
            if left == 1:
                tell_office(letter, f"letter:{letter.pk}:last-day", again=True)
            if today > letter.due_on:
                tell_sender(
                    letter,
                    f"{letter.office_name}逾期没有复函",
                    f"{letter.subject}：期限 {letter.due_on:%Y-%m-%d}，请催办；"
                    f"到 {letter.silent_on:%Y-%m-%d} 仍未答复，按无意见办理。",
                    f"letter:{letter.pk}:late",
                )
