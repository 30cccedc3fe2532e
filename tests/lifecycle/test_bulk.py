"""One decision over many rows: looked at first, then row by row in a job."""

import pytest

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.jobs import run
from accounts.models import Job
from accounts.tenancy import acting_as, system_scope
from lifecycle.bulk import MOST, checked_choice, prospects, start_bulk
from lifecycle.models import BulkItem, BulkRun
from tests.lifecycle.permits import MACHINE, Permit, PermitInput, State, permit


@pytest.fixture
def waiting(people):
    """Three permits before the district; the second is not paid for."""
    with acting_as(people.staff):
        return [permit(people.staff, State.DISTRICT, is_paid=paid) for paid in (True, False, True)]


def started(actor, rows, name="forward", given=None):
    given = given or PermitInput()
    with acting_as(actor):
        return start_bulk(MACHINE, actor, name, rows, {one.pk: 1 for one in rows}, given)


def outcome(actor, bulk_run):
    with acting_as(actor):
        return list(bulk_run.items.order_by("id").values_list("result", "message"))


def states(rows):
    with system_scope(reason="test"):
        return [Permit.objects.get(pk=one.pk).state for one in rows]


def test_look_tells_what_stands_against_each(people, waiting):
    with acting_as(people.reviewer):
        found = prospects(MACHINE, people.reviewer, "forward", waiting)
    assert [one.reasons for one in found] == [(), ("没有缴费。",), ()]


def test_each_row_has_its_own_result(people, waiting):
    bulk_run = started(people.reviewer, waiting)
    run(str(bulk_run.job_id))
    assert states(waiting) == ["city", "district", "city"]
    assert outcome(people.reviewer, bulk_run) == [
        ("done", ""),
        ("refused", "没有缴费。"),
        ("done", ""),
    ]
    with system_scope(reason="test"):
        job = Job.objects.get(pk=bulk_run.job_id)
        assert (job.state, job.message) == (Job.State.DONE, "已办理 2 项，1 项未办理。")
        assert BulkRun.objects.get(pk=bulk_run.pk).finished_at is not None


def test_reason_and_its_kind_reach_every_row(people, waiting):
    bulk_run = started(people.reviewer, waiting, "refuse", PermitInput("消防不合格", "safety"))
    run(str(bulk_run.job_id))
    assert states(waiting) == ["refused"] * 3


def test_row_that_changed_meanwhile_is_left_alone_and_told_so(people, waiting):
    bulk_run = started(people.reviewer, waiting)
    with acting_as(people.staff):
        MACHINE.execute(people.staff, waiting[0].pk, "urge")
    run(str(bulk_run.job_id))
    assert states(waiting)[0] == "district"
    result, message = outcome(people.reviewer, bulk_run)[0]
    assert result == "refused" and "催办" in message


def test_row_that_left_the_scope_is_told_as_such(people, waiting, other_district):
    bulk_run = started(people.reviewer, waiting)
    with system_scope(reason="test"):
        Permit.objects.filter(pk=waiting[0].pk).update(district=other_district)
    run(str(bulk_run.job_id))
    assert outcome(people.reviewer, bulk_run)[0] == ("refused", "已不在您的管辖范围内。")


def test_run_that_was_cut_short_does_nothing_twice(people, waiting):
    bulk_run = started(people.reviewer, waiting)
    run(str(bulk_run.job_id))
    with system_scope(reason="test"):
        Job.objects.filter(pk=bulk_run.job_id).update(state=Job.State.QUEUED)
        BulkItem.objects.filter(run=bulk_run, row_id=waiting[2].pk).update(result="waiting")
    run(str(bulk_run.job_id))
    assert [result for result, _ in outcome(people.reviewer, bulk_run)] == [
        "done",
        "refused",
        "refused",
    ]


def test_owner_of_the_rows_does_not_see_the_run(people, waiting):
    started(people.reviewer, waiting)
    with acting_as(people.staff):
        assert not BulkRun.objects.exists()
        assert not BulkItem.objects.exists()


def test_expert_of_the_bureau_sees_no_run(people, waiting, as_actor):
    started(people.reviewer, waiting)
    expert = as_actor(Duty.EXPERT)
    with system_scope(reason="test"):
        BulkRun.objects.update(organisation_id=expert.organisation_id)
    with acting_as(expert):
        assert not BulkRun.objects.exists()


def test_choice_tells_all_that_is_wrong_with_it():
    offered = MACHINE.transitions
    with pytest.raises(RuleViolation) as refused:
        checked_choice(MACHINE, offered, "grant", [], PermitInput())
    assert set(refused.value.errors) == {"decision", "rows"}
    with pytest.raises(RuleViolation) as refused:
        checked_choice(MACHINE, offered, "refuse", range(MOST + 1), PermitInput())
    assert set(refused.value.errors) == {"reason", "reason_kind", "rows"}
    assert checked_choice(MACHINE, offered, "forward", [1], PermitInput()).name == "forward"
    with pytest.raises(RuleViolation):
        checked_choice(MACHINE, ("refuse",), "forward", [1], PermitInput())
