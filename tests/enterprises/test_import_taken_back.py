"""Taking an import back as a whole, where nothing was built on it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.models import Organisation
from accounts.tenancy import acting_as, system_scope
from enterprises.actions.save_credit_record import record_credit
from enterprises.imports.decide_batch import start_taking_back
from enterprises.imports.settling import take_back
from enterprises.imports.settling.take_back import take_batch_back
from enterprises.models import (
    Enterprise,
    EntryProposal,
    ImportBatch,
    ImportRow,
    PublishedTitle,
    YearlyReport,
)
from enterprises.proposals.machine import MACHINE
from tests.enterprises.imports import bring_in, code, csv_bytes, line, scope_of
from tests.enterprises.test_import_changes import kept, known, now, reviewer, row_of, short
from tests.enterprises.test_import_pages import run_jobs

__all__ = ["kept", "reviewer"]
pytestmark = pytest.mark.usefixtures("own_media")


def taken_back(actor, batch):
    with acting_as(actor):
        start_taking_back(actor, batch.pk)
    return take_batch_back(batch.pk, scope_of(actor))


def codes():
    with system_scope(reason="test"):
        return list(Enterprise.objects.order_by("pk").values_list("credit_code", flat=True))


def titles(actor, *names):
    rows = "".join(f"{name},甲,,\n" for name in names)
    data = f"企业名称,称号,区市,来源\n{rows}".encode()
    return bring_in(actor, data, "list.csv", ImportBatch.Kind.TITLES)


def test_new_enterprises_are_gone_with_their_drafts(reviewer):
    batch = bring_in(reviewer, csv_bytes([line(1, report_year=2025, rd_cost=3), line(2)]))
    batch = taken_back(reviewer, batch)
    assert (batch.state, batch.result["taken_back"], batch.result["kept"]) == ("reverted", 2, 0)
    with system_scope(reason="test"):
        assert not Enterprise.objects.exists()
        assert not YearlyReport.objects.exists()
        assert not Organisation.objects.filter(kind="enterprise").exists()


def test_changed_enterprises_are_as_they_were(reviewer):
    entry = known(1)
    batch = bring_in(reviewer, csv_bytes([short(1, staff=130, address="青岛市崂山区新址 1 号")]))
    assert now(entry).staff == 130
    taken_back(reviewer, batch)
    assert (now(entry).staff, now(entry).address) == (120, "")


def test_draft_figures_are_as_they_were(reviewer):
    known(1)
    bring_in(reviewer, csv_bytes([short(1, report_year=2025, rd_cost=3)]))
    batch = bring_in(reviewer, csv_bytes([short(1, report_year=2025, rd_cost=7, rd_staff=2)]))
    taken_back(reviewer, batch)
    with system_scope(reason="test"):
        report = YearlyReport.objects.get()
    assert (report.rd_cost, report.rd_staff) == (3, None)


def test_what_was_changed_since_stays_and_is_named(reviewer):
    entry = known(1)
    batch = bring_in(reviewer, csv_bytes([short(1, staff=130), line(2)]))
    with system_scope(reason="test"):
        Enterprise.objects.filter(pk=entry.pk).update(staff=140)
    batch = taken_back(reviewer, batch)
    assert (batch.result["taken_back"], batch.result["kept"]) == (1, 1)
    assert now(entry).staff == 140
    assert row_of(batch, 2).kept == "导入之后又有修改"
    assert codes() == [code(1)]


def test_what_was_built_on_a_new_enterprise_keeps_it_and_is_named(reviewer):
    batch = bring_in(reviewer, csv_bytes([line(1)]))
    with acting_as(reviewer):
        record_credit(
            reviewer, Enterprise.objects.get().pk, kind="abnormal", authority="市监局",
            document_number="1号", recorded_on=timezone.localdate(),
        )  # fmt: skip
    batch = taken_back(reviewer, batch)
    assert row_of(batch).kept == "之后又有：信用记录"
    assert codes() == [code(1)]


def test_enterprise_that_has_people_since_stays(reviewer, as_actor, district):
    batch = bring_in(reviewer, csv_bytes([line(1)]))
    with system_scope(reason="test"):
        organisation = Organisation.objects.get(kind="enterprise")
    as_actor(Duty.ENTERPRISE_STAFF, organisation=organisation, district=district)
    batch = taken_back(reviewer, batch)
    assert "人员" in row_of(batch).kept


def test_open_proposals_are_withdrawn_and_accepted_ones_stay(reviewer, kept):
    entry, staff = kept
    first = bring_in(reviewer, csv_bytes([short(1, staff=130)]))
    second = bring_in(reviewer, csv_bytes([short(1, contact_phone="13900000000")]))
    with system_scope(reason="test"):
        pk = EntryProposal.objects.order_by("pk")[0].pk
    with acting_as(staff):
        MACHINE.execute(staff, pk, "accept")
    assert row_of(taken_back(reviewer, first)).kept == "企业已接受"
    taken_back(reviewer, second)
    with system_scope(reason="test"):
        states = EntryProposal.objects.order_by("pk").values_list("state", flat=True)
        assert list(states) == ["accepted", "withdrawn"]


def test_published_entry_waits_for_its_enterprise_again(reviewer, as_actor):
    titles(as_actor(Duty.CITY_OFFICER), "青岛示例精密1有限公司")
    batch = bring_in(reviewer, csv_bytes([line(1)]))
    assert codes() == [code(1)]
    taken_back(reviewer, batch)
    with system_scope(reason="test"):
        found = Enterprise.objects.select_related("district").get()
        assert (found.registration_state, found.credit_code) == ("unclaimed", None)
        assert found.district.code == "370200"
        assert PublishedTitle.objects.get().district_id == found.district_id


def test_titles_and_the_entries_that_they_made_are_gone(reviewer):
    entry = known(1)
    batch = titles(reviewer, entry.name, "青岛全新精密有限公司", "青岛全新精密有限公司")
    taken_back(reviewer, batch)
    with system_scope(reason="test"):
        assert not PublishedTitle.objects.exists()
        assert list(Enterprise.objects.values_list("pk", flat=True)) == [entry.pk]


def test_entry_that_another_list_names_too_stays(reviewer):
    first = titles(reviewer, "青岛全新精密有限公司")
    data = "企业名称,称号,区市,来源\n青岛全新精密有限公司,乙,,\n".encode()
    bring_in(reviewer, data, "other.csv", ImportBatch.Kind.TITLES)
    assert "其他名单" in row_of(taken_back(reviewer, first)).kept
    with system_scope(reason="test"):
        assert [one.title for one in PublishedTitle.objects.all()] == ["乙"]


def test_after_thirty_days_nothing_is_taken_back(reviewer):
    batch = bring_in(reviewer, csv_bytes([line(1)]))
    with system_scope(reason="test"):
        ImportBatch.objects.update(applied_at=timezone.now() - timedelta(days=31))
    with pytest.raises(RuleViolation, match="30 天"):
        taken_back(reviewer, batch)
    assert codes() == [code(1)]


def test_file_of_which_it_is_not_known_what_it_wrote_is_not_taken_back(reviewer):
    batch = bring_in(reviewer, csv_bytes([line(1)]))
    with system_scope(reason="test"):
        ImportRow.objects.update(outcome="")
    with pytest.raises(RuleViolation, match="没有写入"):
        taken_back(reviewer, batch)


def test_others_do_not_take_it_back(reviewer, as_actor, other_district):
    batch = bring_in(reviewer, csv_bytes([line(1)]))
    other = as_actor(Duty.DISTRICT_REVIEWER, district=other_district)
    with acting_as(other), pytest.raises(ImportBatch.DoesNotExist):
        start_taking_back(other, batch.pk)
    sme = as_actor(Duty.ENTERPRISE_STAFF)
    with acting_as(sme), pytest.raises(NotPermitted):
        start_taking_back(sme, batch.pk)


def test_taking_back_cut_short_goes_on(reviewer, monkeypatch):
    monkeypatch.setattr(take_back, "CHUNK", 2)
    batch = bring_in(reviewer, csv_bytes([line(n) for n in range(5)]))
    with acting_as(reviewer):
        start_taking_back(reviewer, batch.pk)

    def dies(done, total, message):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_batch_back(batch.pk, scope_of(reviewer), dies)
    assert len(codes()) == 3
    assert take_batch_back(batch.pk, scope_of(reviewer)).result["taken_back"] == 5
    assert codes() == []


def test_file_is_taken_back_on_its_page(reviewer, signed_in):
    batch = bring_in(reviewer, csv_bytes([line(1)]))
    client = signed_in(reviewer)
    page = reverse("enterprises:import", args=[batch.pk])
    assert "撤回这次导入" in client.get(page).content.decode()
    for _ in range(2):
        client.post(reverse("enterprises:import_take_back", args=[batch.pk]))
    (job,) = run_jobs()
    assert job.message == "已撤回 1 行"
    shown = client.get(page).content.decode()
    assert "已撤回 1 行" in shown and 'data-dialog="take-back"' not in shown
    rows = client.get(reverse("enterprises:import_rows", args=[batch.pk])).content.decode()
    assert "已撤回" in rows
    with system_scope(reason="test"):
        assert ImportRow.objects.get().taken_back_at is not None
