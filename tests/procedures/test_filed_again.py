"""A case that was withdrawn or declined is filed once more without typing it again."""

import pytest
from django.urls import reverse

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from procedures.cases.actions.start_application import start_application
from procedures.models import Application
from tests.procedures import filings


@pytest.fixture
def withdrawn(people):
    case = filings.submitted(people.staff, segment="精密轴承")
    filings.done(people.staff, case, "withdraw", "材料有误")
    return filings.fresh(case)


def started_from(actor, case):
    with acting_as(actor):
        return start_application(actor, case.batch_id, again=case.pk)[0]


def test_answers_and_files_come_along(people, withdrawn):
    again = started_from(people.staff, withdrawn)
    assert (again.state, again.answers["segment"]) == ("draft", "精密轴承")
    with system_scope(reason="test"):
        taken = set(again.files.values_list("field", "attachment_id"))
        assert taken == set(withdrawn.files.values_list("field", "attachment_id"))
        assert taken


def test_withdrawn_case_stays_as_it_was(people, withdrawn):
    started_from(people.staff, withdrawn)
    assert (filings.fresh(withdrawn).state, filings.fresh(withdrawn).deleted_at) == (
        "withdrawn",
        None,
    )


def test_case_under_review_is_not_repeated(people):
    case = filings.submitted(people.staff)
    with acting_as(people.staff), pytest.raises(Application.DoesNotExist):
        start_application(people.staff, filings.open_batch().pk, again=case.pk)


def test_page_of_the_ended_case_offers_it(people, withdrawn, signed_in):
    client = signed_in(people.staff)
    page = client.get(reverse("procedures:case", args=[withdrawn.pk]))
    assert page.context["again_in"].pk == withdrawn.batch_id
    answer = client.post(
        reverse("procedures:start", args=[withdrawn.batch_id]), {"again": withdrawn.pk}
    )
    with system_scope(reason="test"):
        draft = Application.objects.get(state="draft")
    assert answer["Location"] == reverse("procedures:fill", args=[draft.pk])


def test_closed_batch_offers_nothing(people, withdrawn, signed_in):
    filings.close(withdrawn.batch)
    page = signed_in(people.staff).get(reverse("procedures:case", args=[withdrawn.pk]))
    assert page.context["again_in"] is None


def test_foreign_case_is_not_found(people, withdrawn, signed_in, as_actor, district):
    stranger = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    filings.confirmed(stranger, 2)
    answer = signed_in(stranger).post(
        reverse("procedures:start", args=[withdrawn.batch_id]), {"again": withdrawn.pk}
    )
    assert answer.status_code == 404
