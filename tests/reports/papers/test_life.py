"""The life of a paper: checked, issued to recipients, opened, put away; corrected in the next."""

from datetime import date

import pytest

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation, StaleVersion
from accounts.models import District, Notification
from accounts.outbox import deliver_next
from accounts.tenancy import acting_as, system_scope
from reports.models import Paper, PaperRecipient
from reports.papers.actions.edit_paper import edit_paper
from reports.papers.actions.issue_paper import (
    archive_paper,
    check_paper,
    issue_paper,
    reopen_paper,
)
from reports.papers.actions.make_paper import make_paper
from reports.papers.actions.open_paper import note_opened
from reports.papers.actions.subscribe import subscribe, unsubscribe
from reports.papers.document import document_of
from tests.reports.papers.conftest import NOVEMBER, certify


@pytest.fixture
def laoshan(as_actor, district):
    return as_actor(Duty.DISTRICT_REVIEWER, district=district)


@pytest.fixture
def chengyang(as_actor, other_district):
    return as_actor(Duty.DISTRICT_REVIEWER, district=other_district)


def issued(city, paper, *districts):
    with acting_as(city):
        check_paper(city, paper.pk, version=None)
        return issue_paper(
            city, paper.pk, district_ids=[one.pk for one in districts], by_mail=False, version=None
        )


def visible(actor):
    with acting_as(actor):
        return list(Paper.objects.visible_to(actor).values_list("pk", flat=True))


def test_draft_is_read_by_the_city_alone(paper, city, leader, laoshan):
    assert (visible(city), visible(leader), visible(laoshan)) == ([paper.pk], [], [])


def test_issued_paper_is_read_by_leaders_and_the_districts_it_went_to(
    paper, city, leader, laoshan, chengyang, district
):
    issued(city, paper, district)
    assert (visible(leader), visible(laoshan), visible(chengyang)) == ([paper.pk], [paper.pk], [])


def test_recipients_are_told_once_and_it_is_seen_who_opened(
    paper, city, leader, laoshan, chengyang, district
):
    row = issued(city, paper, district)
    deliver_next()
    with system_scope(reason="test"):
        got = set(PaperRecipient.objects.values_list("recipient_id", flat=True))
        told = Notification.objects.filter(title__contains="已印发")
        assert got >= {leader.user_id, laoshan.user_id}
        assert chengyang.user_id not in got
        assert set(told.values_list("recipient_id", flat=True)) == got
    with acting_as(laoshan):
        note_opened(laoshan, row)
    with acting_as(city):
        opened = PaperRecipient.objects.exclude(opened_at=None)
        assert list(opened.values_list("recipient_id", flat=True)) == [laoshan.user_id]


def test_subscriber_is_led_to_the_file_they_asked_for(paper, city, as_actor):
    auditor = as_actor(Duty.AUDITOR)
    with acting_as(auditor):
        subscribe(auditor, "monthly", form="pdf", by_mail=False)
    issued(city, paper)
    deliver_next()
    with system_scope(reason="test"):
        link = Notification.objects.get(recipient_id=auditor.user_id).link
    assert link == f"/reports/papers/{paper.pk}/file/pdf/"


def test_subscription_that_was_left_brings_nothing(paper, city, as_actor):
    auditor = as_actor(Duty.AUDITOR)
    with acting_as(auditor):
        subscribe(auditor, "monthly", form="", by_mail=True)
        assert unsubscribe(auditor, "monthly")
        assert not unsubscribe(auditor, "monthly")
    issued(city, paper)
    deliver_next()
    with system_scope(reason="test"):
        assert not Notification.objects.filter(recipient_id=auditor.user_id).exists()


def test_remark_stands_beside_the_computed_text(paper, city):
    with acting_as(city):
        computed = Paper.objects.get(pk=paper.pk).data
        row = edit_paper(
            city, paper.pk, own_title="示例标题", remarks={"ahead": "请各区市报送安排。", "x": "y"},
            version=paper.version,
        )  # fmt: skip
        document = document_of(row)
        files = set(row.files.values_list("form", flat=True))
    assert row.remarks == {"ahead": "请各区市报送安排。"}
    assert document.title == ("示例标题",)
    assert document.headings[-1].remark == "编者说明：请各区市报送安排。"
    assert row.data == computed
    assert files == {"pdf", "docx", "xlsx"}


def test_checked_paper_is_not_edited_until_it_is_a_draft_again(paper, city):
    with acting_as(city):
        check_paper(city, paper.pk, version=paper.version)
        with pytest.raises(RuleViolation):
            edit_paper(city, paper.pk, own_title="示例", remarks={}, version=None)
        reopen_paper(city, paper.pk, "示例：标题有误", version=None)
        edit_paper(city, paper.pk, own_title="示例", remarks={}, version=None)


def test_paper_that_lacks_a_part_is_checked_only_knowingly(paper, city):
    with system_scope(reason="test"):
        Paper.objects.update(failed_parts=["审核超期"])
    with acting_as(city):
        with pytest.raises(RuleViolation, match="审核超期"):
            check_paper(city, paper.pk, version=None)
        row = check_paper(city, paper.pk, version=None, accept_failed=True)
    assert row.state == "checked"


def test_paper_without_a_file_is_not_checked(paper, city):
    with system_scope(reason="test"):
        paper.files.filter(form="docx").delete()
    with acting_as(city), pytest.raises(RuleViolation, match="Word"):
        check_paper(city, paper.pk, version=None)


def test_page_that_is_out_of_date_changes_nothing(paper, city):
    with acting_as(city):
        edit_paper(city, paper.pk, own_title="示例", remarks={}, version=paper.version)
        with pytest.raises(StaleVersion):
            edit_paper(city, paper.pk, own_title="别的", remarks={}, version=paper.version)
        with pytest.raises(StaleVersion):
            check_paper(city, paper.pk, version=paper.version)


def test_leader_reads_and_does_not_issue(paper, city, leader):
    with acting_as(city):
        check_paper(city, paper.pk, version=None)
    with acting_as(leader), pytest.raises((NotPermitted, Paper.DoesNotExist)):
        issue_paper(leader, paper.pk, district_ids=[], by_mail=False, version=None)


def test_unknown_district_is_refused_at_its_field(paper, city):
    city_itself = District.objects.get(kind="city").pk
    with acting_as(city):
        check_paper(city, paper.pk, version=None)
        with pytest.raises(RuleViolation) as refused:
            issue_paper(city, paper.pk, district_ids=[city_itself], by_mail=False, version=None)
    assert set(refused.value.errors) == {"districts"}


def test_archived_paper_is_still_read(paper, city, leader, district):
    issued(city, paper, district)
    with acting_as(city):
        archive_paper(city, paper.pk)
    assert visible(leader) == [paper.pk]


def test_next_paper_tells_what_an_issued_one_had_otherwise(paper, city, clock, district):
    """domain-2 B3: a published number never changes silently; the look, rule 7."""
    issued(city, paper, district)
    clock.at(date(2026, 11, 12))
    certify(city, 9, date(2026, 10, 20))
    clock.night_after(date(2026, 11, 30))
    clock.at(date(2026, 12, 1), 6)
    second = make_paper(None, NOVEMBER)
    said = [p for one in second.data["headings"] for p in one["paragraphs"] if "更正" in p]
    assert said == ["更正：专精特新示范企业累计认定（10月31日）现为 4 家，第 1 期报告为 3 家。"]
    assert document_of(paper).headings[0].paragraphs == (
        "截至10月31日，专精特新示范企业累计认定 3 家，比应达少 38 家。",
    )
