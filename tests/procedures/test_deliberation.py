"""Deliberation: where it opens, and the order of recommendation."""

import pytest
from django.urls import reverse

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as
from procedures.cases.actions.order_recommendations import order_recommendations
from tests.procedures import filings
from tests.procedures.bulk import cases, ran


@pytest.fixture
def batch(people):
    return filings.open_batch()


# --- which stage it opens on ---------------------------------------------------------------------


@pytest.fixture
def deliberation(batch, signed_in):
    def opened(actor, **query):
        address = reverse("procedures:deliberation", args=[batch.pk])
        return signed_in(actor).get(address, query)

    return opened


def test_deliberation_opens_on_the_stage_that_has_cases_and_says_so(people, batch, deliberation):
    cases(people, batch, 2, "proposed")
    page = deliberation(people.city)
    html = page.content.decode()
    assert page.context["list"].stage == "proposed"
    assert len(page.context["page"].rows) == 2
    assert "先列出有申报的“拟认定”" in html
    tabs = page.context["list"].tabs
    assert [(tab.label, tab.number, tab.is_current) for tab in tabs] == [
        ("市级审核", 0, False),
        ("专家评审", 0, False),
        ("拟认定", 2, True),
    ]
    assert all(f"?{tab.query}" in html for tab in tabs)


def test_first_stage_that_has_cases_comes_first(people, batch, deliberation):
    cases(people, batch, 1, "proposed")
    cases(people, batch, 1, "city_review")
    assert deliberation(people.city).context["list"].stage == "city_review"
    assert deliberation(people.reviewer).context["list"].stage == "city_review"


def test_chosen_stage_stays_though_it_is_empty(people, batch, deliberation):
    cases(people, batch, 1, "proposed")
    page = deliberation(people.city, state="city_review")
    assert page.context["list"].stage == "city_review"
    html = page.content.decode()
    assert "先列出" not in html
    assert "有申报的阶段列在上面" in html


def test_batch_without_cases_says_where_to_go(people, batch, deliberation):
    html = deliberation(people.reviewer).content.decode()
    assert "企业提交以后会出现在这里" in html
    assert "去待办与申报" in html
    assert "去批次与公示" in deliberation(people.city).content.decode()


# --- the order ----------------------------------------------------------------------------------


def ranks(rows):
    return [filings.fresh(case).recommended_rank for case in rows]


def test_recommendations_are_ranked_as_they_are_made(people, batch):
    rows = cases(people, batch, 3)
    ran(people.reviewer, "recommend", rows)
    assert ranks(rows) == [1, 2, 3]


def test_district_orders_its_recommendations(people, batch):
    first, second, third = rows = cases(people, batch, 3)
    ran(people.reviewer, "recommend", rows)
    with acting_as(people.reviewer):
        order_recommendations(people.reviewer, batch.pk, [third.pk, first.pk])
    assert ranks([third, first, second]) == [1, 2, 3]


def test_decided_case_keeps_its_place(people, batch):
    first, second, third = rows = cases(people, batch, 3)
    ran(people.reviewer, "recommend", rows)
    filings.approved_by_city(people, second)
    with acting_as(people.reviewer):
        order_recommendations(people.reviewer, batch.pk, [third.pk, first.pk])
        with pytest.raises(RuleViolation):
            order_recommendations(people.reviewer, batch.pk, [second.pk])
    assert ranks(rows) == [3, 2, 1]


def test_city_orders_nothing(people, batch):
    with acting_as(people.city), pytest.raises(NotPermitted):
        order_recommendations(people.city, batch.pk, [])


def test_worklist_leads_a_district_to_what_it_may_order(people, batch, signed_in):
    rows = cases(people, batch, 2)
    ran(people.reviewer, "recommend", rows[:1])
    client = signed_in(people.reviewer)
    address = reverse("procedures:worklist")
    assert client.get(address).context["to_order"] == []
    ran(people.reviewer, "recommend", rows[1:])
    (found,) = client.get(address).context["to_order"]
    assert (found.pk, found.number) == (batch.pk, 2)
    assert signed_in(people.city).get(address).context["to_order"] == []


def test_what_left_the_citys_review_is_not_ordered_any_more(people, batch, signed_in):
    rows = cases(people, batch, 2)
    ran(people.reviewer, "recommend", rows)
    filings.approved_by_city(people, rows[0])
    page = signed_in(people.reviewer).get(reverse("procedures:worklist"))
    assert page.context["to_order"] == []


def test_place_that_is_none_is_told_beside_it_and_nothing_is_moved(people, batch, signed_in):
    first, second, third = rows = cases(people, batch, 3)
    ran(people.reviewer, "recommend", rows)
    sent = {f"rank-{first.pk}": "x", f"rank-{second.pk}": "3", f"rank-{third.pk}": "3"}
    page = signed_in(people.reviewer).post(
        reverse("procedures:deliberation", args=[batch.pk]), {"order": "yes", **sent}
    )
    assert page.status_code == 422
    shown = {case.pk: (case.place, case.place_problem) for case in page.context["page"].rows}
    assert shown[first.pk] == ("x", "请填写 1、2、3 这样的位次。")
    assert not page.context["list"].may_settle
    assert ranks([first, second, third]) == [1, 2, 3]


@pytest.mark.parametrize(
    ("typed", "problems", "may_settle"),
    [
        (("1", "2", "1"), ("第 1 位写了两次。", "", "第 1 位写了两次。"), True),
        (("3", "3", "3"), ("第 3 位写了 3 次。",) * 3, False),
        (("2", "2", "2"), ("第 2 位写了 3 次。",) * 3, False),
        (("3", "1", "1"), ("", "第 1 位写了两次。", "第 1 位写了两次。"), False),
        (("1", "2", "9"), ("", "", "位次在 1 到 3 之间。"), False),
        (("1", "2", "0"), ("", "", "请填写 1、2、3 这样的位次。"), False),
    ],
)
def test_place_written_twice_is_asked_about_beside_it(
    people, batch, signed_in, typed, problems, may_settle
):
    rows = cases(people, batch, 3)
    ran(people.reviewer, "recommend", rows)
    page = signed_in(people.reviewer).post(
        reverse("procedures:deliberation", args=[batch.pk]),
        {"order": "yes", **{f"rank-{c.pk}": t for c, t in zip(rows, typed, strict=True)}},
    )
    assert page.status_code == 422
    shown = {case.pk: case for case in page.context["page"].rows}
    assert tuple(shown[case.pk].place_problem for case in rows) == problems
    assert tuple(shown[case.pk].place for case in rows) == typed
    assert page.context["list"].may_settle is may_settle
    assert ("把改动的排在前面" in page.content.decode()) is may_settle
    assert ranks(rows) == [1, 2, 3]


def test_moved_case_goes_before_what_was_there_once_that_is_answered(people, batch, signed_in):
    first, second, third = rows = cases(people, batch, 3)
    ran(people.reviewer, "recommend", rows)
    signed_in(people.reviewer).post(
        reverse("procedures:deliberation", args=[batch.pk]),
        {"order": "moved_first", f"rank-{third.pk}": "1"},
    )
    assert ranks([third, first, second]) == [1, 2, 3]


def test_every_place_written_once_is_the_order(people, batch, signed_in):
    first, second, third = rows = cases(people, batch, 3)
    ran(people.reviewer, "recommend", rows)
    signed_in(people.reviewer).post(
        reverse("procedures:deliberation", args=[batch.pk]),
        {
            "order": "yes",
            f"rank-{first.pk}": "２",
            f"rank-{second.pk}": "3",
            f"rank-{third.pk}": "1",
        },
    )
    assert ranks([third, first, second]) == [1, 2, 3]


def test_order_that_a_colleague_changed_meanwhile_is_told(people, batch, signed_in):
    rows = cases(people, batch, 2)
    ran(people.reviewer, "recommend", rows)
    address = reverse("procedures:deliberation", args=[batch.pk])
    shown = {f"shown-{case.pk}": str(rank) for rank, case in enumerate(rows, 1)}
    swapped = {f"rank-{rows[0].pk}": "2", f"rank-{rows[1].pk}": "1"}
    client = signed_in(people.reviewer)
    client.post(address, {"order": "typed", **shown, **swapped})
    first = ranks(rows)
    answer = client.post(address, {"order": "typed", **shown, **swapped}, follow=True)
    assert ranks(rows) == first == [2, 1]
    assert "同事已经改过推荐次序，没有保存" in answer.content.decode()
