"""Marks that lie far apart, experts who stand aside or are replaced."""

import pytest

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as
from procedures.experts.actions.draw_panel import draw_panel
from procedures.experts.actions.run_panel import (
    accept_result,
    ask_another_opinion,
    remind_experts,
    replace_expert,
)
from procedures.experts.actions.score_sheet import stand_aside
from procedures.models import PanelCase, ScoreSheet
from tests.procedures import filings
from tests.procedures.panels.conftest import expert_of, scored, settings_of, sheets_of
from tests.procedures.panels.test_panel_acts import case_of


def wide(room):
    for sheet, marks in zip(
        sheets_of(room, room.cases[0]), (("15", "10"), ("5", "2"), ("10", "6")), strict=True
    ):
        scored(room, sheet, *marks)
    return case_of(room, room.cases[0])


def test_wide_spread_asks_for_a_further_opinion(room, panel):
    case = wide(room)
    assert case.state == PanelCase.State.WIDE
    assert any("分差" in title for title in filings.told(room.city.user_id))
    with acting_as(room.city):
        fourth = ask_another_opinion(room.city, panel.pk, case.pk)
    assert fourth.is_additional
    scored(room, fourth)
    settled = case_of(room, room.cases[0])
    assert settled.state == PanelCase.State.SCORED
    assert len(settled.result["totals"]) == 4


def test_wide_spread_may_be_accepted_with_a_reason(room, panel):
    case = wide(room)
    with acting_as(room.city):
        with pytest.raises(RuleViolation, match="理由"):
            accept_result(room.city, panel.pk, case.pk, " ")
        accepted = accept_result(room.city, panel.pk, case.pk, "两类意见都有依据")
    assert accepted.state == PanelCase.State.SCORED


def test_case_that_is_not_wide_needs_no_acceptance(room, panel):
    case = case_of(room, room.cases[0])
    with acting_as(room.city), pytest.raises(RuleViolation, match="不用另行接受"):
        accept_result(room.city, panel.pk, case.pk, "理由")


def test_expert_who_stands_aside_is_replaced_and_loses_the_paper(room, panel):
    sheet = sheets_of(room, room.cases[0])[0]
    before = {one.reviewer_id for one in sheets_of(room, room.cases[0])}
    expert = expert_of(room, sheet)
    with acting_as(expert):
        stand_aside(expert, sheet.pk, "合作过")
        assert ScoreSheet.objects.get(pk=sheet.pk).paper == {}
    sheets = sheets_of(room, room.cases[0])
    assert len(sheets) == 4
    assert sheets[-1].reviewer_id not in before
    assert sheets[-1].paper == sheets[1].paper


def test_city_hears_when_nobody_is_left_to_draw(room):
    with acting_as(room.city):
        draw_panel(room.city, room.batch.pk, settings_of(room, per_case=5))
    sheet = sheets_of(room, room.cases[0])[0]
    expert = expert_of(room, sheet)
    with acting_as(expert):
        stand_aside(expert, sheet.pk, "合作过")
    assert any("没有可以再抽取的专家" in title for title in filings.told(room.city.user_id))
    for one in sheets_of(room, room.cases[0])[1:]:
        scored(room, one)
    case = case_of(room, room.cases[0])
    assert case.state == PanelCase.State.SCORING
    with acting_as(room.city):
        accept_result(room.city, case.panel_id, case.pk, "四位意见一致")
    assert case_of(room, room.cases[0]).state == PanelCase.State.SCORED


def test_city_replaces_an_expert_who_does_not_score(room, panel):
    sheet = sheets_of(room, room.cases[0])[0]
    with acting_as(room.city):
        new = replace_expert(room.city, panel.pk, sheet.pk, "出差")
    assert new is not None
    assert new.reviewer_id != sheet.reviewer_id


def test_reminder_reaches_each_expert_with_open_sheets(room, panel):
    scored(room, sheets_of(room, room.cases[0])[0])
    with acting_as(room.city):
        number = remind_experts(room.city, panel.pk)
        waiting = ScoreSheet.objects.open().values_list("reviewer_id", flat=True)
        assert number == len(set(waiting))
