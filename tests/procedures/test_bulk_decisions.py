"""One decision over many cases; quotas and the order of recommendation."""

import pytest
from django.urls import reverse

from accounts.actors import actor_of_membership
from accounts.errors import NotPermitted, RuleViolation
from accounts.jobs import run as run_job
from accounts.models import District
from accounts.tenancy import acting_as, system_scope
from lifecycle.models import BulkItem
from procedures.cases.actions.decide_in_bulk import decide_in_bulk, prospects
from procedures.cases.actions.order_recommendations import set_quotas
from procedures.cases.changes import CaseInput
from procedures.cases.lifecycle import MACHINE
from procedures.models import DistrictQuota
from tests.procedures import filings
from tests.procedures.bulk import cases, ran, states


@pytest.fixture
def batch(people):
    return filings.open_batch()


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


def test_quota_that_a_colleague_set_meanwhile_stays(people, batch, signed_in):
    district, other = District.objects.exclude(kind="city").order_by("sort")[:2]
    address = reverse("procedures:quotas", args=[batch.pk])
    client = signed_in(people.city)
    client.post(address, {f"quota-{district.pk}": "12", f"shown-{district.pk}": ""})
    # A page that was opened before sends its empty field as it was shown.
    client.post(address, {
        f"quota-{district.pk}": "", f"shown-{district.pk}": "",
        f"quota-{other.pk}": "30", f"shown-{other.pk}": "",
    })  # fmt: skip
    with system_scope(reason="test"):
        set_now = dict(DistrictQuota.objects.values_list("district_id", "number"))
    assert set_now == {district.pk: 12, other.pk: 30}


def test_district_sets_no_quota(people, batch):
    with acting_as(people.reviewer), pytest.raises(NotPermitted):
        set_quotas(people.reviewer, batch.pk, {})


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


def test_quota_that_is_no_number_is_said_beside_its_field(people, batch, signed_in):
    district = people.reviewer.district_ids[0]
    page = signed_in(people.city).post(
        reverse("procedures:quotas", args=[batch.pk]), {f"quota-{district}": "三"}
    )
    assert page.status_code == 422
    assert "请填写 0 或更大的整数" in page.content.decode()
