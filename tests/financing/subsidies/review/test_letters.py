"""Letters to other offices: sent, answered by link or as an organisation, reminded, silent."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.models import OutboxMessage
from accounts.tenancy import acting_as, system_scope
from financing.models import InquiryLetter, LetterAnswer
from financing.subsidies.review.actions.answer_letter import (
    OfficeAnswer,
    answer_as_office,
    answer_by_link,
    letter_of,
)
from financing.subsidies.review.actions.send_letter import remind_office
from financing.subsidies.review.nightly import run_reviews
from tests.financing.subsidies.review.claims import asked

ANSWER = OfficeAnswer("none", "", "周示例", "示例生态环境部门 法规处", "0532-55500009")
SENT = {
    "position": "none", "text": "", "name": "周示例", "department": "示例处",
    "phone": "0532-55500009",
}  # fmt: skip


def token_of(email="office@portal.example") -> str:
    """The token of the last link that was mailed."""
    with system_scope(reason="test"):
        rows = OutboxMessage.objects.filter(topic="accounts.mail", payload__to=email)
        body = rows.order_by("-created_at").first().payload["body"]
    return re.search(r"/letters/link/([\w-]+)/", body).group(1)


def fresh(letter):
    with system_scope(reason="test"):
        return InquiryLetter.objects.get(pk=letter.pk)


def aged(letter, days):
    """As if the letter had been sent that many days earlier."""
    with system_scope(reason="test"):
        row = InquiryLetter.objects.get(pk=letter.pk)
        for name in ("due_on", "silent_on", "link_ends_on"):
            setattr(row, name, getattr(row, name) - timedelta(days=days))
        row.save(update_fields=["due_on", "silent_on", "link_ends_on"])


def test_link_shows_what_is_needed_and_keeps_only_its_hash(people, claim):
    letter = asked(people.reviewer, claim)
    token = token_of()
    shown = letter_of(token)
    assert shown.letter.pk == letter.pk
    assert token not in str(vars(fresh(letter)))
    page = Client().get(reverse("financing:answer_letter", args=[token]))
    text = page.content.decode()
    assert people.staff.organisation_name in text
    assert "1,235" not in text and "示例设备" not in text
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]
    assert fresh(letter).opened_at is not None


def test_answer_by_link_is_kept_with_a_receipt_and_only_once(people, claim):
    letter = asked(people.reviewer, claim)
    token = token_of()
    client = Client()
    answer = client.post(reverse("financing:answer_letter", args=[token]), SENT)
    assert answer.status_code == 302
    assert "已收到复函" in client.get(answer["Location"]).content.decode()
    assert fresh(letter).state == "answered"
    with pytest.raises(RuleViolation, match="已经答复"):
        answer_by_link(token, ANSWER)
    with system_scope(reason="test"):
        assert LetterAnswer.objects.filter(letter=letter).count() == 1


def test_empty_and_objecting_answers_say_what_is_missing(people, claim):
    asked(people.reviewer, claim)
    address = reverse("financing:answer_letter", args=[token_of()])
    assert Client().post(address, {}).status_code == 422
    assert (
        "请写明情况和依据"
        in Client().post(address, SENT | {"position": "objects"}).content.decode()
    )


def test_unknown_links_are_nowhere_and_guessing_is_stopped(db):
    client = Client(REMOTE_ADDR="10.99.0.1")
    address = reverse("financing:answer_letter", args=["guess"])
    answers = [client.get(address).status_code for _ in range(12)]
    assert answers[:10] == [404] * 10 and answers[10:] == [429, 429]


def test_wrong_links_of_an_office_do_not_shut_its_right_one(people, claim):
    asked(people.reviewer, claim)
    client = Client(REMOTE_ADDR="10.99.0.2")
    for _ in range(12):
        client.get(reverse("financing:answer_letter", args=["guess"]))
    right = reverse("financing:answer_letter", args=[token_of()])
    assert client.get(right).status_code == 200


def test_reminder_ends_the_old_link_and_comes_once_a_day(people, claim):
    letter = asked(people.reviewer, claim)
    old = token_of()
    with acting_as(people.reviewer):
        remind_office(people.reviewer, letter.pk)
    assert token_of() != old and letter_of(old) is None and letter_of(token_of()) is not None
    with acting_as(people.reviewer), pytest.raises(RuleViolation, match="今天已经催办"):
        remind_office(people.reviewer, letter.pk)


def test_silence_counts_as_no_objection_only_after_its_day_and_is_kept_in_words(people, claim):
    letter = asked(people.reviewer, claim)
    run_reviews()
    assert fresh(letter).state == "sent"
    aged(letter, (letter.silent_on - timezone.localdate()).days)
    run_reviews()
    assert fresh(letter).state == "sent"  # the last day is not over
    aged(letter, 1)
    run_reviews()
    run_reviews()
    assert fresh(letter).state == "silent"
    with system_scope(reason="test"):
        event = letter.events.get(transition="keep_silence")
    assert "按无意见办理" in event.facts["words"]


def test_late_answer_is_still_taken_until_the_link_ends(people, claim):
    letter = asked(people.reviewer, claim)
    token = token_of()
    aged(letter, (letter.silent_on - timezone.localdate()).days + 1)
    run_reviews()
    assert answer_by_link(token, ANSWER).is_late
    assert fresh(letter).state == "answered"


def test_ended_link_takes_nothing(people, claim):
    letter = asked(people.reviewer, claim)
    token = token_of()
    aged(letter, (letter.link_ends_on - timezone.localdate()).days + 1)
    with pytest.raises(RuleViolation, match="有效期已过"):
        answer_by_link(token, ANSWER)


def test_organisation_of_the_portal_answers_signed_in(people, claim, as_actor, other_district):
    office = as_actor(Duty.DISTRICT_REVIEWER, district=other_district)
    third = as_actor(Duty.CITY_OFFICER)
    letter = asked(people.reviewer, claim, email="", office_id=office.organisation_id)
    with acting_as(office):
        made = answer_as_office(office, letter.pk, ANSWER)
    assert made.letter_id == letter.pk
    with acting_as(third), pytest.raises(InquiryLetter.DoesNotExist):
        answer_as_office(third, letter.pk, ANSWER)


def test_asked_office_sees_its_letter_and_not_the_claim(
    people, claim, as_actor, other_district, signed_in
):
    office = as_actor(Duty.DISTRICT_REVIEWER, district=other_district)
    letter = asked(people.reviewer, claim, email="", office_id=office.organisation_id)
    client = signed_in(office)
    assert client.get(reverse("financing:letters")).status_code == 200
    assert client.get(reverse("financing:letter", args=[letter.pk])).status_code == 200
    assert client.get(reverse("financing:claim_review", args=[claim.pk])).status_code == 404


def test_enterprise_reads_no_letters(people, claim):
    asked(people.reviewer, claim)
    with acting_as(people.staff):
        assert not InquiryLetter._base_manager.exists()
        assert not LetterAnswer._base_manager.exists()
