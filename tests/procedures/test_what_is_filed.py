"""What is filed is what stood on the screen, declared by whoever files it."""

import pytest
from django.urls import reverse

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as, system_scope
from procedures.cases.actions.mark_field import mark_field
from procedures.cases.actions.save_answer import save_answer
from procedures.cases.changes import CaseInput
from procedures.cases.lifecycle import MACHINE
from procedures.cases.revisions import current_revision
from procedures.models import CaseEvent, Snapshot
from tests.procedures import filings


@pytest.fixture
def case(people):
    return filings.draft(people.staff, filings.open_batch())


def _saved(actor, case, key, value, page):
    with acting_as(actor):
        seen = current_revision(filings.fresh(case))
        return save_answer(actor, case.pk, key, [value], seen, page).revision


def _sent(client, case, revision, **more):
    address = reverse("procedures:submit", args=[case.pk])
    return client.post(address, {"declared": "yes", "revision": str(revision), **more})


@pytest.mark.parametrize("other", ["staff", "colleague"])
def test_what_another_window_saved_is_told_before_it_is_filed(people, case, signed_in, other):
    seen = _saved(people.staff, case, "product_sales", "1500", "first")
    latest = _saved(getattr(people, other), case, "product_sales", "3900", "second")
    client = signed_in(people.staff)
    page = _sent(client, case, seen, product_sales="1500")
    assert page.status_code == 409
    assert filings.fresh(case).state == "draft"
    (told,) = page.context["elsewhere"]
    assert (told["typed"], told["now"]) == ("1,500 万元", "3,900 万元")
    by = "您在另一个窗口" if other == "staff" else people.colleague.user_name
    assert f"{by}" in page.content.decode()
    assert page.context["revision"] == latest

    _sent(client, case, page.context["revision"])
    filed = filings.fresh(case)
    assert (filed.state, filed.answers["product_sales"]) == ("district_review", "3900")


def test_files_of_another_window_are_told_before_they_are_filed(people, case, signed_in):
    seen = _saved(people.staff, case, "segment", "减速机", "first")
    with acting_as(people.staff):
        fresh = filings.fresh(case)
        fresh.answer_revisions["test_report"] = {"revision": seen + 1, "by": "同事甲"}
        fresh.save()
    page = _sent(signed_in(people.staff), case, seen)
    assert page.status_code == 409
    assert "产品检测报告</a>：同事甲" in page.content.decode()


def test_act_itself_refuses_what_was_not_shown(people, case):
    revision = _saved(people.staff, case, "segment", "减速机", "first")
    with acting_as(people.staff), pytest.raises(RuleViolation, match="在别处改过"):
        given = CaseInput(declared=True, revision=revision - 1)
        MACHINE.execute(people.staff, case.pk, "submit", given)


def test_act_itself_asks_for_the_declaration(people, case):
    with acting_as(people.staff), pytest.raises(RuleViolation) as refused:
        MACHINE.execute(people.staff, case.pk, "submit")
    assert refused.value.errors == {"declared": "请阅读并勾选真实性承诺。"}


def test_declaration_is_kept_with_the_event_and_what_was_filed(people, case):
    filings.done(people.staff, case, "submit")
    with system_scope(reason="test"):
        event = CaseEvent.objects.get(application=case, transition="submit")
        snapshot = Snapshot.objects.get(application=case)
    declared = event.facts["declared"]
    assert declared["text"] == case.scheme_version.parsed.declaration
    assert declared["by"] == people.staff.user_name
    assert snapshot.declared == declared


def test_what_was_meant_to_stay_is_kept_with_the_event(people, case):
    filings.done(people.staff, case, "submit")
    with acting_as(people.reviewer):
        mark_field(people.reviewer, case.pk, "product_sales", "incorrect", "与审计报告不一致")
    filings.done(people.reviewer, case, "return_for_correction", "请核对")
    with acting_as(people.staff), pytest.raises(RuleViolation, match="还没有修改"):
        MACHINE.execute(people.staff, case.pk, "resubmit", CaseInput(declared=True))
    filings.done(people.staff, case, "resubmit")
    with system_scope(reason="test"):
        event = CaseEvent.objects.get(application=case, transition="resubmit")
        snapshot = Snapshot.objects.get(application=case, number=2)
    assert event.facts["declared"]["unchanged"] == ["上年度产品销售额"]
    assert snapshot.declared["unchanged"] == ["上年度产品销售额"]


def test_answer_to_a_save_names_what_another_window_saved(people, case, signed_in):
    seen = _saved(people.staff, case, "segment", "减速机", "first")
    _saved(people.colleague, case, "feature", "specialised", "second")
    answer = signed_in(people.staff).post(
        reverse("procedures:autosave", args=[case.pk]),
        {"name": "segment", "value": "轴承", "revision": str(seen), "page": "first"},
    )
    assert answer.json()["elsewhere"] == [
        {"name": "feature", "by": people.colleague.user_name, "is_file": False,
         "values": ["specialised"], "shown": "专业化"}
    ]  # fmt: skip
