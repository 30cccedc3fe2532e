"""The guides before sign-in: conditions, materials, terms, telephones, a self-check."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty, OrganisationKind
from accounts.models import Organisation
from accounts.tenancy import system_scope
from procedures.batches.calls import calls, last_moment
from procedures.guides.content import Guide
from procedures.models import Application, Batch
from procedures.models.application import State
from schemes.models import SchemeVersion
from tests.procedures import factories

PRODUCT = "certified-product"
CITY_TIME = ZoneInfo("Asia/Shanghai")


def version(code=PRODUCT):
    return SchemeVersion.objects.in_force().get(scheme__code=code)


def batch(of, opens, closes, name="测试批次"):
    now = timezone.now()
    return Batch.objects.create(
        version=of,
        name=name,
        year=now.year,
        opens_at=now + timedelta(days=opens),
        closes_at=now + timedelta(days=closes),
    )


def guide(client, code=PRODUCT):
    return client.get(reverse("procedures:guide", args=[code]))


def checked(client, **typed):
    return client.post(reverse("procedures:guide", args=[PRODUCT]), typed)


FIGURES = {
    "enterprise_size_class": "small",
    "figures_rd_cost": "61.40",
    "figures_revenue": "3412.60",
    "product_sales": "2146.80",
    "figures_liabilities": "48.6",
    "figures_assets": "100",
    "invention_patents": "3",
}


@pytest.mark.django_db
class TestCalls:
    def test_open_ones_come_first_and_of_these_the_first_to_close(self):
        with system_scope(reason="test"):
            batch(version("hidden-champion"), 5, 9)
            batch(version(), -1, 30)
            batch(version("demonstration-enterprise"), -1, 3)
        assert [one.scheme.code for one in calls()][:3] == [
            "demonstration-enterprise", PRODUCT, "hidden-champion",
        ]  # fmt: skip

    def test_version_is_that_of_the_batch_that_opens_next(self):
        with system_scope(reason="test"):
            old = version()
            new = SchemeVersion.objects.create(
                scheme=old.scheme,
                label="明年版",
                state=SchemeVersion.State.PUBLISHED,
                definition=old.definition,
                source_document="示例文件",
                valid_from=timezone.localdate() + timedelta(days=20),
            )
            batch(new, 25, 40)
        found = {one.scheme.code: one.version for one in calls()}
        assert found[PRODUCT] == new

    def test_scheme_without_a_batch_is_told_by_the_version_in_force(self):
        call = {one.scheme.code: one for one in calls()}[PRODUCT]
        assert (call.version, call.batch, call.is_open) == (version(), None, False)


def test_term_that_ends_at_midnight_goes_on_until_24_of_the_day_before():
    end = datetime(2027, 1, 13, 0, 0, tzinfo=CITY_TIME)
    assert last_moment(end) == (datetime(2027, 1, 12).date(), "24:00")


def test_term_that_ends_in_the_afternoon_says_when():
    end = datetime(2027, 1, 13, 17, 30, tzinfo=CITY_TIME)
    assert last_moment(end) == (datetime(2027, 1, 13).date(), "17:30")


@pytest.mark.django_db
class TestGuide:
    def test_title_counts_the_papers_and_the_days(self, client):
        answer = guide(client)
        assert "上传 2 份材料，30 个工作日办结" in answer.content.decode()

    def test_every_condition_says_what_is_required_and_how_it_is_counted(self, client):
        page = guide(client).content.decode()
        assert "≥ 2%" in page and "上年度研发费用 ÷ 上年度营业收入" in page
        assert "工信部联企业〔2011〕300号" in page
        assert "示例" in page

    def test_threshold_of_a_case_is_told_with_its_case(self, client):
        page = guide(client, "demonstration-enterprise").content.decode()
        assert "≥ 3%" in page and "营业收入 1 亿元以上 ≥ 2%" in page

    def test_papers_that_may_be_missing_are_told_apart(self):
        with system_scope(reason="test"):
            call = {one.scheme.code: one for one in calls()}[PRODUCT]
        needs = {one.name: one.need for one in Guide(call).materials}
        assert needs["产品检测报告"] == "要上传"
        assert needs["上年度审计报告"] == "有则上传"
        assert needs["申报书"] == "免提交"

    def test_telephones_are_those_that_the_bureaus_published(self, client, district):
        with system_scope(reason="test"):
            bureau = Organisation.objects.get(
                kind=OrganisationKind.DISTRICT_BUREAU, district=district
            )
            bureau.public_phone = "0532-5550 0104"
            bureau.save()
        page = guide(client).content.decode()
        assert "0532-5550 0104" in page and district.name in page

    def test_past_batches_are_told_with_their_results(self, client, as_actor, district):
        owner = as_actor(Duty.ENTERPRISE_STAFF)
        with system_scope(reason="test"):
            past = batch(version(), -60, -30, name="上一批")
            for state in (State.APPROVED, State.DECLINED):
                factories.case(owner, district.pk, past, state=state, submissions=1)
            Application.objects.filter(batch=past).update(submissions=1)
        answer = guide(client)
        (told,) = answer.context["past"]
        assert (told.name, told.filed, told.approved, told.share) == ("上一批", "2", "1", "50%")

    def test_filing_is_offered_to_who_may_file_and_to_who_is_not_signed_in(
        self, client, as_actor, signed_in
    ):
        own_page = reverse("procedures:scheme", args=[PRODUCT])
        assert own_page in guide(client).content.decode()
        for duty, offered in ((Duty.ENTERPRISE_STAFF, True), (Duty.CITY_OFFICER, False)):
            page = guide(signed_in(as_actor(duty))).content.decode()
            assert (own_page in page) is offered

    def test_unknown_scheme_is_not_found(self, client):
        assert guide(client, "nothing").status_code == 404

    def test_guide_and_self_check_of_every_scheme_open(self, client):
        for call in calls():
            answer = guide(client, call.scheme.code)
            assert answer.status_code == 200
            if answer.context["form"] is not None:
                answer = client.post(reverse("procedures:guide", args=[call.scheme.code]), {})
                assert answer.context["evaluation"].findings

    def test_number_of_queries_is_fixed(self, client):
        def asked():
            with CaptureQueriesContext(connection) as queries:
                guide(client)
            return len(queries)

        with system_scope(reason="test"):
            batch(version(), -60, -50)
        guide(client)
        few = asked()
        with system_scope(reason="test"):
            for days in range(3):
                batch(version(), -100 - days, -90 - days)
        assert asked() == few <= 12


@pytest.mark.django_db
class TestSelfCheck:
    def test_judges_by_the_rules_of_the_filing_and_shows_the_sum(self, client):
        answer = checked(client, **FIGURES)
        lines = {one.finding.key: one for one in answer.context["lines"]}
        assert lines["rd_intensity"].finding.verdict == "not_met"
        assert lines["rd_intensity"].sum == "61.40 ÷ 3,412.60"
        assert lines["product_share"].finding.verdict == "met"
        assert lines["debt_ratio"].finding.verdict == "met"
        assert "预计还差 1 项" in answer.content.decode()

    def test_asks_each_figure_once_though_form_and_registry_have_it(self, client):
        keys = list(guide(client).context["form"].fields)
        assert keys.count("figures_revenue") == 1
        assert "revenue" not in keys

    def test_says_that_it_is_not_kept_and_not_binding(self, client):
        page = checked(client, **FIGURES).content.decode()
        assert "不保存，结果不作审核依据" in page and "以审核结论为准" in page

    def test_keeps_nothing(self, client):
        with system_scope(reason="test"):
            before = Application.objects.count()
        checked(client, **FIGURES)
        with system_scope(reason="test"):
            assert Application.objects.count() == before

    def test_what_is_no_number_is_named_at_its_field_and_stays(self, client):
        answer = checked(client, **{**FIGURES, "figures_revenue": "三千"})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "三千" in page and answer.context["evaluation"] is None

    def test_missing_figure_is_not_called_met(self, client):
        answer = checked(client, **{**FIGURES, "figures_rd_cost": ""})
        lines = {one.finding.key: one for one in answer.context["lines"]}
        assert lines["rd_intensity"].finding.verdict == "cannot_tell"

    def test_is_not_asked_too_often(self, client):
        url = reverse("procedures:guide", args=[PRODUCT])
        answers = [client.post(url, FIGURES, REMOTE_ADDR="10.9.0.2") for _ in range(21)]
        assert [one.status_code for one in answers] == [200] * 20 + [429]
