"""Answers of other offices: by the link of their letter, or as an organisation of the portal."""

import secrets
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.errors import RuleViolation, refuse
from accounts.tenancy import Actor, system_scope
from documents.written.reaching import says_how_to_reach
from financing.models import InquiryLetter, LetterAnswer
from financing.models.inquiry import LetterQuerySet
from financing.subsidies.review.actions.send_letter import fingerprint
from financing.subsidies.review.files import LETTER, stored_for
from financing.subsidies.review.letter_machine import MACHINE
from financing.subsidies.review.notices import tell_sender

State = InquiryLetter.State
Position = LetterAnswer.Position
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without those that look alike


@dataclass(frozen=True)
class OfficeAnswer:
    """What an office says, and who says it."""

    position: str
    text: str
    name: str
    department: str
    phone: str
    file: UploadedFile | None = None


@dataclass(frozen=True)
class ShownLetter:
    """What whoever holds a link reads of the claim: whom it is about, by which scheme, and the
    question; no amounts, no files. `answer` is what they have answered."""

    letter: InquiryLetter
    enterprise: str
    credit_code: str
    scheme: str
    answer: LetterAnswer | None

    @property
    def is_open(self) -> bool:
        return self.letter.state in (State.SENT, State.SILENT) and not self.is_over

    @property
    def is_over(self) -> bool:
        return timezone.localdate() > self.letter.link_ends_on

    @property
    def is_late(self) -> bool:
        return _is_late(self.letter.due_on)


def letter_of(token: str) -> ShownLetter | None:
    """What stands behind a link; None where nothing does. The first look is noted."""
    with system_scope(reason="show an inquiry letter to its link's holder"):
        rows = InquiryLetter.objects.filter(token_sha256=fingerprint(token)).exclude(
            state=State.WITHDRAWN
        )
        letter = _with_claim(rows).first()
        if letter is None:
            return None
        if letter.opened_at is None:
            InquiryLetter.objects.filter(pk=letter.pk, opened_at=None).update(
                opened_at=timezone.now()
            )
        return _shown(letter)


def letter_for(actor: Actor, pk: int) -> ShownLetter:
    """The letter as staff of the organisation that is asked reads it. Raises
    `InquiryLetter.DoesNotExist`."""
    own = InquiryLetter.objects.visible_to(actor).filter(office_id=actor.organisation_id)
    letter = own.exclude(state=State.WITHDRAWN).get(pk=pk)
    with system_scope(reason="show an inquiry letter to the office that is asked"):
        return _shown(_with_claim(InquiryLetter.objects.filter(pk=letter.pk)).get())


def answer_by_link(token: str, answer: OfficeAnswer) -> LetterAnswer:
    """Keep the answer of whoever holds the link. Raises `InquiryLetter.DoesNotExist`, and
    `RuleViolation` by field, for a letter that was answered, and once the link has ended."""
    with system_scope(reason="take an office's answer to a letter"):
        letter = InquiryLetter.objects.get(token_sha256=fingerprint(token))
        return _answer(None, letter.pk, answer)


def answer_as_office(actor: Actor, pk: int, answer: OfficeAnswer) -> LetterAnswer:
    """Keep the answer of the organisation that is asked. Raises as `answer_by_link`."""
    rows = InquiryLetter.objects.visible_to(actor)
    letter = rows.filter(office_id=actor.organisation_id).get(pk=pk)
    # Letters are the bureaus' to write, and the portal's.
    with system_scope(reason="take an office's answer to a letter"):
        return _answer(actor, letter.pk, answer)


def _answer(actor: Actor | None, letter_id: int, answer: OfficeAnswer) -> LetterAnswer:
    refuse(_problems(answer))
    with transaction.atomic():
        letter = MACHINE.locked(actor, letter_id)
        if letter.state == State.ANSWERED:
            raise RuleViolation("这封函已经答复，不能再改。需要补充的，请与发函单位联系。")
        was_silent = letter.state == State.SILENT
        MACHINE.execute_locked(actor, letter, "answer")
        stored = stored_for(letter, answer.file, LETTER, "file", actor) if answer.file else None
        made = LetterAnswer.objects.create(
            **letter.home,
            letter=letter,
            office_id=letter.office_id,
            position=answer.position,
            text=answer.text.strip(),
            name=answer.name.strip(),
            department=answer.department.strip(),
            phone=answer.phone.strip(),
            attachment=stored,
            receipt="".join(secrets.choice(_LETTERS) for _ in range(12)),
            is_late=_is_late(letter.due_on),
        )
        late = "（已按无意见办理之后）" if was_silent else ""
        tell_sender(
            letter,
            f"{letter.office_name}已复函{late}：{made.get_position_display()}",
            f"{letter.subject}：{made.text[:200]}",
            f"letter:{letter.pk}:answered",
        )
        return made


def _problems(answer: OfficeAnswer) -> dict[str, str]:
    problems = {}
    if answer.position not in Position.values:
        problems["position"] = "请选择意见。"
    elif answer.position != Position.NONE and not answer.text.strip():
        problems["text"] = "请写明情况和依据。"
    if not answer.name.strip():
        problems["name"] = "请填写答复人姓名。"
    if not answer.department.strip():
        problems["department"] = "请填写单位和处室。"
    if not says_how_to_reach(answer.phone):
        problems["phone"] = "请填写能联系到您的电话。"
    return problems


def _with_claim(rows: LetterQuerySet) -> LetterQuerySet:
    return rows.select_related(
        "claim__application__scheme_version__scheme", "organisation__enterprise"
    )


def _shown(letter: InquiryLetter) -> ShownLetter:
    enterprise = letter.organisation.enterprise
    return ShownLetter(
        letter,
        enterprise.name,
        enterprise.credit_code or "",
        letter.claim.application.scheme_version.scheme.name,
        letter.answers.order_by("-id").first(),
    )


def _is_late(due_on: date) -> bool:
    return timezone.localdate() > due_on
