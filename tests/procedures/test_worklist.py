"""The reviewers' list: desks, chosen columns, named filters, and a workbook that stays the same."""

import re
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from enterprises.models import Enterprise
from pages.models import ListExport, ListPreference
from people.actions.arrange_leave import arrange_leave
from procedures.cases.submission import evaluate_application
from procedures.cases.worklist.columns import COLUMNS, Judgement, judgement_of
from procedures.models import Application, Snapshot
from schemes.evaluation.evaluate import LABELS
from schemes.evaluation.judging import Verdict
from tests.procedures import factories, filings
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


def chosen(client, *keys, **more):
    """The person's choice of columns, in this order."""
    places = {f"place-{key}": place for place, key in enumerate(keys, 1)}
    return client.post(LIST, {"columns": "chosen", "col": keys, **places, **more})


def shown(client):
    return [column.key for column in client.get(LIST).context["list"].shown_columns]


def exported(client, **query):
    answer = client.get(LIST, {"export": "xlsx", **query})
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
    assert page.context["list"].count == (2, False)


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
    assert page.context["tabs"] == [] and page.context["list"].selection is None
    assert len(page.context["page"].rows) == 3


def test_all_columns_ask_the_same_of_1_and_of_30_cases(as_actor, district, signed_in):
    reviewer = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    client = signed_in(reviewer)
    chosen(client, *(column.key for column in COLUMNS))
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
    answer = chosen(client, "number", "batch", query="desk=mine&after=zzz")
    assert answer.headers["Location"] == f"{LIST}?desk=mine"
    assert shown(client) == ["title", "number", "batch"]


def test_usual_columns_come_back(desks, signed_in):
    client = signed_in(desks["reviewer"])
    chosen(client, "batch")
    client.post(LIST, {"columns": "usual"})
    assert "batch" not in shown(client)


def test_columns_are_ones_own(desks, signed_in):
    chosen(signed_in(desks["reviewer"]), "batch")
    assert "batch" not in shown(signed_in(desks["colleague"]))


def test_leaders_are_not_shown_who_works_on_a_case(desks, as_actor, signed_in):
    client = signed_in(as_actor(Duty.LEADER))
    assert "reviewer" not in shown(client)
    assert "审核人" in exported(client, cols="all")[0]


@pytest.mark.parametrize("sort", ["number", "-number", "submitted", "-submitted"])
def test_list_is_sorted_by_number_and_submission(desks, signed_in, sort):
    with system_scope(reason="test"):
        for name, number in (("mine", "2026-2"), ("theirs", "2026-3"), ("free", "2026-1")):
            Application.objects.filter(pk=desks[name].pk).update(number=number)
    page = signed_in(desks["reviewer"]).get(LIST, {"desk": "all", "sort": sort})
    field = {"number": "number", "submitted": "submitted_at"}[sort.lstrip("-")]
    values = [getattr(case, field) for case in page.context["page"].rows]
    assert values == sorted(values, reverse=sort.startswith("-"))


def test_verdict_and_score_of_the_last_submission_are_shown(people, signed_in):
    with acting_as(people.staff):
        verdict = evaluate_application(filings.submitted(people.staff)).verdict
    client = signed_in(people.reviewer)
    chosen(client, "verdict", "score")
    page = client.get(LIST)
    (case,) = page.context["page"].rows
    told = {column.key: column.cell(case) for column in page.context["list"].shown_columns}
    assert (told["verdict"], told["score"]) == (LABELS[verdict], None)


@pytest.mark.parametrize(
    ("kept", "judgement"),
    [
        ({"groups": [], "score": None}, Judgement()),
        ({"groups": [{"verdict": "met"}], "score": None}, Judgement("", Verdict.MET)),
        (
            {"groups": [{"verdict": "met"}, {"verdict": "not_met"}], "score": {"total": "70～85"}},
            Judgement("70～85", Verdict.NOT_MET),
        ),
    ],
)
def test_kept_evaluation_tells_its_total_and_the_verdict_on_the_whole(kept, judgement):
    assert judgement_of(kept) == judgement


# --- named filters ------------------------------------------------------------------------------


def saved(client, name, query):
    return client.post(LIST, {"save_filter": "yes", "name": name, "query": query}, follow=True)


def test_filter_is_kept_under_a_name_and_shown(desks, signed_in):
    client = signed_in(desks["reviewer"])
    saved(client, "超期", "due=late&after=zzz&state=")
    with system_scope(reason="test"):
        kept = ListPreference.objects.get()
    assert (kept.page, kept.saved_filters) == ("cases", [{"name": "超期", "query": "due=late"}])
    assert f'href="{LIST}?due=late"' in client.get(LIST).content.decode()


def test_filter_is_deleted_by_its_person_only(desks, signed_in):
    saved(signed_in(desks["reviewer"]), "超期", "due=late")
    signed_in(desks["colleague"]).post(LIST, {"delete_filter": "超期"})
    client = signed_in(desks["reviewer"])
    assert client.get(LIST).context["list"].arrangement.saved_filters
    client.post(LIST, {"delete_filter": "超期"})
    assert not client.get(LIST).context["list"].arrangement.saved_filters


def test_second_filter_of_a_name_is_refused(desks, signed_in):
    client = signed_in(desks["reviewer"])
    for query in ("due=late", "state=all"):
        answer = saved(client, "超期", query)
    assert "已有名为“超期”的筛选" in answer.content.decode()


# --- claiming and handing over ------------------------------------------------------------------


def test_ticked_cases_are_claimed_after_a_second_look(desks, signed_in):
    client, free = signed_in(desks["reviewer"]), desks["free"]
    page = client.post(LIST, {"bulk": "claim", "row": [free.pk], "query": "desk=free"})
    assert page.context["form"]["to"].value() == "me"
    sent = f'value="{free.pk}:"'
    assert sent in page.content.decode() and "desk=free" in page.content.decode()
    answer = client.post(
        reverse("procedures:assign"), {"case": f"{free.pk}:", "to": "me", "query": "desk=free"}
    )
    assert answer.headers["Location"] == f"{LIST}?desk=free"
    assert rows(client, desk="mine") == {desks["mine"].pk, free.pk}


def test_all_that_the_filter_matches_are_handed_over(desks, signed_in):
    client = signed_in(desks["reviewer"])
    sent = {"bulk": "hand_over", "all_matching": "yes", "query": "desk=all"}
    page = client.post(LIST, sent)
    expected = {desks[name].pk for name in ("mine", "theirs", "free")}
    assert {case.pk for case in page.context["cases"]} == expected
    assert page.context["form"]["to"].value() == ""


def test_cases_of_another_desk_are_left_out_of_what_is_handed_over(
    desks, as_actor, district, signed_in
):
    (at_the_city,) = cases(as_actor, district, 1, "city_review")
    client = signed_in(desks["reviewer"])
    everything = {"bulk": "hand_over", "all_matching": "yes", "query": "state=all"}
    page = client.post(LIST, everything)
    found = {case.pk for case in page.context["cases"]}
    assert found == {desks[name].pk for name in ("mine", "theirs", "free")}
    answer = client.post(LIST, {"bulk": "claim", "row": [at_the_city.pk]}, follow=True)
    assert "都不由您的部门办理" in answer.content.decode()


def test_leaders_claim_nothing(desks, as_actor, signed_in):
    answer = signed_in(as_actor(Duty.LEADER)).post(LIST, {"bulk": "claim", "row": ["1"]})
    assert answer.status_code == 404


# --- the workbook -------------------------------------------------------------------------------


def test_workbook_has_every_column_whatever_is_shown(desks, signed_in):
    client = signed_in(desks["reviewer"])
    chosen(client, "batch")
    heading, *lines = exported(client, desk="mine", cols="all")
    assert heading == [column.file_label for column in COLUMNS]
    assert [line[heading.index("审核人")] for line in lines] == [desks["reviewer"].user_name]


def test_workbook_without_all_columns_has_those_of_the_page(desks, signed_in):
    client = signed_in(desks["reviewer"])
    chosen(client, "batch", "due")
    heading, *_ = exported(client)
    assert heading == ["产品（技术）", "批次", "本阶段期限"]


def test_workbook_is_put_on_record(desks, signed_in):
    exported(signed_in(desks["reviewer"]), desk="mine", cols="all")
    with system_scope(reason="test"):
        kept = ListExport.objects.get()
    assert (kept.page, kept.user_id) == ("cases", desks["reviewer"].user_id)
    assert "desk=mine" in kept.query


def test_workbook_honours_the_desk_that_the_list_opens_with(desks, signed_in):
    assert len(exported(signed_in(desks["reviewer"]))) == 1 + 2


def test_documentation_names_the_columns_of_the_workbook_in_their_order():
    text = (Path(settings.BASE_DIR) / "docs/exports.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| (\S+) \|", text, re.MULTILINE)
    assert named[1:] == [column.file_label for column in COLUMNS]


# --- what one looks for --------------------------------------------------------------------------


def test_filters_by_scheme_batch_and_industry(as_actor, district, signed_in):
    one, other = cases(as_actor, district, 2)
    with system_scope(reason="test"):
        again = factories.open_batch()
        Application.objects.filter(pk=other.pk).update(batch=again)
        Enterprise.objects.filter(pk=other.organisation_id).update(industry_code="3484")
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    scheme = one.scheme_version.scheme_id
    assert rows(client, scheme=scheme) == {one.pk, other.pk}
    assert rows(client, batch=again.pk) == {other.pk}
    assert rows(client, industry="34") == {other.pk}
    assert rows(client, batch=again.pk, industry="13") == set()


def test_deliberation_is_sorted_by_score(as_actor, district, signed_in):
    made = cases(as_actor, district, 3, "city_review")
    for case, total in zip(made, ("9.5", "62～80", "71"), strict=True):
        with system_scope(reason="test"):
            Snapshot.objects.create(
                **case.home, application=case, number=1, answers={}, facts={}, files=[],
                evaluation={"groups": [], "score": {"total": total, "dimensions": []}}, sha256="0",
            )  # fmt: skip
    client = signed_in(as_actor(Duty.CITY_OFFICER))
    address = reverse("procedures:deliberation", args=[made[0].batch_id])

    def order(sort):
        return [case.pk for case in client.get(address, {"sort": sort}).context["page"].rows]

    low, span, high = (case.pk for case in made)
    assert order("-score") == [high, span, low]
    assert order("score") == [low, span, high]
