"""Whom a step of a claim's review is told."""

from datetime import date
from typing import Any

from django.urls import reverse

from accounts.duties import Duty
from accounts.notifications import Kind, notify, people_of, who_asked
from financing.models import CutNotice, InquiryLetter, ReviewStage
from financing.money import wan
from financing.subsidies.policies import BUREAUS
from lifecycle.transitions import Change
from pages.moments import end_of_day


def _until(day: date | None) -> str:
    return f"{end_of_day(day)} 前" if day else "尽快"


def _tell_enterprise(change: Change[CutNotice, Any], title: str, body: str) -> None:
    notice = change.row
    notify(
        people_of(organisation_id=notice.organisation_id),
        title=title,
        body=body,
        link=reverse("financing:cut", args=[notice.pk]),
        dedupe_key=change.key,
        kind=Kind.CASES,
    )


def _tell_reviewers(change: Change[CutNotice, Any], title: str, body: str) -> None:
    """Who told the enterprise of the cut hears of its answer."""
    notice = change.row
    told = notice.events.order_by("id").values_list("user_id", flat=True).first()
    if notice.stage == ReviewStage.DISTRICT:
        people = who_asked(told, Duty.DISTRICT_REVIEWER, district_id=notice.district_id)
    else:
        people = who_asked(told, Duty.CITY_OFFICER)
    notify(
        people,
        title=title,
        body=body,
        link=reverse("financing:claim_review", args=[notice.claim_id]),
        dedupe_key=change.key,
        kind=Kind.WORK,
    )


def tell_enterprise_of_cut(change: Change[CutNotice, Any]) -> None:
    notice = change.row
    _tell_enterprise(
        change,
        f"资金申报核减 {len(notice.lines)} 行，请您答复一次",
        f"“{notice.claim}”奖补金额由 {wan(notice.amount_before)} 万元核为 "
        f"{wan(notice.amount_now)} 万元。请在 {_until(notice.due_on)}答复，只能答复一次。",
    )


def tell_reviewer_of_answer(change: Change[CutNotice, Any]) -> None:
    notice = change.row
    said = notice.get_position_display()
    _tell_reviewers(change, f"企业已答复核减：{notice.claim}", f"企业{said}，请处理。")


def tell_reviewer_of_lapse(change: Change[CutNotice, Any]) -> None:
    _tell_reviewers(
        change, f"企业到期没有答复核减：{change.row.claim}", "可以按现在的认定继续办理。"
    )


def tell_enterprise_of_outcome(change: Change[CutNotice, Any]) -> None:
    _tell_enterprise(change, "您对核减的答复已处理", change.row.outcome)


def tell_enterprise_of_withdrawal(change: Change[CutNotice, Any]) -> None:
    _tell_enterprise(change, "核减告知已撤回，不用答复", change.input.reason)


def tell_office(letter: InquiryLetter, key: str, *, again: bool = False) -> None:
    """An organisation of the portal hears of a letter, or of its reminder."""
    if letter.office_id is None:
        return
    people = {
        person
        for duty in BUREAUS
        for person in people_of(duty=duty, organisation_id=letter.office_id)
    }
    notify(
        sorted(people),
        title=f"{'催办：' if again else ''}{letter.sender_name}来函询问：{letter.subject}",
        body=f"请在 {_until(letter.due_on)}答复。",
        link=reverse("financing:letter", args=[letter.pk]),
        dedupe_key=key,
        kind=Kind.WORK,
    )


def tell_sender(letter: InquiryLetter, title: str, body: str, key: str) -> None:
    """Whoever sent the letter hears what became of it."""
    notify(
        [letter.sent_by_id],
        title=title,
        body=body,
        link=f"{reverse('financing:claim_review', args=[letter.claim_id])}#letters",
        dedupe_key=key,
        kind=Kind.WORK,
    )
