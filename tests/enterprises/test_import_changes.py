"""What an import may not do unseen: change what an enterprise keeps, or rename by a shifted row."""

from pathlib import Path

import pytest
from django.urls import reverse

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.models import Organisation
from accounts.tenancy import acting_as, system_scope
from enterprises.imports.decide_doubtful import decide_doubtful
from enterprises.imports.steps import apply_batch, check_batch
from enterprises.models import Enterprise, EntryProposal, ImportBatch, ImportRow, YearlyReport
from enterprises.proposals.machine import MACHINE, ProposalInput
from tests.enterprises.imports import (
    approve,
    bring_in,
    check,
    code,
    csv_bytes,
    enterprise,
    line,
    new_batch,
)
from tests.procedures.filings import told

pytestmark = pytest.mark.usefixtures("own_media")
SHIFTED = Path(__file__).parent / "data" / "shifted-names.xlsx"
PROOF = {"document_number": "青市监〔2026〕12号", "reason": "变更登记"}


@pytest.fixture
def reviewer(as_actor, district):
    return as_actor(Duty.DISTRICT_REVIEWER, district=district)


def known(number, **values):
    """An entry that nobody uses the portal for."""
    values = {"contact_phone": "13800000000", "staff": 120, **values}
    return enterprise(f"青岛示例精密{number}有限公司", code(number), **values)


@pytest.fixture
def kept(as_actor, district):
    """An entry that its own staff keep, with their actor."""
    entry = known(1)
    with system_scope(reason="test"):
        organisation = Organisation.objects.get(pk=entry.pk)
    return entry, as_actor(Duty.ENTERPRISE_STAFF, organisation=organisation, district=district)


def now(entry):
    with system_scope(reason="test"):
        return Enterprise.objects.select_related("organisation").get(pk=entry.pk)


def row_of(batch, number=2):
    with system_scope(reason="test"):
        return ImportRow.objects.get(batch=batch, number=number)


def proposals():
    with system_scope(reason="test"):
        return list(EntryProposal.objects.order_by("pk"))


def short(number, **values):
    """A row that says no more than these values."""
    nothing = dict.fromkeys(
        ("industry_code", "staff", "revenue", "assets", "contact_phone", "district")
    )
    return line(number, **{**nothing, **values})


# --- what the check shows ---


def test_check_keeps_every_change_old_and_new(reviewer):
    known(1)
    batch = check(reviewer, csv_bytes([short(1, staff=130, contact_phone="13900000000")]))
    assert row_of(batch).changes == [
        ["从业人员", "120 人", "130 人"],
        ["联系电话", "13800000000", "13900000000"],
    ]


def test_batch_page_lists_changes_before_anything_is_written(reviewer, signed_in):
    known(1)
    batch = check(reviewer, csv_bytes([short(1, staff=130)]))
    page = signed_in(reviewer).get(reverse("enterprises:import", args=[batch.pk])).content.decode()
    assert "<del>120 人</del> → <ins>130 人</ins>" in page


def test_guarded_rows_come_first_in_the_list_of_rows(reviewer, signed_in, kept):
    known(2)
    data = csv_bytes([short(2, staff=1), short(3, district="崂山区"), short(1, staff=130)])
    batch = check(reviewer, data)
    page = signed_in(reviewer).get(reverse("enterprises:import_rows", args=[batch.pk]))
    assert [row.number for row in page.context["page"]] == [4, 2, 3]
    guarded = signed_in(reviewer).get(
        reverse("enterprises:import_rows", args=[batch.pk]), {"way": "yes"}
    )
    assert [row.number for row in guarded.context["page"]] == [4]


# --- a code and a name that do not belong together ---


def test_swapped_names_over_two_known_codes_are_doubtful_and_not_written(reviewer):
    names = {
        "91370212MA91001276": "青岛试报精工910012号有限公司",
        "91370212MA91001351": "青岛试报精工910013号有限公司",
        "91370212MA9100207R": "青岛试报精工910020号有限公司",
    }
    entries = [enterprise(name, one) for one, name in names.items()]
    batch = bring_in(reviewer, SHIFTED.read_bytes(), "shifted.xlsx")
    assert (batch.rows_doubtful, batch.rows_changed, batch.rows_new) == (3, 0, 0)
    assert [now(entry).name for entry in entries] == list(names.values())
    assert [now(entry).revenue for entry in entries] == [None] * 3


def test_new_code_with_the_name_of_a_known_enterprise_is_doubtful(reviewer):
    known(1)
    batch = bring_in(reviewer, csv_bytes([line(7, name="青岛示例精密1有限公司")]))
    assert (batch.rows_doubtful, batch.rows_new) == (1, 0)
    with acting_as(reviewer):
        decide_doubtful(reviewer, batch.pk, row_of(batch).pk, "new")
    with system_scope(reason="test"):
        assert Enterprise.objects.filter(name="青岛示例精密1有限公司").count() == 2


def renamed(reviewer, number=1):
    data = csv_bytes([short(number, name="青岛改名家具有限公司", staff=130)])
    return bring_in(reviewer, data)


def decide(actor, batch, decision, **said):
    with acting_as(actor):
        return decide_doubtful(actor, batch.pk, row_of(batch).pk, decision, **said)


def test_renaming_needs_the_document_that_proves_it(reviewer):
    entry = known(1)
    batch = renamed(reviewer)
    with pytest.raises(RuleViolation) as refused:
        decide(reviewer, batch, "same")
    assert set(refused.value.errors) == {"document_number", "reason"}
    assert now(entry).name == "青岛示例精密1有限公司"


def test_renaming_with_its_document_is_written_and_told(reviewer, kept):
    entry, staff = kept
    batch = renamed(reviewer)
    decide(reviewer, batch, "same", **PROOF)
    found = now(entry)
    assert (found.name, found.organisation.name, found.staff) == (
        "青岛改名家具有限公司", "青岛改名家具有限公司", 130,
    )  # fmt: skip
    (proposal,) = proposals()
    with system_scope(reason="test"):
        (event,) = proposal.events.all()
    assert (proposal.state, event.document_number) == ("corrected", PROOF["document_number"])
    assert told(staff.user_id) == ["主管部门更正了贵企业的资料"]


def test_doubtful_row_can_be_put_before_the_enterprise(reviewer, kept):
    entry, staff = kept
    decide(reviewer, renamed(reviewer), "asked")
    assert now(entry).name == "青岛示例精密1有限公司"
    assert [one.values["name"] for one in proposals()] == ["青岛改名家具有限公司"]


def test_nobody_can_be_asked_where_nobody_uses_the_portal(reviewer):
    known(1)
    with pytest.raises(RuleViolation, match="没有人员"):
        decide(reviewer, renamed(reviewer), "asked")


def test_doubtful_row_may_keep_the_known_name_and_bring_the_rest(reviewer):
    entry = known(1)
    decide(reviewer, renamed(reviewer), "kept_name")
    assert (now(entry).name, now(entry).staff) == ("青岛示例精密1有限公司", 130)


def test_shifted_row_is_left_out(reviewer):
    entry = known(1)
    row = decide(reviewer, renamed(reviewer), "dropped")
    assert (now(entry).staff, row.outcome) == (120, "")


def test_judgement_has_a_page_that_keeps_what_was_typed(reviewer, signed_in):
    known(1)
    batch = renamed(reviewer)
    client = signed_in(reviewer)
    page = reverse("enterprises:import_decide", args=[batch.pk, row_of(batch).pk])
    listing = client.get(reverse("enterprises:import_doubtful_rows", args=[batch.pk]))
    assert f'href="{page}"' in listing.content.decode()
    assert "已更名，依据文件更正" in client.get(page).content.decode()
    response = client.post(page, {"decision": "same", "reason": "市场监管变更登记"})
    assert response.status_code == 422
    assert "市场监管变更登记" in response.content.decode()
    assert client.post(page, {"decision": "dropped"}).status_code == 302


# --- what enterprises keep themselves ---


def test_claimed_enterprise_is_asked_and_nothing_is_written(reviewer, kept):
    entry, staff = kept
    batch = bring_in(reviewer, csv_bytes([short(1, contact_phone="13900000000")]))
    assert now(entry).contact_phone == "13800000000"
    assert batch.result == {"proposed": 1}
    (proposal,) = proposals()
    assert (proposal.state, proposal.values) == ("open", {"contact_phone": "13900000000"})
    assert told(staff.user_id) == ["主管部门建议更正贵企业的资料，请确认"]


def test_same_file_again_asks_no_second_time(reviewer, kept):
    data = csv_bytes([short(1, contact_phone="13900000000")])
    bring_in(reviewer, data)
    assert bring_in(reviewer, data).rows_unchanged == 1
    assert len(proposals()) == 1


def test_enterprise_accepts(reviewer, kept):
    entry, staff = kept
    bring_in(
        reviewer, csv_bytes([short(1, contact_phone="13900000000", report_year=2025, rd_cost=9)])
    )
    with acting_as(staff):
        MACHINE.execute(staff, proposals()[0].pk, "accept")
        assert Enterprise.objects.get().contact_phone == "13900000000"
        assert YearlyReport.objects.get().rd_cost == 9
    assert "企业已接受" in told(reviewer.user_id)[-1]


def test_enterprise_accepts_a_new_name(reviewer, kept):
    entry, staff = kept
    decide(reviewer, renamed(reviewer), "asked")
    with acting_as(staff):
        MACHINE.execute(staff, proposals()[0].pk, "accept")
    assert now(entry).organisation.name == now(entry).name == "青岛改名家具有限公司"


def test_enterprise_declines_with_a_reason(reviewer, kept):
    entry, staff = kept
    bring_in(reviewer, csv_bytes([short(1, contact_phone="13900000000")]))
    pk = proposals()[0].pk
    with acting_as(staff):
        with pytest.raises(RuleViolation, match="原因"):
            MACHINE.execute(staff, pk, "decline")
        MACHINE.execute(staff, pk, "decline", ProposalInput(reason="号码没有变"))
    assert now(entry).contact_phone == "13800000000"
    assert "企业未接受" in told(reviewer.user_id)[-1]


def test_bureau_corrects_a_declined_proposal_with_a_document_alone(reviewer, kept):
    entry, staff = kept
    bring_in(reviewer, csv_bytes([short(1, contact_phone="13900000000")]))
    pk = proposals()[0].pk
    with acting_as(staff):
        MACHINE.execute(staff, pk, "decline", ProposalInput(reason="号码没有变"))
    with acting_as(reviewer):
        with pytest.raises(RuleViolation) as refused:
            MACHINE.execute(reviewer, pk, "correct", ProposalInput(reason="查实"))
        assert set(refused.value.errors) == {"document_number"}
        MACHINE.execute(reviewer, pk, "correct", ProposalInput(**PROOF))
    assert now(entry).contact_phone == "13900000000"


def test_enterprise_answers_on_its_page(reviewer, kept, signed_in):
    entry, staff = kept
    bring_in(reviewer, csv_bytes([short(1, contact_phone="13900000000")]))
    client = signed_in(staff)
    assert "主管部门建议更正 1 项资料" in client.get("/home/").content.decode()
    page = reverse("enterprises:proposal", args=[proposals()[0].pk])
    assert f'href="{page}"' in client.get(reverse("enterprises:proposals")).content.decode()
    assert "13900000000" in client.get(page).content.decode()
    assert client.post(page, {"act": "decline", "version": 1}).status_code == 422
    assert client.post(page, {"act": "accept", "version": 1}).status_code == 302
    assert now(entry).contact_phone == "13900000000"


def test_other_enterprises_do_not_see_a_proposal(reviewer, kept, as_actor, signed_in):
    bring_in(reviewer, csv_bytes([short(1, contact_phone="13900000000")]))
    page = reverse("enterprises:proposal", args=[proposals()[0].pk])
    assert signed_in(as_actor(Duty.ENTERPRISE_STAFF)).get(page).status_code == 404


# --- between check and writing ---


def test_row_is_not_written_over_what_changed_since_the_check(reviewer):
    entry = known(1)
    batch, scope = new_batch(reviewer, csv_bytes([short(1, staff=130)]))
    check_batch(batch.pk, scope)
    with system_scope(reason="test"):
        Enterprise.objects.filter(pk=entry.pk).update(staff=125)
    approve(reviewer, batch)
    batch = apply_batch(batch.pk, scope)
    assert (now(entry).staff, batch.result) == (125, {"skipped": 1})
    assert "有变" in row_of(batch).skipped


def test_result_tells_what_was_written_and_not_what_was_foreseen(reviewer, signed_in):
    batch, scope = new_batch(
        reviewer,
        "企业名称,称号,区市,来源\n青岛甲乙丙有限公司,甲,,\n青岛丁戊己有限公司,甲,,\n".encode(),
        "list.csv",
        ImportBatch.Kind.TITLES,
    )
    check_batch(batch.pk, scope)
    enterprise("青岛丁戊己有限公司", code(9))
    approve(reviewer, batch)
    batch = apply_batch(batch.pk, scope)
    assert (batch.rows_new, batch.result) == (2, {"created": 1, "updated": 1})
    page = signed_in(reviewer).get(reverse("enterprises:import", args=[batch.pk])).content.decode()
    assert "已导入：新建 1 家企业，挂到名录中的企业 1 行" in page
