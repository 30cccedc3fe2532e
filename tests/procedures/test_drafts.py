"""A draft saves itself, is shared with colleagues, and is never lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.models import Membership
from accounts.tenancy import acting_as, system_scope
from enterprises.models import Enterprise
from procedures.cases.actions import save_draft
from procedures.cases.actions.save_answer import ChangedMeanwhile, save_answer
from procedures.cases.actions.start_application import start_application
from procedures.models import Application
from tests.enterprises.entries import unconfirm_all
from tests.procedures import filings

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def case(people):
    with acting_as(people.staff):
        return start_application(people.staff, filings.open_batch().pk)[0]


def saved(actor, case, key, *values, revision=0, page=""):
    with acting_as(actor):
        return save_answer(actor, case.pk, key, list(values), revision, page)


def test_each_field_saves_itself(people, case, signed_in):
    answer = signed_in(people.staff).post(
        reverse("procedures:autosave", args=[case.pk]),
        {"name": "product_sales", "value": "1,200", "revision": "0"},
    )
    assert answer.json()["errors"] == {}
    assert answer.json()["revision"] == 1
    assert filings.fresh(case).answers["product_sales"] == "1200"


def test_names_are_prefilled_as_they_stand(people):
    with acting_as(people.staff):
        Enterprise.objects.filter(pk=people.staff.organisation_id).update(contact_name="A. 示例00")
        case, _ = start_application(people.staff, filings.open_batch().pk)
    assert case.answers["contact_name"] == "A. 示例00"


def test_text_that_will_not_do_is_kept_and_its_problem_told(people, case):
    result = saved(people.staff, case, "product_sales", "约 1200")
    assert result.problem == "请填写一个确定的数字，现为“约 1200”。"
    assert filings.fresh(case).answers["product_sales"] == "约 1200"


def test_title_of_the_case_follows_its_field(people, case):
    saved(people.staff, case, "product_name", "减速机")
    assert str(filings.fresh(case)) == "减速机"


@pytest.mark.parametrize("key", ["nonsense", "test_report"])
def test_unknown_question_takes_no_answer(people, case, key):
    with pytest.raises(RuleViolation, match="没有这个填报项"):
        saved(people.staff, case, key, "x")


def test_colleague_who_changed_the_same_field_is_named(people, case, signed_in):
    saved(people.staff, case, "segment", "减速机")
    answer = signed_in(people.colleague).post(
        reverse("procedures:autosave", args=[case.pk]),
        {"name": "segment", "value": "轴承", "revision": "0"},
    )
    assert answer.status_code == 409
    assert answer.json() == {
        "name": "segment", "by": people.staff.user_name, "is_file": False,
        "values": ["减速机"], "shown": "减速机", "revision": 1,
    }  # fmt: skip
    assert filings.fresh(case).answers["segment"] == "减速机"


def test_colleagues_fill_in_different_fields_of_one_draft(people, case):
    saved(people.staff, case, "segment", "减速机")
    saved(people.colleague, case, "contact_name", "王示例")
    answers = filings.fresh(case).answers
    assert (answers["segment"], answers["contact_name"]) == ("减速机", "王示例")


def test_own_change_from_another_window_is_a_conflict_too(people, case):
    saved(people.staff, case, "segment", "减速机", page="first")
    with pytest.raises(ChangedMeanwhile) as refused:
        saved(people.staff, case, "segment", "轴承", page="second")
    assert refused.value.theirs.by == "您在另一个窗口"


def test_window_that_lost_an_answer_goes_on_saving(people, case):
    saved(people.staff, case, "segment", "减速机", page="first")
    assert saved(people.staff, case, "segment", "轴承", page="first").revision == 2


def test_same_words_from_two_windows_are_no_conflict(people, case):
    saved(people.staff, case, "segment", "减速机", page="first")
    assert saved(people.staff, case, "segment", "减速机", page="second").revision == 2


def test_page_is_told_what_was_saved_elsewhere(people, case):
    saved(people.colleague, case, "segment", "减速机", page="first")
    result = saved(people.staff, case, "contact_name", "王示例", page="second")
    assert [(one.key, one.value, one.by) for one in result.elsewhere] == [
        ("segment", "减速机", people.colleague.user_name)
    ]


def test_files_count_as_saved_elsewhere(people, case):
    with acting_as(people.colleague):
        save_draft.attach_file(
            people.colleague, case.pk, "test_report", SimpleUploadedFile("检测.pdf", PDF)
        )
    assert [one.key for one in saved(people.staff, case, "segment", "轴承").elsewhere] == [
        "test_report"
    ]


def test_page_that_has_seen_the_change_may_overwrite_it(people, case):
    seen = saved(people.staff, case, "segment", "减速机").revision
    saved(people.colleague, case, "segment", "轴承", revision=seen)
    with pytest.raises(ChangedMeanwhile):
        saved(people.staff, case, "segment", "齿轮", revision=seen)


def test_what_the_registry_knows_is_filled_in(people, case):
    assert case.answers["contact_name"] == "李示例"
    assert case.answers["contact_phone"] == "13800000000"


def test_starting_again_goes_on_with_the_draft(people, case, signed_in):
    answer = signed_in(people.colleague).post(reverse("procedures:start", args=[case.batch_id]))
    assert answer.headers["Location"] == reverse("procedures:fill", args=[case.pk])
    with system_scope(reason="test"):
        assert Application.objects.count() == 1


def test_unconfirmed_enterprise_cannot_start(people, signed_in):
    with system_scope(reason="test"):
        unconfirm_all()
    batch = filings.open_batch()
    with acting_as(people.staff), pytest.raises(RuleViolation, match="确认后才能申报"):
        start_application(people.staff, batch.pk)


def test_closed_batch_takes_no_new_draft_but_opens_the_old_one(people, case):
    filings.close(case.batch)
    with acting_as(people.staff):
        assert start_application(people.staff, case.batch_id) == (case, False)
        save_draft.delete_draft(people.staff, case.pk)
        with pytest.raises(RuleViolation, match="不接受申报"):
            start_application(people.staff, case.batch_id)


def test_colleague_is_asked_to_go_on(people, case, signed_in):
    signed_in(people.staff).post(
        reverse("procedures:share", args=[case.pk]), {"membership": people.colleague.membership_id}
    )
    assert filings.told(people.colleague.user_id) == [
        f"{people.staff.user_name}请您一起填写“未命名申报”"
    ]


def test_stranger_cannot_be_asked(people, case, as_actor):
    stranger = as_actor(Duty.ENTERPRISE_STAFF)
    with acting_as(people.staff), pytest.raises(Membership.DoesNotExist):
        save_draft.share_draft(people.staff, case.pk, stranger.membership_id)


def test_deleted_draft_is_not_listed_and_not_opened(people, case, signed_in):
    client = signed_in(people.staff)
    saved(people.staff, case, "product_name", "减速机")
    client.post(reverse("procedures:delete", args=[case.pk]))
    page = client.get(reverse("procedures:own"))
    assert list(page.context["page"]) == []
    assert list(page.context["deleted"]) == [case]
    assert client.get(reverse("procedures:fill", args=[case.pk])).status_code == 404


def test_deleted_draft_is_restored_with_its_answers(people, case, signed_in):
    client = signed_in(people.staff)
    saved(people.staff, case, "product_name", "减速机")
    client.post(reverse("procedures:delete", args=[case.pk]))
    client.post(reverse("procedures:restore", args=[case.pk]))
    back = filings.fresh(case)
    assert (back.deleted_at, back.answers["product_name"]) == (None, "减速机")


def test_draft_is_not_restored_beside_a_newer_one(people, case):
    with acting_as(people.staff):
        save_draft.delete_draft(people.staff, case.pk)
        start_application(people.staff, case.batch_id)
        with pytest.raises(RuleViolation, match="已有另一份草稿"):
            save_draft.restore_draft(people.staff, case.pk)


def test_submitted_case_is_neither_changed_nor_deleted(people, signed_in):
    case = filings.submitted(people.staff)
    with pytest.raises(RuleViolation, match="已经提交"):
        saved(people.staff, case, "segment", "轴承")
    with acting_as(people.staff):
        file = case.files.first().attachment_id
        with pytest.raises(RuleViolation, match="已经提交"):
            save_draft.detach_file(people.staff, case.pk, file)
        with pytest.raises(RuleViolation, match="已经提交"):
            upload = SimpleUploadedFile("a.pdf", PDF)
            save_draft.attach_file(people.staff, case.pk, "test_report", upload)
        with pytest.raises(RuleViolation, match="没有提交过的草稿"):
            save_draft.delete_draft(people.staff, case.pk)
    answer = signed_in(people.staff).get(reverse("procedures:fill", args=[case.pk]))
    assert answer.headers["Location"] == reverse("procedures:case", args=[case.pk])


def test_file_is_added_and_taken_out_again(people, case, own_media):
    with acting_as(people.staff):
        row = save_draft.attach_file(
            people.staff, case.pk, "test_report", SimpleUploadedFile("报告.pdf", PDF)
        )
        save_draft.detach_file(people.staff, case.pk, row.attachment_id)
        assert not case.files.filter(removed_at=None).exists()


def test_question_takes_no_more_files_than_it_asks_for(people, case, own_media):
    with acting_as(people.staff):
        for number in range(3):
            upload = SimpleUploadedFile(f"{number}.pdf", PDF)
            save_draft.attach_file(people.staff, case.pk, "test_report", upload)
        with pytest.raises(RuleViolation, match="最多 3 个文件"):
            save_draft.attach_file(
                people.staff, case.pk, "test_report", SimpleUploadedFile("4.pdf", PDF)
            )


def test_reviewer_does_not_see_a_draft(people, case, signed_in):
    address = reverse("procedures:case", args=[case.pk])
    assert signed_in(people.reviewer).get(address).status_code == 404


def test_incomplete_draft_is_not_submitted_and_says_what_is_missing(people, case, signed_in):
    answer = signed_in(people.staff).post(reverse("procedures:submit", args=[case.pk]))
    assert answer.status_code == 422
    assert {"product_name", "test_report", "declared"} <= set(answer.context["problems"])
    assert filings.fresh(case).state == "draft"


def test_page_opened_in_another_duty_saves_nothing(people, signed_in):
    case = filings.draft(people.staff, filings.open_batch(), segment="甲")
    client = signed_in(people.colleague)
    answer = client.post(
        reverse("procedures:autosave", args=[case.pk]),
        {"name": "segment", "value": "乙", "revision": "99"},
        headers={"X-Portal-Membership": str(people.staff.membership_id)},
    )
    assert answer.status_code == 401
    assert filings.fresh(case).answers["segment"] == "甲"


def test_wrong_text_is_kept_and_shown_beside_its_field_again(people, signed_in):
    case = filings.draft(people.staff, filings.open_batch(), product_sales="约五千万")
    page = signed_in(people.staff).get(reverse("procedures:fill", args=[case.pk])).content.decode()
    assert "约五千万" in page
    assert "应为数字，现为“约五千万”。" in page


def test_list_of_problems_names_each_field(people, signed_in):
    case = filings.draft(people.staff, filings.open_batch(), market_share="150")
    client = signed_in(people.staff)
    page = client.post(reverse("procedures:submit", args=[case.pk])).content.decode()
    assert "国内市场占有率：不能大于 100。" in page


def test_conditions_are_not_judged_by_wrong_answers(people):
    from procedures.cases.submission import inputs_of

    case = filings.draft(people.staff, filings.open_batch(), invention_patents="-3", segment="甲")
    with acting_as(people.staff):
        answers = inputs_of(filings.fresh(case)).answers
    assert "invention_patents" not in answers
    assert answers["segment"] == "甲"
