"""The yearly report: drafts, submission, doubts and their explanation."""

import pytest
from django.urls import reverse

from accounts.duties import Duty
from accounts.tenancy import system_scope
from enterprises.actions.report_year import open_years
from enterprises.models import Enterprise, YearlyReport
from tests.enterprises.entries import entry

RIGHT = {
    "revenue": "5600", "main_revenue": "5000", "rd_cost": "300", "assets": "8000",
    "liabilities": "3000", "net_profit": "-20.5", "staff": "120",
}  # fmt: skip
DOUBTFUL = RIGHT | {"rd_cost": "9000"}


@pytest.fixture
def own(signed_in, as_actor):
    """The test client of an enterprise's staff."""
    enterprise = entry(1)
    return signed_in(as_actor(Duty.ENTERPRISE_STAFF, organisation=enterprise.organisation))


@pytest.fixture
def address():
    return reverse("enterprises:report", args=[open_years()[0]])


@pytest.fixture
def registered(db):
    """An enterprise whose registration has staff, revenue and assets of the last year."""
    return entry(2, figures_note="并入子公司，资产大。")


@pytest.fixture
def its_staff(registered, signed_in, as_actor):
    return signed_in(as_actor(Duty.ENTERPRISE_STAFF, organisation=registered.organisation))


def hints(page):
    return {field.name: hint for field, hint in page.context["fields"]}


class TestWhatTheRegistrationHas:
    def test_year_is_begun_with_it_and_says_where_it_comes_from(self, its_staff, address):
        page = its_staff.get(address)
        form = page.context["form"]
        shown = {name: form[name].value() for name in ("staff", "revenue", "assets")}
        assert shown == {"staff": 120, "revenue": "5600", "assets": "8000"}
        assert form["warnings_explained"].value() == "并入子公司，资产大。"
        assert hints(page)["staff"] == "上报时必填。来自登记时填写，请核对。"
        assert "来自登记时填写" not in hints(page)["rd_cost"]
        assert page.content.decode().count("来自登记时填写，请核对。") == 3

    def test_what_was_typed_since_stays(self, its_staff, address):
        its_staff.post(address, {"act": "save", "version": "0", "staff": "", "revenue": "6000"})
        page = its_staff.get(address)
        form = page.context["form"]
        assert form["staff"].value() is None and form["revenue"].value() == "6000"
        assert hints(page)["staff"] == "上报时必填。登记时填写的是 120。"
        assert hints(page)["revenue"] == "上报时必填。登记时填写的是 5,600。"

    def test_earlier_year_is_not_begun_with_it(self, its_staff):
        page = its_staff.get(reverse("enterprises:report", args=[open_years()[1]]))
        assert page.context["form"]["staff"].value() is None
        assert hints(page)["staff"] == "上报时必填。"

    def test_submitted_report_is_the_source_from_then_on(self, its_staff, address, registered):
        its_staff.post(address, RIGHT | {"act": "submit", "version": "0", "staff": "130"})
        its_staff.post(reverse("enterprises:report_reopen", args=[open_years()[0]]))
        page = its_staff.get(address)
        assert page.context["form"]["staff"].value() == 130
        assert "登记时" not in "".join(hints(page).values())


def stored():
    with system_scope(reason="test"):
        return YearlyReport.objects.get()


def test_right_figures_are_submitted(own, address):
    assert own.post(address, RIGHT | {"act": "submit"}).status_code == 302
    assert stored().state == YearlyReport.State.SUBMITTED


def test_doubts_do_not_pass_without_an_explanation(own, address):
    response = own.post(address, DOUBTFUL | {"act": "submit"})
    assert response.status_code == 422
    assert response.context["form"].errors["warnings_explained"]
    assert "研发费用大于营业收入" in response.content.decode()
    with system_scope(reason="test"):
        assert not YearlyReport.objects.filter(state="submitted").exists()


def test_explained_doubts_are_submitted(own, address):
    own.post(
        address, DOUBTFUL | {"act": "submit", "warnings_explained": "当年集中投入新产线研发。"}
    )
    assert stored().state == YearlyReport.State.SUBMITTED


def test_missing_figures_are_named_when_submitted(own, address):
    response = own.post(address, RIGHT | {"revenue": "", "act": "submit"})
    assert list(response.context["form"].errors) == ["revenue"]


def test_draft_may_be_incomplete_and_doubtful(own, address):
    assert own.post(address, {"revenue": "1", "rd_cost": "9", "act": "save"}).status_code == 302
    report = stored()
    assert report.state == YearlyReport.State.DRAFT and report.staff is None


def test_jump_from_an_older_year_is_doubted_where_the_year_before_is_missing(own, address):
    older = open_years()[2]
    own.post(reverse("enterprises:report", args=[older]), RIGHT | {"act": "submit"})
    response = own.post(address, RIGHT | {"assets": "80000", "act": "submit"})
    assert f"资产总额与 {older} 年度相差十倍以上" in response.content.decode()


def test_jump_from_the_registration_is_doubted_where_nothing_was_reported(own, address):
    with system_scope(reason="test"):
        Enterprise.objects.update(assets=800, size_is_reported=False)
    response = own.post(address, RIGHT | {"act": "submit"})
    assert "资产总额与登记的数据相差十倍以上" in response.content.decode()


def test_jump_from_the_year_before_is_doubted(own, address):
    before = reverse("enterprises:report", args=[open_years()[1]])
    own.post(before, RIGHT | {"act": "submit"})
    response = own.post(address, RIGHT | {"assets": "800000", "act": "submit"})
    assert "资产总额与上年相差十倍以上" in response.content.decode()


def test_submitted_year_is_taken_back_to_correct_it(own, address):
    own.post(address, RIGHT | {"act": "submit"})
    reopen = reverse("enterprises:report_reopen", args=[open_years()[0]])
    own.post(reopen)
    assert stored().state == YearlyReport.State.DRAFT
    page = own.get(address)
    assert [line.what for line in page.context["events"]] == ["撤回上报", "上报"]
    assert own.post(reopen).status_code == 302  # a second press changes nothing
    assert stored().version == 3


def test_years_say_what_is_submitted(own, address):
    own.post(address, RIGHT | {"act": "submit"})
    assert own.get(reverse("enterprises:reports")).context["submitted"] == 1
