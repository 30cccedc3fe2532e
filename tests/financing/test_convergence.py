"""Whatever is written at once: who follows the changes ends with the list."""

import contextlib
import json
import random
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.outbox import deliver_next
from accounts.tenancy import acting_as, system_scope
from enterprises.models import Enterprise
from financing.models import FeedRow
from financing.models.consent import FieldGroup
from financing.whitelist import pulls
from financing.whitelist.actions.give_consent import give_consent, withdraw_consent
from financing.whitelist.actions.propose_entry import propose_enterprise
from financing.whitelist.entries import open_entry
from financing.whitelist.machine import MACHINE
from tests.certification.certificates import certified
from tests.enterprises.entries import code_of
from tests.financing.listing import renamed

ROUNDS = 25


class Follower:
    """A bank's copy of the list, kept by deltas alone."""

    def __init__(self, bank):
        self.bank, self.copy = bank, {}
        with acting_as(bank):
            self.place = pulls.last_change(bank)
            for row in FeedRow.objects.filter(left_at=None):
                self.keep(row.full or row.bare)

    def keep(self, text):
        content = json.loads(text)
        if content["status"] == "left":
            self.copy.pop(content["credit_code"], None)
        else:
            self.copy[content["credit_code"]] = content

    def follow(self, limit):
        with acting_as(self.bank):
            found = pulls.changes_since(self.bank, self.place, limit, "跟随")
        for row in found.rows:
            self.keep(row)
        self.place = found.place


def recoded(enterprise_id, code):
    with system_scope(reason="test"):
        Enterprise.objects.filter(pk=enterprise_id).update(credit_code=code)


def present_list(bank):
    with system_scope(reason="test"):
        rows = FeedRow.objects.filter(bank_id=bank.organisation_id, left_at=None)
        return {row.credit_code: json.loads(row.full or row.bare) for row in rows}


def in_threads(works):
    failures = []

    def run(work):
        try:
            work()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    return threads, failures


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_follower_of_deltas_converges_to_the_list_under_concurrent_writers(people, bank, seed):
    certified(people)
    enterprise_id = people.staff.organisation_id
    stop = threading.Event()
    follower = Follower(bank)

    def bureau():
        chance = random.Random(f"{seed}:bureau")
        for _ in range(ROUNDS):
            try:
                with acting_as(people.reviewer):
                    entry = propose_enterprise(people.reviewer, enterprise_id)
                with acting_as(people.city):
                    MACHINE.execute(people.city, entry.pk, "approve")
                if chance.random() < 0.6:
                    with acting_as(people.staff):
                        MACHINE.execute(people.staff, entry.pk, "leave")
            except RuleViolation:  # on the list since an earlier round
                with acting_as(people.staff):
                    MACHINE.execute(people.staff, open_entry(enterprise_id).pk, "leave")

    def enterprise():
        chance = random.Random(f"{seed}:enterprise")
        until = timezone.localdate() + timedelta(days=30)
        for _ in range(ROUNDS):
            with acting_as(people.staff):
                if chance.random() < 0.6:
                    groups = chance.sample(FieldGroup.values, chance.randint(1, 4))
                    give_consent(people.staff, bank.organisation_id, groups, until)
                else:
                    with contextlib.suppress(RuleViolation):  # there is none
                        withdraw_consent(people.staff, bank.organisation_id)

    def registry():
        for number in range(ROUNDS):
            renamed(enterprise_id, f"第 {number} 个名称有限公司")
            if number % 5 == 4:
                recoded(enterprise_id, code_of(900_000 + number))
            deliver_next(5)

    def follow():
        chance = random.Random(f"{seed}:follow")
        while not stop.is_set():
            follower.follow(chance.choice([1, 2, 100]))

    watchers, watch_failures = in_threads([follow])
    writers, failures = in_threads([bureau, enterprise, registry])
    for thread in writers:
        thread.join()
    stop.set()
    for thread in watchers:
        thread.join()
    assert failures == [] and watch_failures == []
    while deliver_next(50):
        pass
    follower.follow(100)
    assert follower.copy == present_list(bank)
