"""Drawing a panel, scoring, standing aside, further opinions, the end."""

from decimal import Decimal

import pytest
from django.db import connection

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from lifecycle.transitions import TransitionInput
from procedures.cases.lifecycle import MACHINE
from procedures.experts.actions.draw_panel import draw_panel, feasibility
from procedures.experts.actions.run_panel import (
    close_panel,
)
from procedures.experts.actions.save_expert import Profile, change_expert, declare_tie, end_tie
from procedures.experts.actions.score_sheet import hand_in, save_mark
from procedures.experts.panels.blind_paper import blind_paper
from procedures.models import Expert, PanelCase, ReviewPanel, ScoreSheet, Snapshot
from schemes.definition.form import FieldKind
from tests.procedures import filings
from tests.procedures.panels.conftest import expert_of, scored, settings_of, sheets_of


def case_of(room, case):
    with acting_as(room.city):
        return PanelCase.objects.get(application_id=case.pk)


# --- drawing ------------------------------------------------------------------------------------


def test_every_case_gets_its_experts_and_they_are_told(room, panel):
    for case in room.cases:
        sheets = sheets_of(room, case)
        assert len({sheet.reviewer_id for sheet in sheets}) == 3
        for sheet in sheets:
            assert any("请评审" in title for title in filings.told(sheet.reviewer_id))


def test_experts_with_a_tie_are_not_drawn(room):
    with system_scope(reason="test"):
        name = room.staff[0].organisation_name
    tied = room.experts[0]
    with acting_as(tied):
        declare_tie(tied, tied.user_id, name, "", "project", "")
    with acting_as(room.city):
        told = feasibility(room.city, room.batch.pk, settings_of(room).expert_ids)
        assert (told.fewest, len(told.conflicts)) == (4, 1)
        draw_panel(room.city, room.batch.pk, settings_of(room, per_case=4))
    assert tied.user_id not in {sheet.reviewer_id for sheet in sheets_of(room, room.cases[0])}
    assert tied.user_id in {sheet.reviewer_id for sheet in sheets_of(room, room.cases[1])}


def test_case_that_too_few_may_judge_refuses_the_drawing(room):
    with acting_as(room.city):
        for expert in room.experts[:3]:
            declare_tie(
                room.city, expert.user_id, room.staff[0].organisation_name, "", "project", ""
            )
        with pytest.raises(RuleViolation, match="只有 2 位可以评审"):
            draw_panel(room.city, room.batch.pk, settings_of(room))
        assert not ReviewPanel.objects.exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": " "}, "title"),
        ({"per_case": 0}, "per_case"),
        ({"per_case": 6}, "experts"),
        ({"trimming": True}, "trimming"),
        ({"spread_limit": Decimal(0)}, "spread_limit"),
    ],
)
def test_settings_that_make_no_sense_are_told_by_field(room, more, field):
    with acting_as(room.city), pytest.raises(RuleViolation) as refusal:
        draw_panel(room.city, room.batch.pk, settings_of(room, **more))
    assert field in refusal.value.errors


def test_cases_are_drawn_once(room, panel):
    with acting_as(room.city), pytest.raises(RuleViolation, match="没有等待"):
        draw_panel(room.city, room.batch.pk, settings_of(room))


def test_expert_who_may_not_be_drawn_is_left_out(room):
    with acting_as(room.city):
        first = Expert.objects.get(user_id=room.experts[0].user_id)
        profile = Profile(first.employer, "", "", "technology", ())
        change_expert(room.city, first.user_id, profile, is_active=False)
        draw_panel(room.city, room.batch.pk, settings_of(room, per_case=4))
    for case in room.cases:
        assert first.user_id not in {sheet.reviewer_id for sheet in sheets_of(room, case)}


def test_only_the_city_draws(room):
    with acting_as(room.experts[0]), pytest.raises(NotPermitted):
        draw_panel(room.experts[0], room.batch.pk, settings_of(room))


# --- the blind paper ----------------------------------------------------------------------------


def test_paper_names_nobody(room, panel):
    sheet = sheets_of(room, room.cases[0])[0]
    text = str(sheet.paper)
    with system_scope(reason="test"):
        enterprise = room.staff[0].organisation_name
    for secret in (enterprise, "张示例", "13812345678", "13800000000", "李示例"):
        assert secret not in text
    assert "精密减速机" in text


def test_paper_shows_no_file_unless_the_scheme_says_so(room, panel):
    assert "audit_reports" not in str(sheets_of(room, room.cases[0])[0].paper)


def test_paper_tells_a_file_that_experts_would_read_but_nobody_gave(room, panel):
    with system_scope(reason="test"):
        case = room.cases[0]
        definition = case.scheme_version.parsed
        sections = tuple(
            section.model_copy(
                update={
                    "fields": tuple(
                        field.model_copy(update={"for_experts": True})
                        if field.kind == FieldKind.FILE
                        else field
                        for field in section.fields
                    )
                }
            )
            for section in definition.sections
        )
        snapshot = Snapshot.objects.filter(application=case).latest("number")
        paper = blind_paper(definition.model_copy(update={"sections": sections}), snapshot, {})
    missing = [
        row["label"]
        for section in paper["sections"]
        for row in section["rows"]
        if row.get("is_missing")
    ]
    assert "近两年审计报告" in missing
    assert not paper["hides_files"]


# --- who sees what ------------------------------------------------------------------------------


def test_expert_sees_own_sheets_and_nothing_else_of_the_case(room, panel):
    sheet = sheets_of(room, room.cases[0])[0]
    expert = expert_of(room, sheet)
    with acting_as(expert):
        seen = set(ScoreSheet.objects.values_list("reviewer_id", flat=True))
        assert seen == {expert.user_id}
        assert not PanelCase.objects.exists()
        assert not ReviewPanel.objects.exists()
        with connection.cursor() as cursor:
            for table in ("procedures_application", "procedures_panelcase",
                          "procedures_reviewpanel", "procedures_snapshot"):  # fmt: skip
                cursor.execute(f"SELECT count(*) FROM {table}")
                assert cursor.fetchone()[0] == 0
            cursor.execute("SELECT DISTINCT reviewer_id FROM procedures_scoresheet")
            assert cursor.fetchall() == [(expert.user_id,)]


def test_enterprise_sees_no_sheet_of_its_own_case(room, panel):
    with acting_as(room.staff[0]):
        assert not ScoreSheet.objects.exists()
        with connection.cursor() as cursor:
            for table in ("scoresheet", "panelcase", "reviewpanel", "expert", "experttie"):
                cursor.execute(f"SELECT count(*) FROM procedures_{table}")
                assert cursor.fetchone()[0] == 0


def test_foreign_sheet_does_not_exist_for_an_expert(room, panel):
    sheet = sheets_of(room, room.cases[0])[0]
    other = next(one for one in room.experts if one.user_id != sheet.reviewer_id)
    with acting_as(other), pytest.raises(ScoreSheet.DoesNotExist):
        save_mark(other, sheet.pk, "mark-distinct", "3")


# --- scoring ------------------------------------------------------------------------------------


def test_mark_that_will_not_do_is_kept_as_typed_with_its_problem(room, panel):
    sheet = sheets_of(room, room.cases[0])[0]
    expert = expert_of(room, sheet)
    with acting_as(expert):
        saved = save_mark(expert, sheet.pk, "mark-distinct", "16")
        assert "0 到 15" in saved.problem
        assert ScoreSheet.objects.get(pk=sheet.pk).marks == {"distinct": "16"}


def test_incomplete_sheet_is_not_handed_in_and_says_what_lacks(room, panel):
    sheet = sheets_of(room, room.cases[0])[0]
    expert = expert_of(room, sheet)
    with acting_as(expert):
        save_mark(expert, sheet.pk, "mark-distinct", "12")
        with pytest.raises(RuleViolation) as refusal:
            hand_in(expert, sheet.pk)
    assert set(refusal.value.errors) == {"mark-novelty", "opinion"}


def test_sheet_that_was_handed_in_is_closed(room, panel):
    sheet = scored(room, sheets_of(room, room.cases[0])[0])
    expert = expert_of(room, sheet)
    assert sheet.total == Decimal("80.00")
    with acting_as(expert), pytest.raises(RuleViolation, match="已提交"):
        save_mark(expert, sheet.pk, "mark-distinct", "1")


@pytest.mark.parametrize("name", ["mark-other", "remark-other", "state", "paper", ""])
def test_field_that_a_sheet_does_not_have_is_refused(room, panel, name):
    sheet = sheets_of(room, room.cases[0])[0]
    expert = expert_of(room, sheet)
    with acting_as(expert), pytest.raises(RuleViolation):
        save_mark(expert, sheet.pk, name, "x")


def test_case_is_scored_when_its_last_sheet_is_in(room, panel):
    first, second, third = sheets_of(room, room.cases[0])
    scored(room, first)
    scored(room, second)
    assert case_of(room, room.cases[0]).state == PanelCase.State.SCORING
    scored(room, third, "9", "7")
    settled = case_of(room, room.cases[0])
    assert settled.state == PanelCase.State.SCORED
    assert settled.result["marks"] == {"distinct": "11.00", "novelty": "7.67"}


# --- the end ------------------------------------------------------------------------------------


def all_scored(room):
    for case in room.cases:
        for sheet in sheets_of(room, case):
            scored(room, sheet)


def test_panel_ends_when_every_case_is_scored(room, panel):
    with acting_as(room.city):
        with pytest.raises(RuleViolation, match="还有 2 件"):
            close_panel(room.city, panel.pk)
    all_scored(room)
    with acting_as(room.city):
        assert close_panel(room.city, panel.pk).state == ReviewPanel.State.CLOSED
        case = PanelCase.objects.get(application=room.cases[0])
    rows = {
        row["key"]: row["points"]
        for dimension in case.evaluation["score"]["dimensions"]
        for row in dimension["rows"]
    }
    assert (rows["distinct"], rows["novelty"]) == ("12", "8")


def test_case_goes_on_only_after_its_panel_has_ended(room, panel):
    case = room.cases[0]
    with acting_as(room.city), pytest.raises(RuleViolation, match="还没有结束"):
        MACHINE.execute(room.city, case.pk, "propose")
    all_scored(room)
    with acting_as(room.city):
        close_panel(room.city, panel.pk)
    assert filings.approved_by_city(room, case).state == "proposed"


def test_case_without_a_panel_does_not_go_on(room):
    with acting_as(room.city), pytest.raises(RuleViolation, match="抽取专家"):
        MACHINE.execute(room.city, room.cases[0].pk, "propose")


def test_withdrawn_case_releases_its_experts(room, panel):
    with acting_as(room.staff[0]):
        MACHINE.execute(room.staff[0], room.cases[0].pk, "withdraw", TransitionInput("明年再报"))
    states = {sheet.state for sheet in sheets_of(room, room.cases[0])}
    assert states == {ScoreSheet.State.REPLACED}
    assert case_of(room, room.cases[0]).state == PanelCase.State.RELEASED


# --- the pool -----------------------------------------------------------------------------------


def test_expert_does_not_end_their_own_tie(room):
    expert = room.experts[0]
    with acting_as(expert):
        tie = declare_tie(expert, expert.user_id, "示例企业", "", "shares", "")
        with pytest.raises(NotPermitted):
            end_tie(expert, tie.pk)
    with acting_as(room.city):
        assert end_tie(room.city, tie.pk).ended_at is not None


def test_expert_keeps_the_own_entry_but_not_whether_to_be_drawn(room):
    expert = room.experts[0]
    with acting_as(expert):
        change_expert(
            expert, expert.user_id, Profile("新单位", "", "", "finance", ()), is_active=False
        )
        entry = Expert.objects.get()
    assert (entry.employer, entry.is_active) == ("新单位", True)


def test_foreign_expert_does_not_exist_for_an_expert(room):
    with acting_as(room.experts[0]), pytest.raises(Expert.DoesNotExist):
        change_expert(room.experts[0], room.experts[1].user_id, Profile("x", "", "", "finance", ()))
