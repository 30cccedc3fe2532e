"""Single questions are handed back, corrected, and shown with the difference."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from procedures.batches.working_days import add_working_days
from procedures.cases.actions.mark_field import mark_field, unmark_field
from procedures.cases.actions.save_answer import save_answer
from procedures.cases.lifecycle import MACHINE
from procedures.cases.submission import untouched_returns
from procedures.models import Application, ReturnItem, Snapshot
from tests.procedures import filings


@pytest.fixture
def case(people):
    return filings.submitted(people.staff)


def marked(actor, case, key="product_sales", text="与审计报告不一致"):
    with acting_as(actor):
        return mark_field(actor, case.pk, key, "incorrect", text)


def returned(people, case, key="product_sales"):
    marked(people.reviewer, case, key)
    return filings.done(people.reviewer, case, "return_for_correction", "请核对销售额")


def answered(people, case, key, value):
    with acting_as(people.staff):
        save_answer(people.staff, case.pk, key, [value], 99)


def test_mark_needs_a_known_question_a_kind_and_words(people, case):
    with acting_as(people.reviewer), pytest.raises(RuleViolation) as refusal:
        mark_field(people.reviewer, case.pk, "nonsense", "ugly", " ")
    assert sorted(refusal.value.errors) == ["field", "kind", "text"]


def test_second_mark_of_a_question_replaces_the_first(people, case):
    marked(people.reviewer, case, text="有误")
    marked(people.reviewer, case, text="请附说明")
    with system_scope(reason="test"):
        assert ReturnItem.objects.get().text == "请附说明"


def test_mark_is_taken_back(people, case):
    marked(people.reviewer, case)
    with acting_as(people.reviewer):
        unmark_field(people.reviewer, case.pk, "product_sales")
    with system_scope(reason="test"):
        assert not ReturnItem.objects.exists()


def test_only_the_desk_that_has_the_case_marks_it(people, case, as_actor, other_district):
    for actor in (people.city, people.staff):
        with acting_as(actor), pytest.raises(NotPermitted):
            mark_field(actor, case.pk, "kind", "incorrect", "有误")
    stranger = as_actor(Duty.DISTRICT_REVIEWER, district=other_district)
    with acting_as(stranger), pytest.raises(Application.DoesNotExist):
        mark_field(stranger, case.pk, "kind", "incorrect", "有误")


def test_enterprise_does_not_see_a_mark_before_the_case_is_handed_back(people, case, signed_in):
    marked(people.reviewer, case)
    address = reverse("procedures:case", args=[case.pk])
    assert "与审计报告不一致" not in signed_in(people.staff).get(address).content.decode()
    filings.done(people.reviewer, case, "return_for_correction")
    assert "与审计报告不一致" in signed_in(people.staff).get(address).content.decode()


def test_return_without_a_mark_is_refused(people, case):
    with acting_as(people.reviewer), pytest.raises(RuleViolation, match="退回此项"):
        MACHINE.execute(people.reviewer, case.pk, "return_for_correction")


def test_marked_case_is_not_recommended(people, case):
    marked(people.reviewer, case)
    with acting_as(people.reviewer), pytest.raises(RuleViolation, match="1 项退回标记"):
        MACHINE.execute(people.reviewer, case.pk, "recommend")


def test_returned_case_shows_each_reason_beside_its_question(people, case, signed_in):
    returned(people, case)
    page = signed_in(people.staff).get(reverse("procedures:fill", args=[case.pk]))
    assert page.context["marks"] == {"product_sales": "有误：与审计报告不一致"}


def test_enterprise_learns_how_many_which_and_until_when(people, case):
    back = returned(people, case)
    assert back.stage_due_on == add_working_days(timezone.localdate(), 10)
    assert f"“{case.title}”需要修改 1 处：上年度产品销售额" in filings.told(people.staff.user_id)


def test_corrected_case_goes_back_to_the_desk_that_returned_it(people, case):
    filings.done(people.reviewer, case, "recommend")
    marked(people.city, case)
    filings.done(people.city, case, "return_for_correction")
    again = filings.done(people.staff, case, "resubmit")
    assert again.state == "city_review"
    assert again.stage_due_on == add_working_days(timezone.localdate(), 15)
    assert f"企业已修改并重新提交：{case.title}" in filings.told(people.city.user_id)


def test_submission_resolves_the_marks(people, case):
    returned(people, case)
    filings.done(people.staff, case, "resubmit")
    with system_scope(reason="test"):
        assert ReturnItem.objects.get().resolved_at is not None


def test_reviewer_sees_the_difference(people, case, signed_in):
    returned(people, case)
    answered(people, case, "product_sales", "3100")
    filings.done(people.staff, case, "resubmit")
    page = signed_in(people.reviewer).get(reverse("procedures:case", args=[case.pk]))
    (change,) = page.context["changes"]
    assert (change.label, change.before, change.after) == (
        "上年度产品销售额", "3,200 万元", "3,100 万元"
    )  # fmt: skip
    with system_scope(reason="test"):
        assert list(Snapshot.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_reviewer_sees_which_marks_were_answered(people, case, signed_in):
    marked(people.reviewer, case)
    marked(people.reviewer, case, "segment", "写得太宽")
    filings.done(people.reviewer, case, "return_for_correction", "请核对")
    answered(people, case, "product_sales", "3100")
    filings.done(people.staff, case, "resubmit")
    page = signed_in(people.reviewer).get(reverse("procedures:case", args=[case.pk]))
    assert [(one["text"], one["changed"]) for one in page.context["answered"]] == [
        ("与审计报告不一致", True),
        ("写得太宽", False),
    ]


def test_enterprise_confirms_what_it_leaves_as_it_was(people, case, signed_in):
    returned(people, case)
    client, address = signed_in(people.staff), reverse("procedures:submit", args=[case.pk])
    page = client.post(address, {"declared": "yes"})
    assert page.status_code == 422
    assert "上年度产品销售额" in page.context["problems"]["untouched"]
    client.post(address, {"declared": "yes", "untouched_ok": "yes"})
    assert filings.fresh(case).state == "district_review"


def test_replaced_file_of_the_same_name_is_a_change(people, case):
    returned(people, case, "test_report")
    with acting_as(people.staff):
        fresh = filings.fresh(case)
        assert untouched_returns(fresh) == ["产品检测报告"]
        fresh.files.filter(field="test_report").update(removed_at=timezone.now())
        filings.attach(fresh, "test_report", sha256="1" * 64)
        assert untouched_returns(filings.fresh(case)) == []


def test_same_bytes_uploaded_again_are_no_change(people, case):
    returned(people, case, "test_report")
    with acting_as(people.staff):
        fresh = filings.fresh(case)
        fresh.files.filter(field="test_report").update(removed_at=timezone.now())
        filings.attach(fresh, "test_report")
        assert untouched_returns(filings.fresh(case)) == ["产品检测报告"]


def test_enterprise_reads_the_opinion_on_the_whole(people, case, signed_in):
    returned(people, case)
    page = signed_in(people.staff).get(reverse("procedures:fill", args=[case.pk]))
    assert page.context["opinion"] == "请核对销售额"


def test_reviewer_reads_what_was_filed_while_the_enterprise_corrects(people, case, signed_in):
    returned(people, case)
    answered(people, case, "product_sales", "3100")
    page = signed_in(people.reviewer).get(reverse("procedures:case", args=[case.pk]))
    assert "3,200 万元" in page.content.decode()
    assert "3,100 万元" not in page.content.decode()


def test_reviewer_reads_the_files_that_were_filed(people, case, signed_in):
    returned(people, case)
    with acting_as(people.staff):
        case.files.filter(field="test_report").update(removed_at=timezone.now())
        filings.attach(case, "audit_report")
    address = reverse("procedures:case", args=[case.pk])
    page = signed_in(people.reviewer).get(address).content.decode()
    assert "test_report.pdf" in page
    assert "audit_report.pdf" not in page


def test_number_and_first_submission_stay(people, case):
    before = (case.number, case.submitted_at)
    returned(people, case)
    again = filings.done(people.staff, case, "resubmit")
    assert (again.number, again.submitted_at) == before
    assert again.submissions == 2


def test_correction_after_its_deadline_is_refused(people, case):
    returned(people, case)
    with system_scope(reason="test"):
        Application.objects.update(stage_due_on=timezone.localdate() - timedelta(days=1))
    with acting_as(people.staff), pytest.raises(RuleViolation, match="补正期限已过"):
        MACHINE.execute(people.staff, case.pk, "resubmit", filings.DECLARED)


def test_correction_on_its_last_day_is_taken(people, case):
    returned(people, case)
    with system_scope(reason="test"):
        Application.objects.update(stage_due_on=timezone.localdate())
    assert filings.done(people.staff, case, "resubmit").state == "district_review"


def test_correction_is_taken_after_the_batch_has_closed(people, case):
    returned(people, case)
    filings.close(case.batch)
    assert filings.done(people.staff, case, "resubmit").state == "district_review"


def test_returned_case_may_be_withdrawn(people, case):
    returned(people, case)
    gone = filings.done(people.staff, case, "withdraw", "明年再报")
    assert gone.state == "withdrawn"
    assert gone.decided_at is not None


def test_marking_through_the_page(people, case, signed_in):
    client = signed_in(people.reviewer)
    client.post(
        reverse("procedures:mark", args=[case.pk, "kind"]), {"kind": "outdated", "text": "已过期"}
    )
    with system_scope(reason="test"):
        assert ReturnItem.objects.get().marked_by_id == people.reviewer.user_id
    client.post(reverse("procedures:unmark", args=[case.pk, "kind"]))
    with system_scope(reason="test"):
        assert not ReturnItem.objects.exists()
