"""One source of an enterprise's size: year-end figures, whose year is named."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from enterprises.actions.report_year import reopen_yearly_report, submit_yearly_report
from enterprises.actions.update_profile import update_profile
from enterprises.figures import facts_of
from enterprises.models import Enterprise, YearlyReport
from tests.enterprises.entries import details, entry

LARGE = {
    "revenue": 60000, "main_revenue": 50000, "rd_cost": 900, "assets": 8000, "liabilities": 3000,
    "net_profit": 20, "staff": 1200, "warnings_explained": "当年并入子公司，人员和收入增加。",
}  # fmt: skip


@pytest.fixture
def last_year():
    return timezone.localdate().year - 1


@pytest.fixture
def staff(as_actor):
    # As its people typed it: 900 persons, medium-sized.
    enterprise = entry(1, staff=900, revenue=50000)
    return as_actor(Duty.ENTERPRISE_STAFF, organisation=enterprise.organisation)


def own(actor):
    with system_scope(reason="test"):
        return Enterprise.objects.get(pk=actor.organisation_id)


def submitted(actor, year, **figures):
    with acting_as(actor):
        submit_yearly_report(actor, year, {**LARGE, **figures})
    return own(actor)


def test_what_was_typed_at_registration_is_of_the_year_before(staff, last_year):
    enterprise = own(staff)
    assert (enterprise.size_class, enterprise.size_year) == ("medium", last_year)
    assert f"{last_year} 年末数据" in enterprise.size_reason


def test_submitted_report_decides_the_size(staff, last_year):
    enterprise = submitted(staff, last_year)
    assert (enterprise.size_class, enterprise.staff) == ("large", 1200)
    assert (enterprise.size_year, enterprise.size_is_reported) == (last_year, True)
    assert f"{last_year} 年末数据" in enterprise.size_reason


def test_report_of_an_earlier_year_does_not_change_the_size_of_a_later_one(staff, last_year):
    submitted(staff, last_year)
    enterprise = submitted(staff, last_year - 1, staff=30, revenue=900)
    assert (enterprise.size_class, enterprise.size_year) == ("large", last_year)


def test_corrected_report_corrects_the_size(staff, last_year):
    submitted(staff, last_year)
    with acting_as(staff):
        reopen_yearly_report(staff, last_year)
    assert submitted(staff, last_year, staff=200).size_class == "small"


def test_profile_does_not_change_reported_figures(staff, last_year):
    submitted(staff, last_year)
    with acting_as(staff):
        update_profile(staff, details(staff=10, contact_name="王示例"))
    enterprise = own(staff)
    assert (enterprise.staff, enterprise.size_class) == (1200, "large")
    assert enterprise.contact_name == "王示例"


def test_profile_form_does_not_ask_for_reported_figures(staff, last_year, signed_in):
    submitted(staff, last_year)
    page = signed_in(staff).get(reverse("enterprises:profile_edit"))
    assert not {"staff", "revenue", "assets"} & set(page.context["form"].fields)
    assert f"按已上报的 {last_year} 年度数据" in page.content.decode()


def test_profile_names_the_year_of_its_figures(staff, last_year, signed_in):
    submitted(staff, last_year)
    page = signed_in(staff).get(reverse("enterprises:profile")).content.decode()
    assert f"{last_year} 年度数据" in page


def facts(actor):
    with acting_as(actor):
        return facts_of(actor.organisation_id)


def test_size_of_a_year_is_that_of_its_report(staff, last_year):
    submitted(staff, last_year)
    submitted(staff, last_year - 1, staff=200)
    found = facts(staff)
    assert [found.size_in(last_year - back) for back in range(3)] == ["large", "small", ""]


def test_size_of_a_year_without_a_report_is_not_that_of_another_year(staff, last_year):
    with system_scope(reason="test"):
        Enterprise.objects.update(size_year=last_year - 2)
    assert facts(staff).size_in(last_year) == ""
    assert facts(staff).size_in(last_year - 2) == "medium"


def test_draft_of_a_report_does_not_decide(staff, last_year):
    with system_scope(reason="test"):
        enterprise = Enterprise.objects.get()
        YearlyReport.objects.create(
            organisation_id=enterprise.pk, district_id=enterprise.district_id, year=last_year,
            staff=1200, revenue=60000, assets=1,
        )  # fmt: skip
    assert facts(staff).size_in(last_year) == "medium"
