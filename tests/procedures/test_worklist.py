"""The reviewers' list: desks, chosen columns, named filters, and a workbook that stays the same."""

import re
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from hypothesis import given as drawn
from hypothesis import strategies as st

from accounts.duties import Duty
from accounts.models import ListPreference
from accounts.tenancy import acting_as, system_scope
from enterprises.models import SavedFilter
from people.actions.arrange_leave import arrange_leave
from procedures.cases.submission import evaluate_application
from procedures.cases.worklist.columns import (
    BY_KEY,
    COLUMNS,
    Judgement,
    judgement_of,
    shown_columns,
)
from procedures.models import Application
from schemes.evaluation.evaluate import LABELS
from schemes.evaluation.judging import Verdict
from tests.procedures import filings
from tests.procedures.test_pages import cases, queries_of

LIST = "/procedures/worklist/"


@pytest.fixture
def desks(as_actor, district):
    """A reviewer, a colleague, and three cases: of the one, of the other, of nobody."""
    reviewer, colleague = (as_actor(Duty.DISTRICT_REVIEWER, district=district) for _ in range(2))
    mine, theirs, free = cases(as_actor, district, 3)
    give(mine, reviewer)
    give(theirs, colleague)
    return {
        "reviewer": reviewer, "colleague": colleague,
        "mine": mine, "theirs": theirs, "free": free,
    }  # fmt: skip


def give(case, actor):
    with system_scope(reason="test"):
        Application.objects.filter(pk=case.pk).update(reviewer_id=actor.user_id)


def rows(client, **query):
    return {case.pk for case in client.get(LIST, query).context["page"].rows}


def exported(client, **query):
    answer = client.get(reverse("procedures:worklist_export"), query)
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


@pytest.mark.parametrize(
    ("desk", "found"),
    [
        ("", {"mine", "free"}),
        ("todo", {"mine", "free"}),
        ("mine", {"mine"}),
        ("free", {"free"}),
        ("others", {"theirs"}),
        ("all", {"mine", "theirs", "free"}),
    ],
)
def test_desk_holds_its_cases(desks, signed_in, desk, found):
    client = signed_in(desks["reviewer"])
    assert rows(client, desk=desk) == {desks[name].pk for name in found}


def test_tabs_count_the_queue(desks, signed_in):
    page = signed_in(desks["reviewer"]).get(LIST)
    assert [tab["number"] for tab in page.context["tabs"]] == [2, 1, 1, 1, 3]
    assert page.context["number"] == 2


def test_whole_queue_is_shown_while_nothing_is_anybodys(as_actor, district, signed_in):
    waiting = cases(as_actor, district, 2)
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    page = client.get(LIST)
    assert rows(client) == {case.pk for case in waiting}
    current = [tab["label"] for tab in page.context["tabs"] if tab["is_current"]]
    assert current == ["本单位全部"]


def test_one_colleagues_cases_are_chosen(desks, signed_in, as_actor, district):
    third = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    client = signed_in(desks["reviewer"])
    assert rows(client, desk="others", reviewer=third.user_id) == set()
    found = rows(client, desk="others", reviewer=desks["colleague"].user_id)
    assert found == {desks["theirs"].pk}


def test_search_finds_a_colleagues_case(desks, signed_in):
    assert desks["theirs"].pk in rows(signed_in(desks["reviewer"]), q="减速")


def test_stand_ins_own_desk_holds_the_absent_ones_cases(desks, signed_in):
    absent, cover = desks["colleague"], desks["reviewer"]
    today = timezone.localdate()
    with acting_as(absent):
        arrange_leave(absent, absent.membership_id, cover.membership_id, today, today)
    client = signed_in(cover)
    assert rows(client, desk="mine") == {desks["mine"].pk, desks["theirs"].pk}
    assert f"{absent.user_name}休假" in client.get(LIST).content.decode()
    assert "正在代您办理" in signed_in(absent).get(LIST).content.decode()


def test_city_does_not_see_districts_cases_as_its_colleagues(desks, as_actor, signed_in):
    assert rows(signed_in(as_actor(Duty.CITY_OFFICER)), desk="others", state="all") == set()


def test_leaders_have_neither_desks_nor_boxes(desks, as_actor, signed_in):
    page = signed_in(as_actor(Duty.LEADER)).get(LIST, {"desk": "mine"})
    assert page.context["tabs"] == [] and not page.context["may_assign"]
    assert len(page.context["page"].rows) == 3


def test_all_columns_ask_the_same_of_1_and_of_30_cases(as_actor, district, signed_in):
    reviewer = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    client = signed_in(reviewer)
    columns = {"col": [column.key for column in COLUMNS]}
    client.post(reverse("procedures:choose_columns"), columns)
    (first,) = cases(as_actor, district, 1)
    give(first, reviewer)
    few = queries_of(client, LIST, 1)
    for case in cases(as_actor, district, 29):
        give(case, reviewer)
    assert queries_of(client, LIST, 30) == few
    assert few <= 26


# --- columns ------------------------------------------------------------------------------------


def test_chosen_columns_are_kept_in_their_order(desks, signed_in):
    client = signed_in(desks["reviewer"])
    chosen = {
        "col": ["batch", "number"], "place-number": "1", "place-batch": "2", "place-title": "3",
        "query": "desk=mine&after=zzz",
    }  # fmt: skip
    answer = client.post(reverse("procedures:choose_columns"), chosen)
    assert answer.headers["Location"] == f"{LIST}?desk=mine"
    page = client.get(LIST)
    assert [column.key for column in page.context["columns"]] == ["title", "number", "batch"]


def test_usual_columns_come_back(desks, signed_in):
    client, address = signed_in(desks["reviewer"]), reverse("procedures:choose_columns")
    client.post(address, {"col": ["batch"]})
    client.post(address, {"col": ["batch"], "usual": "yes"})
    with system_scope(reason="test"):
        assert not ListPreference.objects.exists()


def test_columns_are_ones_own(desks, signed_in):
    signed_in(desks["reviewer"]).post(reverse("procedures:choose_columns"), {"col": ["batch"]})
    columns = signed_in(desks["colleague"]).get(LIST).context["columns"]
    assert "batch" not in [column.key for column in columns]


@drawn(st.lists(st.sampled_from([*BY_KEY, "nonsense", ""])))
def test_list_always_leads_to_its_cases_and_shows_no_column_twice(keys):
    shown = [column.key for column in shown_columns(keys)]
    assert "title" in shown and len(shown) == len(set(shown))
    known = [key for key in dict.fromkeys(keys) if key in BY_KEY]
    assert [key for key in shown if key in known] == known or not known


def test_verdict_and_score_of_the_last_submission_are_shown(people, signed_in):
    with acting_as(people.staff):
        verdict = evaluate_application(filings.submitted(people.staff)).verdict
    client = signed_in(people.reviewer)
    client.post(reverse("procedures:choose_columns"), {"col": ["verdict", "score"]})
    (case,) = client.get(LIST).context["page"].rows
    told = {cell["column"].key: cell["text"] for cell in case.cells}
    assert (told["verdict"], told["score"]) == (LABELS[verdict], "—")


@pytest.mark.parametrize(
    ("kept", "judgement"),
    [
        ([{"title": "一", "findings": []}], Judgement()),
        ({"groups": [], "score": None}, Judgement()),
        ({"groups": [{"verdict": "met"}], "score": None}, Judgement("", Verdict.MET)),
        (
            {"groups": [{"verdict": "met"}, {"verdict": "not_met"}], "score": {"total": "70～85"}},
            Judgement("70～85", Verdict.NOT_MET),
        ),
    ],
)
def test_kept_evaluation_is_read_in_each_of_its_forms(kept, judgement):
    assert judgement_of(kept) == judgement


# --- named filters ------------------------------------------------------------------------------


def test_filter_is_kept_under_a_name_and_shown(desks, signed_in):
    client = signed_in(desks["reviewer"])
    words = {"name": "超期", "query": "due=late&after=zzz&state="}
    client.post(reverse("procedures:save_filter"), words)
    with system_scope(reason="test"):
        saved = SavedFilter.objects.get()
    assert (saved.page, saved.query) == ("cases", "due=late")
    assert f'href="{LIST}?due=late"' in client.get(LIST).content.decode()


def test_filter_is_deleted_by_its_person_only(desks, signed_in):
    client = signed_in(desks["reviewer"])
    client.post(reverse("procedures:save_filter"), {"name": "超期", "query": "due=late"})
    with system_scope(reason="test"):
        address = reverse("procedures:delete_filter", args=[SavedFilter.objects.get().pk])
    assert signed_in(desks["colleague"]).post(address).status_code == 404
    assert signed_in(desks["reviewer"]).post(address).status_code == 302


def test_second_filter_of_a_name_is_refused(desks, signed_in):
    client, address = signed_in(desks["reviewer"]), reverse("procedures:save_filter")
    for query in ("due=late", "state=all"):
        answer = client.post(address, {"name": "超期", "query": query}, follow=True)
    assert "已有名为“超期”的筛选" in answer.content.decode()


# --- the workbook -------------------------------------------------------------------------------


def test_workbook_has_every_column_whatever_is_shown(desks, signed_in):
    client = signed_in(desks["reviewer"])
    client.post(reverse("procedures:choose_columns"), {"col": ["batch"]})
    heading, *lines = exported(client, desk="mine")
    assert heading == [column.label for column in COLUMNS]
    assert [line[heading.index("审核人")] for line in lines] == [desks["reviewer"].user_name]


def test_workbook_honours_the_desk_that_the_list_opens_with(desks, signed_in):
    assert len(exported(signed_in(desks["reviewer"]))) == 1 + 2


def test_documentation_names_the_columns_of_the_workbook_in_their_order():
    text = (Path(settings.BASE_DIR) / "docs/exports.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| (\S+) \|", text, re.MULTILINE)
    assert named[1:] == [column.label for column in COLUMNS]
