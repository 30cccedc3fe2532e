"""A milestone from its filing to the claim that it proposes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation, StaleVersion
from accounts.tenancy import acting_as, system_scope
from documents.models import Attachment
from financing.listings import path_machine
from financing.listings.actions.file_milestone import file_milestone
from financing.listings.actions.walk_path import begin_path, change_board
from financing.listings.path_picture import finding, next_stage, rows_of, steps_of
from financing.models import ListingPath, ListingProposal, Milestone
from lifecycle.transitions import TransitionInput
from tests.financing.listings.people import (
    done,
    filed,
    on_the_way,
    paper,
    stage,
    terms,
    track,
)

TODAY = timezone.localdate


def proposals() -> list[tuple[str, str]]:
    with system_scope(reason="test"):
        rows = ListingProposal.objects.order_by("id")
        return list(rows.values_list("scheme_code", "event_key"))


def test_an_enterprise_walks_one_path_at_a_time(people):
    on_the_way(people.staff)
    with acting_as(people.staff), pytest.raises(RuleViolation):
        begin_path(people.staff, track("主板").pk, None)


def test_only_enterprises_walk(people):
    with acting_as(people.city), pytest.raises(NotPermitted):
        begin_path(people.city, track().pk, None)


def test_a_confirmed_milestone_moves_the_path_on_and_proposes_its_claim(people):
    path = on_the_way(people.staff)
    stone = filed(people.staff, stage("股改"))
    assert proposals() == []
    done(people.reviewer, stone)
    with system_scope(reason="test"):
        path.refresh_from_db()
        assert path.stage.name == "股改"
    assert proposals() == [("listing-stages", "shareholding")]


def test_a_stage_without_a_scheme_proposes_nothing(people):
    on_the_way(people.staff)
    done(people.reviewer, filed(people.staff, stage("意向")))
    assert proposals() == []


def test_the_last_stage_ends_the_path(people):
    path = on_the_way(people.staff)
    done(people.reviewer, filed(people.staff, stage("上市"), security_code="688000"))
    with system_scope(reason="test"):
        path.refresh_from_db()
        assert (path.state, path.ended_on) == (ListingPath.State.REACHED, TODAY())


def test_a_stage_that_was_passed_over_is_filed_after_the_goal(people):
    path = on_the_way(people.staff)
    done(people.reviewer, filed(people.staff, stage("意向"), TODAY() - timedelta(days=90)))
    done(people.reviewer, filed(people.staff, stage("上市"), security_code="688000"))
    done(people.reviewer, filed(people.staff, stage("申报受理"), TODAY() - timedelta(days=30)))
    with system_scope(reason="test"):
        path.refresh_from_db()
        assert (path.state, path.stage.name) == (ListingPath.State.REACHED, "上市")
        assert Milestone.objects.filter(path=path, state="confirmed").count() == 3


def test_a_path_that_was_left_takes_no_more_stages(people):
    path = on_the_way(people.staff)
    with acting_as(people.staff):
        path_machine.MACHINE.execute(people.staff, path.pk, "end", TransitionInput("不再上市"))
    with pytest.raises(ListingPath.DoesNotExist):
        filed(people.staff, stage("股改"))


def test_an_event_is_proposed_once_over_a_change_of_board(people):
    path = on_the_way(people.staff)
    done(people.reviewer, filed(people.staff, stage("股改")))
    with acting_as(people.staff):
        change_board(people.staff, path.pk, track("创业板").pk, None, "板块定位调整")
    done(people.reviewer, filed(people.staff, stage("股改", "创业板")))
    done(people.reviewer, filed(people.staff, stage("申报受理", "创业板")))
    assert proposals() == [("listing-stages", "shareholding"), ("listing-stages", "accepted")]


def test_a_change_of_board_keeps_the_path_that_was_left(people):
    path = on_the_way(people.staff, "新三板至北交所")
    done(people.reviewer, filed(people.staff, stage("基础层挂牌", "新三板至北交所")))
    with acting_as(people.staff):
        made = change_board(people.staff, path.pk, track("科创板").pk, None, "转板")
    with system_scope(reason="test"):
        path.refresh_from_db()
        assert path.state == ListingPath.State.CHANGED
        assert made.changed_from_id == path.pk
        assert Milestone.objects.filter(path=path).counting().count() == 1
    assert proposals() == [("neeq-listing", "neeq_listed")]


def test_a_board_is_not_changed_while_a_milestone_waits(people):
    path = on_the_way(people.staff)
    filed(people.staff, stage("股改"))
    with acting_as(people.staff), pytest.raises(RuleViolation, match="正在等区市确认"):
        change_board(people.staff, path.pk, track("主板").pk, None, "换")


def test_a_milestone_needs_its_paper(people):
    on_the_way(people.staff)
    with acting_as(people.staff), pytest.raises(RuleViolation) as refused:
        file_milestone(people.staff, stage("股改").pk, terms(), None)
    assert set(refused.value.errors) == {"proof"}


def test_an_unscanned_paper_is_not_confirmed(people):
    on_the_way(people.staff)
    stone = filed(people.staff, stage("股改"))
    with system_scope(reason="test"):
        Attachment.objects.filter(pk=stone.proof_id).update(scan_state="pending")
    with pytest.raises(RuleViolation, match="安全检查"):
        done(people.reviewer, stone)


def test_a_day_in_the_future_is_refused(people):
    on_the_way(people.staff)
    with acting_as(people.staff), pytest.raises(RuleViolation) as refused:
        file_milestone(people.staff, stage("股改").pk, terms(TODAY() + timedelta(days=1)), paper())
    assert "reached_on" in refused.value.errors


def test_a_stage_is_not_reached_before_an_earlier_one(people):
    on_the_way(people.staff)
    filed(people.staff, stage("辅导备案"), TODAY() - timedelta(days=5))
    with acting_as(people.staff), pytest.raises(RuleViolation, match="不能早于"):
        file_milestone(
            people.staff, stage("申报受理").pk, terms(TODAY() - timedelta(days=9)), paper()
        )


def test_a_returned_milestone_is_mended_and_filed_again(people):
    on_the_way(people.staff)
    stone = filed(people.staff, stage("股改"))
    with pytest.raises(RuleViolation):
        done(people.reviewer, stone, "return")
    done(people.reviewer, stone, "return", "缺创立大会决议")
    with acting_as(people.staff):
        again = file_milestone(
            people.staff, stage("股改").pk, terms(proof_number="示例〔2026〕2 号"), None
        )
    assert again.pk == stone.pk
    with system_scope(reason="test"):
        stone.refresh_from_db()
        assert (stone.state, stone.proof_number) == ("filed", "示例〔2026〕2 号")


def test_a_declined_stage_may_be_filed_anew(people):
    on_the_way(people.staff)
    done(people.reviewer, filed(people.staff, stage("股改")), "decline", "文件不是本企业的")
    assert filed(people.staff, stage("股改")).state == "filed"


def test_a_stage_is_not_filed_twice(people):
    on_the_way(people.staff)
    filed(people.staff, stage("股改"))
    with pytest.raises(RuleViolation, match="不能再填报"):
        filed(people.staff, stage("股改"))


def test_a_stale_page_is_refused(people):
    on_the_way(people.staff)
    stone = filed(people.staff, stage("股改"))
    from financing.listings.milestone_machine import MACHINE

    with acting_as(people.reviewer), pytest.raises(StaleVersion):
        MACHINE.execute(people.reviewer, stone.pk, "confirm", expected_version=stone.version + 1)


def test_the_picture_says_what_is_next(people):
    path = on_the_way(people.staff)
    done(people.reviewer, filed(people.staff, stage("股改")))
    with system_scope(reason="test"):
        path = ListingPath.objects.select_related("stage", "track").get(pk=path.pk)
        rows = rows_of(path, Milestone.objects.filter(path=path))
        assert [one["state"] for one in steps_of(path, rows)][:3] == ["done", "done", "current"]
        assert str(next_stage(rows).stage) == "辅导备案"
        assert finding(path, rows) == "离上市还有 6 个阶段，下一步是辅导备案"
