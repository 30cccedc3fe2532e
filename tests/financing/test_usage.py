"""How much a bank's programs call the interface: counted by the call, kept by the minute."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts.tenancy import acting_as
from financing.line.usage import answer_of, cache_key, count_call, recount, usage_of, write_down
from financing.models.usage import Answer, Operation
from tests.financing.test_api import call

__all__ = ["call"]


def written(bank):
    write_down(timezone.localdate())
    with acting_as(bank):
        return usage_of(bank)


def test_calls_are_counted_by_what_was_asked_and_how_it_was_answered(call, program, bank):
    assert call("/api/v1/whitelist/").status_code == 200
    assert call("/api/v1/whitelist/913702120000000000/").status_code == 404
    lines = {line.operation: line for line in written(bank)}
    assert lines["整份名单"].given == 1
    assert lines["按信用代码查询"].refused == 1
    assert lines["整份名单"].client == program.client.name


def test_call_that_failed_is_counted_as_failed(call, bank, monkeypatch):
    monkeypatch.setattr("financing.whitelist.pulls.look_up", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        call("/api/v1/whitelist/913702120000000000/")
    line = written(bank)[0]
    assert (line.failed, line.given) == (1, 0)


def test_writing_down_twice_counts_nothing_twice(program, bank):
    count_call(program.client, Operation.PULL)
    assert written(bank) == written(bank)
    assert written(bank)[0].given == 1


def test_number_does_not_fall_when_the_cache_is_lost(program, bank):
    for _ in range(3):
        count_call(program.client, Operation.PULL)
    written(bank)
    cache.delete(cache_key(program.client.pk, timezone.localdate(), Operation.PULL, Answer.GIVEN))
    count_call(program.client, Operation.PULL)
    assert written(bank)[0].given == 3


def test_other_bank_does_not_see_it(program, bank, other_bank):
    count_call(program.client, Operation.PULL)
    written(bank)
    with acting_as(other_bank):
        assert usage_of(other_bank) == []


def test_call_that_was_refused_is_not_among_those_given(program, bank):
    for status in (200, 404, 429, 200):
        count_call(program.client, Operation.LOOKUP)
        recount(program.client, Operation.LOOKUP, status)
    line = written(bank)[0]
    assert (line.given, line.refused) == (2, 2)


def test_calls_of_the_minute_are_told_whatever_was_asked(program, bank):
    told = [count_call(program.client, operation) for operation in Operation]
    assert told == list(range(1, len(Operation) + 1))


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (200, Answer.GIVEN), (304, Answer.UNCHANGED), (400, Answer.REFUSED),
        (429, Answer.REFUSED), (500, Answer.FAILED),
    ],
)  # fmt: skip
def test_status_is_counted_as_what_it_means(status, answer):
    assert answer_of(status) == answer
