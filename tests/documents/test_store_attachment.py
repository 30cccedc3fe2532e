"""What an upload may be, and when and to whom it is served."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.models import OutboxMessage
from accounts.outbox import deliver_next
from accounts.tenancy import acting_as, system_scope
from audit.models import ReadEntry
from documents.actions.store_attachment import store_attachment
from documents.file_types import DOCX, JPEG, PDF, PNG, XLSX, sniff
from documents.models import Attachment
from procedures.models import ApplicationFile
from tests.procedures import factories

CONTENT = b"%PDF-1.7\n%%EOF\n"


def office(*parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for part in parts:
            archive.writestr(part, "x")
    return target.getvalue()


def stored(actor, name="报告.pdf", content=CONTENT, purpose="application", **values):
    with acting_as(actor):
        return store_attachment(
            actor,
            SimpleUploadedFile(name, content),
            purpose=purpose,
            organisation_id=actor.organisation_id,
            district_id=actor.district_ids[0],
            **values,
        )


def refused(actor, name, content=CONTENT, **values):
    with pytest.raises(RuleViolation) as refusal:
        stored(actor, name, content, **values)
    return str(refusal.value)


def scanned(attachment, state):
    with system_scope(reason="test"):
        Attachment.objects.filter(pk=attachment.pk).update(scan_state=state)


def asked(client, attachment):
    return client.get(reverse("documents:download", args=[attachment.pk]))


@pytest.fixture
def owner(as_actor, district, own_media):
    return as_actor(Duty.ENTERPRISE_STAFF, district=district)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (CONTENT, PDF),
        (b"\x89PNG\r\n\x1a\n0", PNG),
        (b"\xff\xd8\xff\xe0", JPEG),
        (office("word/document.xml"), DOCX),
        (office("xl/workbook.xml"), XLSX),
        (office("xl/workbook.xml", "xl/vbaProject.bin"), None),
        (office("readme.txt"), None),
        (b"PK\x03\x04 broken", None),
        (b"MZ\x90\x00", None),
        (b"<html>%PDF-", None),
        (b"", None),
    ],
)
def test_type_is_told_from_the_content(content, kind):
    file = io.BytesIO(content)
    assert sniff(file) == kind
    assert file.tell() == 0


@given(content=st.binary(max_size=200), head=st.sampled_from([b"", b"PK\x03\x04", b"%PDF-"]))
def test_no_content_upsets_the_sniffer(content, head):
    assert sniff(io.BytesIO(head + content)) in (None, PDF, PNG, JPEG, DOCX, XLSX)


def test_upload_is_kept_with_its_hash_and_owes_its_scan(owner):
    row = stored(owner)
    assert (row.content_type, row.size, row.scan_state) == (PDF, len(CONTENT), "pending")
    assert row.sha256 == hashlib.sha256(CONTENT).hexdigest()
    with system_scope(reason="test"):
        assert OutboxMessage.objects.get(topic="documents.scan").payload == {
            "attachment_id": str(row.pk)
        }


def test_scan_without_a_scanner_says_so(owner, settings):
    settings.CLAMD_ADDRESS = ""
    row = stored(owner)
    deliver_next()
    with system_scope(reason="test"):
        row.refresh_from_db()
    assert row.scan_state == "unscanned"
    assert row.scanned_at is not None


def test_scanner_out_of_reach_leaves_the_file_waiting(owner, settings):
    settings.CLAMD_ADDRESS = "127.0.0.1:1"
    row = stored(owner)
    deliver_next(1)
    with system_scope(reason="test"):
        row.refresh_from_db()
        message = OutboxMessage.objects.get(topic="documents.scan")
    assert (row.scan_state, message.done_at) == ("pending", None)


def test_ending_that_does_not_fit_the_content_is_refused(owner):
    assert "“照片.png”不是图片：扩展名是 .png，内容是 PDF。" in refused(owner, "照片.png")
    assert "扩展名与内容（PDF）不一致" in refused(owner, "报告.docx")


@pytest.mark.parametrize("name", ["程序.pdf", "程序.exe", "程序"])
def test_content_of_no_accepted_type_is_refused(owner, name):
    assert "不是可接受的类型" in refused(owner, name, b"MZ\x90\x00")


def test_type_that_this_question_does_not_take_is_refused(owner):
    assert "请上传 PNG" in refused(owner, "报告.pdf", allowed=(PNG,))


def test_empty_file_is_refused(owner):
    assert "空文件" in refused(owner, "报告.pdf", b"")


def test_file_above_the_limit_is_refused_and_one_at_the_limit_taken(owner):
    size = 1024 * 1024
    assert "有 1.0 MB，超过 1 MB" in refused(
        owner, "报告.pdf", CONTENT.ljust(size + 1), most_bytes=size
    )
    assert stored(owner, content=CONTENT.ljust(size), most_bytes=size).size == size


@pytest.mark.parametrize("name", ["../../报告.pdf", "C:\\文件\\报告.pdf", "/etc/报告.pdf"])
def test_name_with_a_path_loses_it(owner, name, tmp_path):
    row = stored(owner, name)
    assert row.name == "报告.pdf"
    assert Path(tmp_path, row.storage_key).is_file()
    assert "报告" not in row.storage_key


def test_very_long_name_keeps_its_ending(owner):
    row = stored(owner, "n" * 240 + ".pdf")
    assert len(row.name) <= 200
    assert row.name.endswith(".pdf")


@pytest.mark.parametrize("state", ["pending", "infected"])
def test_file_is_not_served_before_its_scan_has_ended_well(owner, signed_in, state):
    row = stored(owner)
    scanned(row, state)
    answer = asked(signed_in(owner), row)
    assert answer.status_code == 409
    assert CONTENT not in answer.content


@pytest.mark.parametrize("state", ["clean", "unscanned"])
def test_file_is_served_as_a_download_that_no_browser_runs(owner, signed_in, state):
    row = stored(owner)
    scanned(row, state)
    answer = asked(signed_in(owner), row)
    assert b"".join(answer.streaming_content) == CONTENT
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["Content-Type"] == PDF


def test_name_that_would_break_a_header_does_not(owner, signed_in):
    row = stored(owner, '报"\r\nSet-Cookie: a=b.pdf')
    scanned(row, "clean")
    answer = asked(signed_in(owner), row)
    assert answer.status_code == 200
    assert "\n" not in answer.headers["Content-Disposition"]
    assert "Set-Cookie" not in answer.headers


def of_a_case(owner, district, state):
    """A clean file of a case; a draft was never submitted."""
    row = stored(owner)
    scanned(row, "clean")
    values = {"submitted_at": None} if state == "draft" else {}
    with system_scope(reason="test"):
        batch = factories.open_batch()
        case = factories.case(owner, district.pk, batch, state=state, **values)
        ApplicationFile.objects.create(
            application=case, field="test_report", attachment=row,
            organisation_id=owner.organisation_id, district_id=district.pk,
        )  # fmt: skip
    return row


@pytest.mark.parametrize("duty", [Duty.ENTERPRISE_STAFF, Duty.DISTRICT_REVIEWER])
def test_foreign_file_is_not_found(owner, as_actor, district, other_district, signed_in, duty):
    row = of_a_case(owner, district, "district_review")
    stranger = as_actor(duty, district=other_district)
    assert asked(signed_in(stranger), row).status_code == 404


@pytest.mark.parametrize("duty", [*Duty][2:])
def test_file_of_a_case_is_for_the_duties_that_read_the_case(
    owner, as_actor, district, signed_in, duty
):
    row = of_a_case(owner, district, "district_review")
    status = 200 if duty in (Duty.CITY_OFFICER, Duty.LEADER) else 404
    assert asked(signed_in(as_actor(duty)), row).status_code == status


@pytest.mark.parametrize(("state", "status"), [("draft", 404), ("district_review", 200)])
def test_reviewer_reads_files_of_submitted_cases_only(
    owner, as_actor, district, signed_in, state, status
):
    row = of_a_case(owner, district, state)
    reviewer = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    assert asked(signed_in(reviewer), row).status_code == status


def test_file_without_a_rule_for_its_purpose_is_for_its_owner_only(
    owner, as_actor, district, signed_in
):
    row = stored(owner, purpose="nobody")
    scanned(row, "clean")
    reviewer = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    assert asked(signed_in(reviewer), row).status_code == 404


def test_foreign_reading_is_shown_to_the_enterprise(owner, as_actor, district, signed_in):
    row = of_a_case(owner, district, "district_review")
    reviewer = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    asked(signed_in(reviewer), row)
    asked(signed_in(owner), row)
    with acting_as(owner):
        assert [entry.what for entry in ReadEntry.objects.all()] == ["附件：报告.pdf"]


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [("a.pdf", CONTENT, True), ("a.docx", office("word/document.xml"), False)],
)
def test_file_is_shown_in_the_browser_and_runs_nothing_there(
    owner, signed_in, name, content, shown
):
    row = stored(owner, name, content)
    scanned(row, "clean")
    answer = signed_in(owner).get(reverse("documents:view", args=[row.pk]))
    assert answer.headers["Content-Disposition"].startswith("inline" if shown else "attachment")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
