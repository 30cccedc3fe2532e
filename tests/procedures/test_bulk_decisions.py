"""One decision over many cases; quotas and the order of recommendation."""

import pytest
from django.urls import reverse

from accounts.actors import actor_of_membership
from accounts.errors import NotPermitted, RuleViolation
from accounts.jobs import run as run_job
from accounts.tenancy import acting_as, system_scope
from lifecycle.models import BulkItem
from procedures.cases.actions.decide_in_bulk import decide_in_bulk, prospects
from procedures.cases.actions.order_recommendations import order_recommendations, set_quotas
from procedures.cases.changes import CaseInput
from procedures.cases.lifecycle import MACHINE
from procedures.models import DistrictQuota
from tests.procedures import factories, filings


@pytest.fixture
def batch(people):
    return filings.open_batch()


def cases(people, batch, number, state="district_review", **more):
    with system_scope(reason="test"):
        return [
            factories.case(
                people.staff, people.staff.district_ids[0], batch, state=state,
                title=f"产品{place}", **more,
            )
            for place in range(number)
        ]  # fmt: skip


def states(rows):
    return [filings.fresh(case).state for case in rows]


def ran(actor, name, rows, reason=""):
    with acting_as(actor):
        run = decide_in_bulk(actor, name, {case.pk: case.version for case in rows}, reason)
    run_job(str(run.job_id))
    with acting_as(actor):
        return {item.row_id: item for item in run.items.all()}


# --- one decision over many ---------------------------------------------------------------------


def test_prospects_tell_every_reason_before_anything_happens(people, batch):
    ready = cases(people, batch, 2, "city_review")
    early = cases(people, batch, 1)
    with acting_as(people.city):
        found = prospects(people.city, "propose", [case.pk for case in (*ready, *early)])
    assert [bool(one.reasons) for one in found] == [False, False, True]
    assert "区市审核" in found[2].reasons[0]
    assert states(ready) == ["city_review"] * 2


def test_each_case_is_decided_and_told(people, batch):
    rows = cases(people, batch, 3, "city_review")
    items = ran(people.city, "propose", rows)
    assert states(rows) == ["proposed"] * 3
    assert {item.result for item in items.values()} == {BulkItem.Result.DONE}
    assert sum("已通过审核" in title for title in filings.told(people.staff.user_id)) == 3


def test_case_that_changed_meanwhile_is_left_alone_and_told(people, batch):
    first, second = cases(people, batch, 2, "city_review")
    with acting_as(people.city):
        run = decide_in_bulk(people.city, "propose", {first.pk: 1, second.pk: 1}, "")
        MACHINE.execute(people.city, second.pk, "decline", CaseInput("材料不实"))
    run_job(str(run.job_id))
    with acting_as(people.city):
        item = run.items.get(row_id=second.pk)
    assert (item.result, states([first, second])) == ("refused", ["proposed", "declined"])
    assert "进行了" in item.message


def test_job_that_runs_again_decides_nothing_twice(people, batch):
    rows = cases(people, batch, 2, "city_review")
    with acting_as(people.city):
        run = decide_in_bulk(people.city, "propose", {case.pk: 1 for case in rows}, "")
    from accounts.jobs import JobHandle
    from lifecycle.job_runners import carry_out

    with system_scope(reason="test"):
        handle = JobHandle(
            str(run.job_id), run.job.payload, actor_of_membership(people.city.membership_id)
        )
    carry_out(handle)
    carry_out(handle)
    assert [filings.fresh(case).version for case in rows] == [2, 2]


def test_declining_asks_for_the_reason(people, batch):
    rows = cases(people, batch, 1, "city_review")
    with acting_as(people.city), pytest.raises(RuleViolation) as refusal:
        decide_in_bulk(people.city, "decline", {rows[0].pk: 1}, " ")
    assert "reason" in refusal.value.errors


@pytest.mark.parametrize("name", ["certify", "publish", "recommend", "submit", "nonsense", ""])
def test_city_decides_only_what_is_offered_in_bulk(people, batch, name):
    rows = cases(people, batch, 1, "city_review")
    with acting_as(people.city), pytest.raises(RuleViolation) as refusal:
        decide_in_bulk(people.city, name, {rows[0].pk: 1}, "理由")
    assert "decision" in refusal.value.errors


def test_enterprise_decides_nothing_in_bulk(people, batch):
    rows = cases(people, batch, 1, "city_review")
    with acting_as(people.staff), pytest.raises(NotPermitted):
        decide_in_bulk(people.staff, "propose", {rows[0].pk: 1}, "")


def test_foreign_case_is_no_part_of_a_run(people, batch, as_actor, other_district):
    from accounts.duties import Duty

    rows = cases(people, batch, 1)
    stranger = as_actor(Duty.DISTRICT_REVIEWER, district=other_district)
    with acting_as(stranger):
        run = decide_in_bulk(stranger, "recommend", {rows[0].pk: 1}, "")
        assert not run.items.exists()


def test_results_name_each_case_and_lead_to_it(people, batch, signed_in):
    rows = cases(people, batch, 2, "city_review")
    items = ran(people.city, "propose", rows)
    address = reverse("procedures:decision_run", args=[items[rows[0].pk].run_id])
    page = signed_in(people.city).get(address).content.decode()
    assert "已办理 2 件" in page
    for case in rows:
        assert reverse("procedures:case", args=[case.pk]) in page
        assert case.title in page


def test_result_stays_readable_when_the_case_has_left_the_district(people, batch, signed_in):
    (case,) = cases(people, batch, 1)
    item = ran(people.reviewer, "recommend", [case])[case.pk]
    with acting_as(people.reviewer):
        BulkItem.objects.filter(pk=item.pk).update(row_id=case.pk + 1)  # none that they see
    address = reverse("procedures:decision_run", args=[item.run_id])
    page = signed_in(people.reviewer).get(address).content.decode()
    assert case.title in page
    assert reverse("procedures:case", args=[case.pk]) not in page


# --- quotas -------------------------------------------------------------------------------------


def quota(people, batch, number):
    with acting_as(people.city):
        set_quotas(people.city, batch.pk, {people.reviewer.district_ids[0]: number})


def test_district_recommends_no_more_than_its_quota(people, batch):
    rows = cases(people, batch, 3)
    quota(people, batch, 2)
    items = ran(people.reviewer, "recommend", rows)
    assert states(rows) == ["city_review", "city_review", "district_review"]
    assert "名额已用完" in items[rows[2].pk].message


def test_withdrawn_case_gives_its_place_back(people, batch):
    first, second = cases(people, batch, 2)
    quota(people, batch, 1)
    ran(people.reviewer, "recommend", [first])
    filings.done(people.staff, first, "withdraw", "明年再报")
    ran(people.reviewer, "recommend", [second])
    assert states([second]) == ["city_review"]


def test_quota_below_what_is_recommended_is_refused(people, batch):
    ran(people.reviewer, "recommend", cases(people, batch, 2))
    with pytest.raises(RuleViolation, match="已推荐 2 件"):
        quota(people, batch, 1)


def test_quota_is_lifted_by_nothing(people, batch):
    quota(people, batch, 1)
    quota(people, batch, None)
    with acting_as(people.city):
        assert not DistrictQuota.objects.exists()


def test_district_sets_no_quota(people, batch):
    with acting_as(people.reviewer), pytest.raises(NotPermitted):
        set_quotas(people.reviewer, batch.pk, {})


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


# --- the pages ----------------------------------------------------------------------------------


def test_deliberation_asks_the_same_of_3_and_of_30(people, batch, signed_in):
    from tests.procedures.test_pages import queries_of

    client = signed_in(people.city)
    address = reverse("procedures:deliberation", args=[batch.pk])
    cases(people, batch, 3, "city_review")
    few = queries_of(client, address, None)
    cases(people, batch, 27, "city_review")
    assert queries_of(client, address, None) == few
    assert few <= 25


def test_preview_lists_what_can_be_done_and_what_cannot(people, batch, signed_in):
    ready = cases(people, batch, 1, "city_review")
    early = cases(people, batch, 1)
    page = signed_in(people.city).post(
        reverse("procedures:deliberation", args=[batch.pk]),
        {"bulk": "propose", "row": [ready[0].pk, early[0].pk]},
    )
    assert (len(page.context["possible"]), len(page.context["refused"])) == (1, 1)


def test_nothing_chosen_is_said(people, batch, signed_in):
    cases(people, batch, 1, "city_review")
    page = signed_in(people.city).post(
        reverse("procedures:deliberation", args=[batch.pk]), {"bulk": "decline"}, follow=True
    )
    assert "请先勾选" in page.content.decode()


def test_missing_reason_is_asked_for_beside_its_field(people, batch, signed_in):
    (case,) = cases(people, batch, 1, "city_review")
    page = signed_in(people.city).post(
        reverse("procedures:decisions_run", args=[batch.pk]),
        {"decision": "decline", "reason": " ", "looked_at": f"{case.pk}:{case.version}"},
    )
    assert page.status_code == 422
    assert [one.row.pk for one in page.context["possible"]] == [case.pk]
    assert page.context["problems"]["reason"] in page.content.decode()
    assert states([case]) == ["city_review"]


def test_decisions_are_those_of_the_stage(people, batch, signed_in):
    cases(people, batch, 1, "city_review")
    client, address = signed_in(people.city), reverse("procedures:deliberation", args=[batch.pk])

    def offered(stage):
        acts = client.get(address, {"state": stage}).context["list"].bulk_acts
        return {one.key for one in acts}

    assert offered("city_review") == {"propose", "return_to_district", "decline", "judge"}
    assert offered("proposed") == set()


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


def test_quota_that_is_no_number_is_said_beside_its_field(people, batch, signed_in):
    district = people.reviewer.district_ids[0]
    page = signed_in(people.city).post(
        reverse("procedures:quotas", args=[batch.pk]), {f"quota-{district}": "三"}
    )
    assert page.status_code == 422
    assert "请填写 0 或更大的整数" in page.content.decode()
