"""What banks report of the credit they gave."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.errors import NotPermitted
from accounts.models import OutboxMessage
from accounts.outbox import deliver_next
from accounts.retention import remove_what_is_over
from accounts.tenancy import acting_as, system_scope
from financing.feedback.actions.report_credit import MOST_LINES, report_credits
from financing.feedback.notices import TELL
from financing.feedback.shape import FeedbackItem
from financing.models import BankClient, CreditFeedback, IdempotentAnswer
from tests.financing.credits import count, credit, line, reported
from tests.financing.listing import done, listed
from tests.financing.test_api import is_problem, token_of
from tests.procedures.filings import told

ADDRESS = "/api/v1/feedback/"
TODAY = timezone.localdate()
TOMORROW = str(TODAY + timedelta(days=1))


@pytest.fixture
def entry(people, holder):
    return listed(people)


@pytest.fixture
def token(program):
    return token_of(program.client, program.secret).json()["access_token"]


@pytest.fixture
def send(token):
    def post(body, key="key-00000001", **headers):
        return Client().post(
            ADDRESS,
            body if isinstance(body, str | bytes) else json.dumps(body),
            content_type=headers.pop("content_type", "application/json"),
            headers={"Authorization": f"Bearer {token}", "Idempotency-Key": key, **headers},
        )

    return post


# --- what a line must be --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"state": "granted", "credit_line": None}, "credit_line"),
        ({"state": "granted", "guarantee": ""}, "guarantee"),
        ({"state": "granted", "rate": None}, "rate"),
        ({"paid_out": None}, "paid_out"),
        ({"paid_out": "0", "balance": "0"}, "paid_out"),
        ({"due_on": None}, "due_on"),
        ({"balance": None}, "balance"),
        ({"balance": "300.01"}, "balance"),
        ({"state": "settled", "balance": "0"}, "settled_on"),
        ({"state": "settled", "settled_on": str(TODAY), "balance": "1"}, "balance"),
        ({"state": "settled", "settled_on": "2001-01-01", "balance": "0"}, "settled_on"),
        ({"state": "declined"}, "declined_because"),
        ({"contacted_on": TOMORROW}, "contacted_on"),
        ({"paid_out_on": TOMORROW, "due_on": str(TODAY + timedelta(days=400))}, "paid_out_on"),
        ({"due_on": str(TODAY - timedelta(days=10))}, "due_on"),
        ({"rate": "36.001"}, "rate"),
        ({"rate": "3.4567"}, "rate"),
        ({"credit_line": "1" * 30}, "credit_line"),
        ({"credit_line": "-1"}, "credit_line"),
        ({"guarantee": "gold"}, "guarantee"),
        ({"credit_code": "1234"}, "credit_code"),
        ({"reference": "a b"}, "reference"),
        ({"reference": ""}, "reference"),
        ({"contacted_on": "20260101x"}, "contacted_on"),
        ({"renewal": "renewed", "state": "granted"}, "renewal"),
        ({"state": "declined", "declined_because": "debt", "credit_line": "5"}, "credit_line"),
        ({"state": "declined", "declined_because": "debt", "is_first_loan": True}, "is_first_loan"),
        ({"state": "granted", "paid_out": "200"}, "paid_out"),
        ({"state": "granted", "balance": "200"}, "balance"),
        ({"settled_on": str(TODAY)}, "settled_on"),
        ({"paid_out_on": str(TODAY - timedelta(days=21))}, "paid_out_on"),
        ({"balence": "300"}, "balence"),
        ({"state": "granted", "credit_line": "0"}, "credit_line"),
        ({"state": "granted", "rate": "0"}, "rate"),
        ({"rate": 0}, "rate"),
        ({"rate": "0.035"}, "rate"),
        ({"rate": "0.0345"}, "rate"),
        ({"credit_line": "60000"}, "credit_line"),
        ({"is_first_loan": True, "renewal": "renewed"}, "is_first_loan"),
        ({"is_overdue": True, "balance": "0"}, "is_overdue"),
        ({"due_on": "9999-12-31"}, "due_on"),
        ({"renews": "A-1", "renewal": "renewed"}, "renews"),
        ({"renews": "NONE-1", "renewal": "renewed"}, "renews"),
        ({"demand": "RZ2026999999"}, "demand"),
    ],
)
def test_line_that_makes_no_sense_is_refused_at_its_field(entry, bank, more, field):
    (result,) = reported(bank, line(entry, **more))
    assert result.status == "rejected" and list(result.errors) == [field]
    assert count() == 0


@pytest.mark.parametrize(
    "more",
    [
        {"balance": "300.00"},
        {"balance": "0"},
        {"rate": "36"},
        {"rate": "0.5"},
        {"contacted_on": str(TODAY), "paid_out_on": str(TODAY)},
        {"due_on": str(TODAY - timedelta(days=9))},
        {"state": "settled", "settled_on": str(TODAY), "balance": None},
        {"state": "declined", "declined_because": "debt"},
        {"renewal": "without_repayment"},
        {"due_on": f"{TODAY.year + 29}-01-31"},
    ],
)
def test_line_at_the_edge_is_taken(entry, bank, more):
    (result,) = reported(bank, line(entry, **more))
    assert (result.status, result.errors) == ("created", {})


@given(st.dictionaries(st.sampled_from([*FeedbackItem().fields, "more"]), st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.integers()),
    st.dictionaries(st.text(), st.text()),
)))  # fmt: skip
def test_no_line_breaks_the_check(said):
    FeedbackItem(data=said).is_valid()


# --- what becomes of lines ------------------------------------------------------------------------


def test_report_again_changes_nothing_and_a_new_state_replaces_the_old(entry, bank):
    assert [one.status for one in reported(bank, line(entry))] == ["created"]
    assert [one.status for one in reported(bank, line(entry))] == ["unchanged"]
    settled = line(entry, state="settled", settled_on=str(TODAY), balance="0")
    assert [one.status for one in reported(bank, settled)] == ["updated"]
    assert (credit().state, count()) == ("settled", 1)


def test_good_lines_are_kept_beside_a_wrong_one(entry, bank):
    lines = [line(entry, "A-1"), line(entry, "A-2", rate="many"), line(entry, "A-3")]
    results = reported(bank, *lines)
    assert [one.status for one in results] == ["created", "rejected", "created"]
    assert [one.index for one in results] == [0, 1, 2]
    assert count() == 2


def test_reference_twice_in_a_batch_is_taken_once(entry, bank):
    results = reported(bank, line(entry), line(entry, rate="9"))
    assert [one.status for one in results] == ["created", "rejected"]
    assert str(credit().rate) == "3.450"


def test_enterprise_that_never_was_on_the_list_is_no_ones_business(people, holder, bank):
    class Stranger:
        credit_code = "91370212MA3C000017"

    (result,) = reported(bank, line(Stranger))
    assert list(result.errors) == ["credit_code"]


def test_enterprise_that_left_the_list_is_still_reported_on(entry, people, bank):
    done(people.staff, entry, "leave")
    assert [one.status for one in reported(bank, line(entry))] == ["created"]


def test_same_reference_of_two_banks_are_two_credits(entry, bank, other_bank):
    for one in (bank, other_bank):
        assert [result.status for result in reported(one, line(entry))] == ["created"]
    with acting_as(bank):
        assert CreditFeedback.objects.count() == 1


def test_enterprise_reads_what_banks_report_of_it(entry, people, bank, as_actor, district):
    reported(bank, line(entry))
    with acting_as(people.staff):
        assert CreditFeedback.objects.get().reference == "A-1"
    from accounts.duties import Duty

    other = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    with acting_as(other):
        assert not CreditFeedback.objects.exists()


def test_only_banks_report(entry, people):
    for actor in (people.staff, people.reviewer, people.city):
        with acting_as(actor), pytest.raises(NotPermitted):
            report_credits(actor, [line(entry)], "示例")


def test_loans_due_within_ninety_days_are_running_out(entry, bank):
    for reference, days in (("in", 90), ("out", 91), ("over", -5)):
        reported(bank, line(entry, reference, due_on=str(TODAY + timedelta(days=days))))
    with system_scope(reason="test"):
        found = CreditFeedback.objects.running_out().values_list("reference", flat=True)
        assert set(found) == {"in", "over"}


# --- the interface --------------------------------------------------------------------------------


def test_batch_is_answered_line_by_line(entry, send):
    answer = send({"items": [line(entry), line(entry, "A-2", state="nonsense")]})
    assert answer.status_code == 200
    content = answer.json()
    assert (content["accepted"], content["rejected"]) == (1, 1)
    assert "state" in content["results"][1]["errors"]


def test_request_repeated_under_its_key_is_answered_as_before(entry, send):
    first = send({"items": [line(entry)]})
    again = send({"items": [line(entry)]})
    assert again.json() == first.json() and count() == 1
    assert (first["Idempotent-Replayed"], again["Idempotent-Replayed"]) == ("false", "true")


def test_key_of_another_request_is_a_conflict(entry, send):
    send({"items": [line(entry)]})
    is_problem(send({"items": [line(entry, "A-2")]}), 409, "key-used-otherwise")
    assert count() == 1


def test_refused_request_leaves_its_key_free(entry, send):
    is_problem(send({"items": []}), 400, "invalid-request")
    assert send({"items": [line(entry)]}).status_code == 200


@pytest.mark.parametrize("key", ["", "short", "with space", "x" * 65])
def test_key_must_be_one(entry, send, key):
    is_problem(send({"items": [line(entry)]}, key=key), 400, "invalid-request")


@pytest.mark.parametrize(
    "body",
    [
        "", "{", "[]", "null", "3", '{"items": 3}', '{"items": []}',
        '{"items": [{"a": NaN}]}', '{"items": [{"a": 1, "a": 2}]}', '{"items": [{}], "items": []}',
        b'{"items": ["\xff"]}', "[" * 100_000,
        '{"items": [{"a": ' + "9" * 5000 + "}]}",
    ],
    ids=range(13),
)  # fmt: skip
def test_what_is_no_batch_is_a_bad_request(entry, send, body):
    is_problem(send(body), 400, "invalid-request")


def test_wrong_place_in_json_is_named(entry, send):
    assert "第 1 行第 12 列" in send('{"items": [}').json()["detail"]


def test_other_content_types_are_not_taken(entry, send):
    answer = send("items=1", content_type="application/x-www-form-urlencoded")
    is_problem(answer, 415, "unsupported-media-type")


@pytest.mark.parametrize("said", [1, "text", None, []])
def test_line_that_is_no_object_is_refused_by_itself(entry, send, said):
    answer = send({"items": [said, line(entry)]}).json()
    assert (answer["accepted"], answer["rejected"]) == (1, 1)
    assert answer["results"][0]["errors"] == {"": "这一行不是一个对象。"}


def test_batch_has_its_limit(entry, send):
    is_problem(send({"items": [{}] * (MOST_LINES + 1)}), 400, "invalid-request")


def test_long_float_is_refused_in_its_line(entry, send):
    body = json.dumps({"items": [line(entry)]}).replace('"3.45"', "3." + "4" * 30)
    (result,) = send(body).json()["results"]
    assert list(result["errors"]) == ["rate"]


def test_lone_half_of_a_character_is_refused_in_its_line(entry, send):
    (result,) = send({"items": [line(entry, "\ud800")]}).json()["results"]
    assert list(result["errors"]) == ["reference"]


def test_empty_character_is_refused_in_its_line(entry, send):
    (result,) = send({"items": [line(entry, "A\0")]}).json()["results"]
    assert list(result["errors"]) == ["reference"]


def test_scope_for_reading_does_not_report(entry, program, send):
    with system_scope(reason="test"):
        BankClient.objects.update(scopes=["whitelist:read"])
    token = token_of(program.client, program.secret).json()["access_token"]
    answer = send({"items": [line(entry)]}, Authorization=f"Bearer {token}")
    is_problem(answer, 403, "forbidden")


def test_reported_credit_is_read_back(entry, bank, send, token, other_bank):
    reported(other_bank, line(entry, "B-1"))
    send({"items": [line(entry)]})
    headers = {"Authorization": f"Bearer {token}"}
    found = Client().get(f"{ADDRESS}A-1/", headers=headers).json()
    assert (found["rate"], found["state"]) == ("3.45", "paid_out")
    is_problem(Client().get(f"{ADDRESS}B-1/", headers=headers), 404, "not-found")


def test_large_batch_asks_a_fixed_number_of_queries(entry, bank, django_assert_max_num_queries):
    with acting_as(bank), django_assert_max_num_queries(12):
        results = report_credits(bank, [line(entry, f"N-{n}") for n in range(900)], "示例")
    assert {one.status for one in results} == {"created"}


def test_old_answers_are_forgotten(entry, send):
    send({"items": [line(entry)]})
    with system_scope(reason="test"):
        assert remove_what_is_over(timezone.now(), IdempotentAnswer) == 0
        IdempotentAnswer.objects.update(at=timezone.now() - timedelta(days=8))
        assert remove_what_is_over(timezone.now(), IdempotentAnswer) == 1


@pytest.mark.django_db(transaction=True)
def test_two_requests_under_one_key_at_once_are_one(people, holder, bank, program):
    entry = listed(people)
    token = token_of(program.client, program.secret).json()["access_token"]
    seen = []

    def send():
        answer = Client().post(
            ADDRESS, json.dumps({"items": [line(entry)]}), content_type="application/json",
            headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "key-00000001"},
        )  # fmt: skip
        seen.append((answer.status_code, answer["Idempotent-Replayed"], answer.content))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert {one[0] for one in seen} == {200} and len({one[2] for one in seen}) == 1
    assert sorted(one[1] for one in seen) == ["false", "true", "true", "true"]
    assert count() == 1


def deliver_all():
    while deliver_next():
        pass


def test_enterprise_is_told_of_each_new_state_once(people, entry, bank):
    def titles():
        deliver_all()
        return [one for one in told(people.staff.user_id) if "反馈：" in one]

    granted = line(entry, state="granted")
    reported(bank, granted)
    assert titles() == [f"{bank.organisation_name}反馈：已授信"]
    reported(bank, {**granted, "rate": "3.3"})
    assert len(titles()) == 1
    reported(bank, line(entry))
    assert sorted(titles())[1:] == [f"{bank.organisation_name}反馈：已放款"]


def test_large_batch_is_told_a_part_at_a_time(people, entry, bank, monkeypatch):
    monkeypatch.setattr("financing.feedback.notices.AT_ONCE", 2)
    reported(bank, *(line(entry, f"A-{one}") for one in range(5)))
    deliver_all()
    with system_scope(reason="test"):
        assert OutboxMessage.objects.filter(topic=TELL).count() == 3
    assert sum("反馈：" in one for one in told(people.staff.user_id)) == 5
