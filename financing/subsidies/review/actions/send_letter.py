"""Asking another office about a claim, and reminding it."""

import hashlib
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.errors import refuse
from accounts.models import Organisation
from accounts.outbox import post
from accounts.tenancy import Actor
from financing.models import InquiryLetter
from financing.subsidies.review.access import stage_of
from financing.subsidies.review.actions.decide_line import claim_under_review
from financing.subsidies.review.letter_machine import MACHINE, LetterInput
from financing.subsidies.review.notices import tell_office
from financing.subsidies.review.terms import terms_for
from pages.moments import end_of_day
from procedures.batches.working_days import add_working_days

MOST_DAYS, MOST_OPEN = 60, 20
# The link still takes a late answer so long after silence has counted as no objection.
LATE_WORKING_DAYS = 10


@dataclass(frozen=True)
class LetterTerms:
    """What a letter says and to whom: `email`, or an organisation of the portal. `check` names the
    item of the checklist that its answer is for, "" for none."""

    office_name: str
    subject: str
    text: str
    days: int
    email: str = ""
    office_id: int | None = None
    check: str = ""


def fingerprint(token: str) -> str:
    """What is kept of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def send_letter(actor: Actor, claim_id: int, terms: LetterTerms) -> InquiryLetter:
    """Send one letter; its link is mailed, or the organisation told.

    Raises as `claim_under_review`, and `RuleViolation` by field.
    """
    with transaction.atomic():
        claim = claim_under_review(actor, claim_id)
        rules = terms_for(claim)
        refuse(_problems(terms, rules.checks))
        if InquiryLetter.objects.filter(claim=claim).open().count() >= MOST_OPEN:
            refuse({"": f"还有 {MOST_OPEN} 封函没有答复，请先处理。"})
        token = "" if terms.office_id else secrets.token_urlsafe(32)
        due_on = add_working_days(timezone.localdate(), terms.days)
        silent_on = add_working_days(due_on, rules.silence_days)
        letter = InquiryLetter.objects.create(
            **claim.home,
            claim=claim,
            stage=stage_of(actor, claim),
            office_name=terms.office_name.strip(),
            office_id=terms.office_id,
            email=terms.email,
            subject=terms.subject.strip(),
            text=terms.text.strip(),
            check_name=terms.check,
            sender_name=actor.organisation_name,
            sent_by_id=actor.user_id,
            days=terms.days,
            due_on=due_on,
            silent_on=silent_on,
            link_ends_on=add_working_days(silent_on, LATE_WORKING_DAYS),
            token_sha256=fingerprint(token) if token else "",
        )
        MACHINE.begin(actor, letter, "send")
        _deliver(letter, token, f"letter:{letter.pk}:sent")
        return letter


def remind_office(actor: Actor, letter_id: int) -> InquiryLetter:
    """Remind the office; by mail it gets a new link, and the old one ends: only its hash is kept.

    Raises as `Machine.execute`.
    """
    with transaction.atomic():
        letter = MACHINE.locked(actor, letter_id)
        token = secrets.token_urlsafe(32) if letter.token_sha256 else ""
        given = LetterInput(token_sha256=fingerprint(token) if token else "")
        MACHINE.execute_locked(actor, letter, "remind", given)
        _deliver(letter, token, f"letter:{letter.pk}:reminder:{letter.reminders}", again=True)
        return letter


def withdraw_letter(actor: Actor, letter_id: int, reason: str) -> InquiryLetter:
    """Take an unanswered letter back. Raises as `Machine.execute`."""
    return MACHINE.execute(actor, letter_id, "withdraw", LetterInput(reason))


def _problems(terms: LetterTerms, checks: list[str]) -> dict[str, str]:
    problems = {}
    if not terms.office_name.strip():
        problems["office_name"] = "请填写向哪个单位函询。"
    if not terms.subject.strip():
        problems["subject"] = "请填写问什么。"
    if not terms.text.strip():
        problems["text"] = "请填写函件正文。"
    if not 1 <= terms.days <= MOST_DAYS:
        problems["days"] = f"期限在 1 到 {MOST_DAYS} 个工作日之间。"
    if not terms.email and terms.office_id is None:
        problems["email"] = "请填写收件邮箱，或选择平台上的单位。"
    if terms.email and terms.office_id is not None:
        problems["email"] = "邮箱和平台上的单位只选一种。"
    if terms.check and terms.check not in checks:
        problems["check"] = "核对清单里没有这一项。"
    if (
        terms.office_id is not None
        and not Organisation.objects.filter(pk=terms.office_id, is_active=True).exists()
    ):
        problems["office"] = "平台上没有这个单位。"
    return problems


def _deliver(letter: InquiryLetter, token: str, key: str, *, again: bool = False) -> None:
    if not token:
        tell_office(letter, key, again=again)
        return
    link = f"{settings.PUBLIC_URL}{reverse('financing:answer_letter', args=[token])}"
    begins = "催办：" if again else ""
    post(
        "accounts.mail",
        {
            "to": letter.email,
            "subject": f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{begins}{letter.sender_name}"
            f"函询：{letter.subject}",
            "body": f"{letter.office_name}：\n\n{letter.sender_name}就一件财政资金申报向贵单位函询"
            f"“{letter.subject}”，请在 {end_of_day(letter.due_on)} 前打开下面的网址查看并答复，"
            f"不用注册。网址只供贵单位使用，答复一次后失效，请不要转发给无关人员。\n{link}\n\n"
            + ("以前发的网址已经失效。\n" if again else "")
            + f"到 {end_of_day(letter.silent_on)} 仍未答复的，按无意见办理。",
            "key": key,
        },
        f"{key}:{letter.token_sha256[:16]}",
    )
