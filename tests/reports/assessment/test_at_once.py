"""Two officers freeze a round in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.duties import Duty
from accounts.errors import StaleVersion
from accounts.tenancy import acting_as
from reports.assessment.round_machine import MACHINE
from reports.assessment.seal import holds
from reports.models import AssessmentRound, AssessmentRoundEvent
from tests.reports.assessment.rounds import end_appeals, move, scored


@pytest.mark.django_db(transaction=True)
def test_one_of_two_freezes_and_the_other_is_told_who_did(as_actor):
    first, second = as_actor(Duty.CITY_OFFICER), as_actor(Duty.CITY_OFFICER)
    one = move(first, scored(first), "open_appeals")
    end_appeals(one)
    one = move(first, one, "close_appeals")
    together = Barrier(2)

    def freeze(officer):
        try:
            together.wait(20)
            with acting_as(officer):
                MACHINE.execute(officer, one.pk, "freeze", expected_version=one.version)
        except StaleVersion as told:
            return str(told)
        finally:
            connection.close()
        return "frozen"

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(freeze, (first, second)), key=lambda text: text != "frozen")
    assert said[0] == "frozen"
    assert "冻结封存" in said[1]
    with acting_as(first):
        events = AssessmentRoundEvent.objects.filter(round=one, transition="freeze")
        assert events.count() == 1
        assert holds(AssessmentRound.objects.get(pk=one.pk))
