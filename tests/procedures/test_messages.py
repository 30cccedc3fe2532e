"""What an applicant is told on the way: when, until when, and where to look."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation, OutboxMessage
from accounts.outbox import deliver_next
from accounts.tenancy import acting_as, system_scope
from pages.moments import end_of_day
from procedures.cases.actions.mark_field import mark_field
from procedures.cases.actions.save_answer import save_answer
from procedures.cases.verdicts import settled, standing_of, unsettled, verdicts_of
from procedures.models import Application
from procedures.tasks import remind_of_deadlines
from schemes.evaluation.judging import Verdict
from tests.procedures import filings
from tests.procedures.notices import ended, proposed, published

LOW = {"product_sales": "1"}  # under the floor of the sales


def last_told(user_id):
    with system_scope(reason="test"):
        rows = OutboxMessage.objects.filter(topic="accounts.notify", payload__recipient_id=user_id)
        return rows.order_by("-created_at").first().payload


def test_notice_is_told_with_its_days_and_its_page(people):
    notice = published(people, [case := proposed(people)])
    said = last_told(people.staff.user_id)
    assert said["title"] == f"“{case.title}”正在公示，到 {end_of_day(notice.ends_on)}"
    assert f"{notice.starts_on:%Y-%m-%d} 至 {notice.ends_on:%Y-%m-%d}" in said["body"]
    assert reverse("procedures:notice", args=[notice.pk]) in said["body"]


def form_of(case):
    return f"{settings.PUBLIC_URL}{reverse('procedures:fill', args=[case.pk])}"


def returned(people, **marks):
    """A case that came back with these fields marked: field -> what is wrong."""
    case = filings.submitted(people.staff)
    with acting_as(people.reviewer):
        for field, text in marks.items():
            mark_field(people.reviewer, case.pk, field, "incorrect", text)
    return filings.done(people.reviewer, case, "return_for_correction", "请核对后再交")


class TestWhatCameBack:
    def test_each_place_is_named_with_its_reason_and_its_link(self, people):
        case = returned(people, audit_report="缺第 3 页", product_sales="与审计报告不一致")
        said = last_told(people.staff.user_id)
        fields = {one.key: one.label for one in case.scheme_version.parsed.fields()}
        sales, report = fields["product_sales"], fields["audit_report"]
        assert said["title"] == f"“{case.title}”需要修改 2 处：{sales}、{report}"
        assert said["body"].splitlines() == [
            "请核对后再交",
            f"1. {sales}（有误）：与审计报告不一致 {form_of(case)}#field-product_sales",
            f"2. {report}（有误）：缺第 3 页 {form_of(case)}#files-audit_report",
            f"请在 {end_of_day(case.stage_due_on)} 前修改并重新提交。",
        ]

    def test_each_link_leads_to_a_place_of_the_form(self, people, signed_in):
        case = returned(people, audit_report="缺第 3 页", product_sales="与审计报告不一致")
        page = signed_in(people.staff).get(reverse("procedures:fill", args=[case.pk]))
        for anchor in ("field-product_sales", "files-audit_report"):
            assert f'id="{anchor}"' in page.content.decode()

    def test_reminder_names_what_is_not_mended_yet(self, people):
        case = returned(people, audit_report="缺第 3 页", product_sales="与审计报告不一致")
        with acting_as(people.staff):
            save_answer(people.staff, case.pk, "product_sales", ["3100"], 99)
        with system_scope(reason="test"):
            Application.objects.update(stage_due_on=timezone.localdate() + timedelta(days=1))
        remind_of_deadlines()
        said = last_told(people.staff.user_id)
        assert said["title"].endswith("（退回修改，还有 1 处没有改）")
        assert "#files-audit_report" in said["body"] and "product_sales" not in said["body"]

    def test_reviewer_is_told_what_was_changed_and_what_was_not(self, people):
        case = returned(people, audit_report="缺第 3 页", product_sales="与审计报告不一致")
        with acting_as(people.staff):
            save_answer(people.staff, case.pk, "product_sales", ["3100"], 99)
        again = filings.done(people.staff, case, "resubmit")
        fields = {one.key: one.label for one in case.scheme_version.parsed.fields()}
        assert last_told(people.reviewer.user_id)["body"].splitlines() == [
            f"{people.staff.organisation_name}，受理编号 {case.number}。",
            f"改了 1 处：{fields['product_sales']}。",
            f"1 处企业说明不用改：{fields['audit_report']}。",
            f"请在 {end_of_day(again.stage_due_on)} 前完成审核。",
        ]


def test_recommendation_says_who_recommends_and_what_stands_against_it(people):
    case = filings.submitted(people.staff)
    filings.done(people.reviewer, case, "recommend", "产品填补空白")
    body = last_told(people.city.user_id)["body"]
    assert body.startswith(f"{case.district.short_name}推荐，{people.staff.organisation_name}")
    assert "没有满足或没有判断的条件：" in body and "推荐意见：产品填补空白" in body


def test_refusal_names_its_reason_the_unmet_conditions_and_whom_to_ask(people):
    case = filings.submitted(people.staff, **LOW)
    with system_scope(reason="test"):
        Organisation.objects.filter(pk=people.reviewer.organisation_id).update(
            public_phone="0532-00000000"
        )
    with acting_as(people.reviewer):
        groups = settled(verdicts_of(case), standing_of(case))
        unmet = [one for one in unsettled(groups) if one.verdict == Verdict.NOT_MET]
    filings.done(people.reviewer, case, "decline", "产品不在支持范围")
    body = last_told(people.staff.user_id)["body"]
    bureau = people.reviewer.organisation_name
    assert body.startswith(f"{bureau}：产品不在支持范围")
    assert unmet and f"没有满足的条件 {len(unmet)} 项：" in body
    assert all(f"{one.label}：{one.sentence}" in body for one in unmet)
    assert body.endswith(f"对结果有疑问的，请联系{bureau}，电话 0532-00000000。")


def test_case_that_goes_back_to_its_district_tells_until_when_and_that_nothing_is_to_be_done(
    people,
):
    case = filings.submitted(people.staff)
    filings.done(people.reviewer, case, "recommend")
    again = filings.done(people.city, case, "return_to_district", "请核对份额的依据")
    body = last_told(people.staff.user_id)["body"]
    assert f"{people.city.organisation_name}：请核对份额的依据" in body
    assert f"{end_of_day(again.stage_due_on)} 前审核。您暂时不用做什么" in body


def test_approval_is_told_with_its_certificate(people):
    ended(published(people, [case := proposed(people)]))
    filings.done(people.city, case, "certify")
    said = last_told(people.staff.user_id)
    assert said["title"] == f"“{case.title}”已认定"
    assert "证书 QD" in said["body"] and "有效期至" in said["body"]


def test_mail_without_more_to_say_does_not_repeat_its_subject(people):
    filings.submitted(people.staff)
    deliver_next()
    with system_scope(reason="test"):
        mails = [row.payload for row in OutboxMessage.objects.filter(topic="accounts.mail")]
    assert mails
    for mail in mails:
        subject = mail["subject"].split("】", 1)[1]
        assert subject not in mail["body"]
        assert "请登录平台查看：http" in mail["body"]
