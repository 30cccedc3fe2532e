"""What a registration change has put right: no older list undoes it, and nobody is asked again."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.models import Membership, Organisation
from accounts.tenancy import acting_as, system_scope
from enterprises.actions.file_identity_change import ChangedIdentity, file_identity_change
from enterprises.actions.update_profile import update_profile
from enterprises.identity_change_machine import MACHINE as CHANGE
from enterprises.models import Enterprise, EntryProposal, ImportRow
from enterprises.proposals.machine import MACHINE, ProposalInput
from lifecycle.transitions import TransitionInput
from tests.enterprises.entries import scan, unconfirm_all
from tests.enterprises.imports import bring_in, check, code, csv_bytes, enterprise, line

pytestmark = pytest.mark.usefixtures("own_media")
OLD, NEW = "青岛海纳精密有限公司", "青岛海纳精密股份有限公司"
OTHER = "青岛远洋家具有限公司"
NOTE = "表中是 2026-03-01 变更前的名称，名称不改"
ASKED = {"contact_phone": "13900000000"}


@pytest.fixture
def reviewer(as_actor, district):
    return as_actor(Duty.DISTRICT_REVIEWER, district=district)


@pytest.fixture
def entry(db):
    return enterprise(OLD, code(1), contact_phone="13800000000", staff=120)


@pytest.fixture
def staff(as_actor, district, entry):
    with system_scope(reason="test"):
        organisation = Organisation.objects.get(pk=entry.pk)
    return as_actor(Duty.ENTERPRISE_STAFF, organisation=organisation, district=district)


def change(staff, reviewer, **changed):
    """A registration change that the enterprise files and its bureau approves."""
    given = {"changed_on": date(2026, 3, 1), "document_number": "青登变〔2026〕1 号", **changed}
    with acting_as(staff):
        filed = file_identity_change(staff, ChangedIdentity(**given), scan("变更通知书.pdf"))
    with acting_as(reviewer):
        CHANGE.execute(reviewer, filed.pk, "accept", TransitionInput())


def nobody_works_there(staff):
    with system_scope(reason="test"):
        Membership.objects.filter(organisation_id=staff.organisation_id).update(is_active=False)


def listed(**values):
    nothing = dict.fromkeys(
        ("industry_code", "staff", "revenue", "assets", "contact_phone", "district")
    )
    return csv_bytes([line(1, **{**nothing, "name": OLD, **values})])


def now():
    with system_scope(reason="test"):
        return Enterprise.objects.get(credit_code=code(1))


def row_of(batch):
    with system_scope(reason="test"):
        return ImportRow.objects.get(batch=batch)


def proposals():
    with system_scope(reason="test"):
        return list(EntryProposal.objects.order_by("pk"))


def events(proposal):
    with system_scope(reason="test"):
        return [(one.transition, one.reason) for one in proposal.events.order_by("pk")]


class TestOlderList:
    @pytest.mark.parametrize("name", [NEW, OTHER])
    def test_former_name_is_not_proposed_and_the_rest_is(self, staff, reviewer, name):
        change(staff, reviewer, name=name)
        batch = bring_in(reviewer, listed(contact_phone="13900000000"))
        assert (batch.rows_changed, batch.rows_doubtful) == (1, 0)
        row = row_of(batch)
        assert row.changes == [["联系电话", "13800000000", "13900000000"]]
        assert row.values["name_note"] == NOTE
        (proposal,) = proposals()
        assert proposal.values == ASKED
        with acting_as(staff):
            MACHINE.execute(staff, proposal.pk, "accept")
        assert (now().name, now().contact_phone) == (name, "13900000000")

    def test_entry_without_people_keeps_its_name_and_takes_the_rest(self, staff, reviewer):
        change(staff, reviewer, name=NEW)
        nobody_works_there(staff)
        batch = bring_in(reviewer, listed(contact_phone="13900000000"))
        assert batch.result == {"updated": 1}
        assert (now().name, now().contact_phone) == (NEW, "13900000000")

    def test_row_says_why_its_name_is_not_taken(self, staff, reviewer, signed_in):
        change(staff, reviewer, name=NEW)
        batch = check(reviewer, listed(contact_phone="13900000000"))
        page = signed_in(reviewer).get(reverse("enterprises:import_rows", args=[batch.pk]))
        assert NOTE in page.content.decode()

    def test_row_of_which_nothing_is_left_is_shown_and_not_written(
        self, staff, reviewer, signed_in
    ):
        change(staff, reviewer, name=NEW)
        batch = bring_in(reviewer, listed())
        assert (batch.rows_changed, batch.rows_unchanged) == (0, 1)
        assert (batch.result, row_of(batch).skipped) == ({"skipped": 1}, NOTE)
        assert (now().name, proposals()) == (NEW, [])
        page = signed_in(reviewer).get(reverse("enterprises:import_rows", args=[batch.pk]))
        assert NOTE in page.content.decode() and "不写入" in page.content.decode()

    def test_file_of_such_rows_alone_is_not_called_the_same(self, staff, reviewer, signed_in):
        change(staff, reviewer, name=NEW)
        batch = check(reviewer, listed())
        page = signed_in(reviewer).get(reverse("enterprises:import", args=[batch.pk]))
        assert "表中有企业变更前的名称，名称不改" in page.content.decode()

    def test_name_that_is_written_otherwise_is_the_former_one(self, staff, reviewer):
        change(staff, reviewer, name="青岛海纳（山东）精密有限公司")
        change(staff, reviewer, name=NEW)
        batch = check(reviewer, listed(name="青岛海纳(山东)精密有限公司"))
        assert row_of(batch).values["name_note"] == NOTE

    def test_name_that_was_taken_up_again_is_no_former_one(self, staff, reviewer):
        change(staff, reviewer, name=NEW)
        change(staff, reviewer, name=OLD)
        batch = check(reviewer, listed(contact_phone="13900000000"))
        assert "name_note" not in row_of(batch).values

    def test_name_that_a_bureau_corrected_by_a_document_is_a_former_one(self, staff, reviewer):
        bring_in(reviewer, listed(name=NEW))
        (proposal,) = proposals()
        said = ProposalInput(reason="变更登记", document_number="青市监〔2026〕12号")
        with acting_as(reviewer):
            MACHINE.execute(reviewer, proposal.pk, "correct", said)
        assert now().name == NEW
        batch = bring_in(reviewer, listed(contact_phone="13900000000"))
        assert "变更前的名称，名称不改" in row_of(batch).values["name_note"]
        assert proposals()[-1].values == ASKED

    def test_proposal_of_a_former_name_is_not_accepted(self, staff, reviewer, signed_in):
        bring_in(reviewer, listed(name=NEW))
        (proposal,) = proposals()
        change(staff, reviewer, name=NEW, legal_representative="王新")
        change(staff, reviewer, name=OTHER)
        with system_scope(reason="test"):
            again = EntryProposal.objects.create(
                organisation_id=proposal.organisation_id, district_id=proposal.district_id,
                values={"name": NEW}, changes=proposal.changes, source="旧名单", bureau="区工信局",
            )  # fmt: skip
        with acting_as(staff), pytest.raises(RuleViolation, match="变更前的名称，不能改回"):
            MACHINE.execute(staff, again.pk, "accept")
        page = signed_in(staff).get(reverse("enterprises:proposal", args=[again.pk]))
        assert "2026-03-01 变更前的名称，不能改回" in page.content.decode()
        assert now().name == OTHER


class TestSettled:
    def test_approved_change_closes_the_proposal_that_it_fulfils(self, staff, reviewer):
        bring_in(reviewer, listed(name=NEW))
        change(staff, reviewer, name=NEW)
        (proposal,) = proposals()
        assert proposal.state == "withdrawn"
        assert events(proposal) == [("withdraw", "名录中已是建议的内容，自动办结。")]

    def test_proposal_with_something_left_stays_open(self, staff, reviewer):
        bring_in(reviewer, listed(name=NEW, contact_phone="13900000000"))
        change(staff, reviewer, name=NEW)
        assert [one.state for one in proposals()] == ["open"]

    def test_figures_that_are_not_so_keep_it_open(self, staff, reviewer):
        bring_in(reviewer, listed(name=NEW, report_year=2025, rd_cost=9))
        change(staff, reviewer, name=NEW)
        assert [one.state for one in proposals()] == ["open"]

    def test_move_to_another_district_closes_it_before(self, staff, reviewer, other_district):
        bring_in(reviewer, listed(name=NEW))
        moved = {"address": "青岛市城阳区示例路 8 号", "new_district": other_district}
        change(staff, reviewer, name=NEW, **moved)
        assert [one.state for one in proposals()] == ["withdrawn"]

    def test_enterprise_that_edits_its_entry_so_has_accepted(self, staff, reviewer):
        bring_in(reviewer, listed(contact_phone="13900000000"))
        with acting_as(staff):
            saved = update_profile(staff, ASKED)
        (proposal,) = proposals()
        assert (proposal.state, saved.version) == ("accepted", now().version)

    def test_one_answer_closes_the_other_that_asks_the_same(self, staff, reviewer):
        bring_in(reviewer, listed(contact_phone="13900000000"))
        bring_in(reviewer, listed(contact_phone="13900000000", contact_name="王示例"))
        last = proposals()[-1]
        with acting_as(staff):
            MACHINE.execute(staff, last.pk, "accept")
        assert [one.state for one in proposals()] == ["accepted", "accepted"]


def test_list_of_proposals_says_how_they_come_about(reviewer, signed_in):
    page = signed_in(reviewer).get(reverse("enterprises:proposals")).content.decode()
    assert "导入的名单与企业资料不同的" in page and "在这里建议更正" not in page


def test_confirmation_says_that_no_licence_was_stored(reviewer, signed_in, entry):
    with system_scope(reason="test"):
        unconfirm_all()
    page = signed_in(reviewer).get(reverse("enterprises:detail", args=[entry.pk]))
    assert "没有营业执照扫描件，请另行核对。" in page.content.decode()
