"""What the homes say of filings, and that it leads somewhere."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from enterprises.models import RegistrationState
from procedures.cases.actions.mark_field import mark_field
from procedures.models import Application
from procedures.notices.actions.object_to_case import file_objection
from tests.enterprises.entries import entry
from tests.procedures import filings
from tests.procedures.notices import proposed, published


def test_returned_case_comes_first_on_the_enterprises_home(people, signed_in):
    case = filings.submitted(people.staff)
    with acting_as(people.reviewer):
        mark_field(people.reviewer, case.pk, "product_sales", "incorrect", "请核对")
    filings.done(people.reviewer, case, "return_for_correction")
    page = signed_in(people.staff).get("/home/").content.decode()
    assert f"“{case.title}”被退回" in page
    assert reverse("procedures:fill", args=[case.pk]) in page


def test_refused_registration_is_told_with_its_reason(as_actor, signed_in):
    refused = entry(1, state=RegistrationState.REFUSED, refusal_reason="执照已注销")
    staff = as_actor(Duty.ENTERPRISE_STAFF, organisation=refused.organisation)
    page = signed_in(staff).get("/home/").content.decode()
    assert "执照已注销" in page
    assert reverse("enterprises:profile_edit") in page


@pytest.mark.parametrize("duty", [Duty.CITY_OFFICER, Duty.LEADER])
def test_every_thing_to_attend_to_leads_to_a_page_that_opens(people, as_actor, signed_in, duty):
    objected = proposed(people)
    notice = published(people, [objected])
    proposed(people)
    late = filings.submitted(people.staff)
    with system_scope(reason="test"):
        line = notice.entries.get()
        Application.objects.filter(pk=late.pk).update(stage_due_on=date(2020, 1, 1))
    file_objection(line.pk, name="张示例", contact="13800000000", text="专利已转让。")
    client = signed_in(people.city if duty == Duty.CITY_OFFICER else as_actor(duty))
    todo = client.get("/home/").context["todo"]
    # Late in a year the city is also asked for the holidays of the next.
    assert {row.kind for row in todo} - {"节假日"} == {"异议", "公示", "超期"}
    assert {client.get(row.url).status_code for row in todo} == {200}
    objections = next(row for row in todo if row.kind == "异议")
    assert [case.pk for case in client.get(objections.url).context["page"].rows] == [objected.pk]
