"""Files that an enterprise gives to a bank with an answer: for the two of them alone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection
from django.urls import reverse

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as, system_scope
from audit.models import ReadEntry
from documents.models import Attachment
from financing.demands.actions.answer_bank import FILES, answer_bank
from financing.models import DemandFile, DemandHandling
from tests.financing import demands
from tests.financing.listing import consented, listed

pytestmark = pytest.mark.usefixtures("own_media")
PAPER = b"%PDF-1.4\n%%EOF\n"


def paper(name="审计报告.pdf", content=PAPER):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def asked(people, holder, bank, other_bank):
    """Two banks have the demand; the one has a question."""
    listed(people)
    consented(people.staff, bank)
    demand = demands.posted(people.staff, bank, other_bank)
    return demands.done(bank, demands.at(bank, demand), "ask", "请补充上年度审计报告")


@pytest.fixture
def given(people, asked):
    with acting_as(people.staff):
        answer_bank(people.staff, asked.pk, "已附审计报告", [paper()])
    with system_scope(reason="test"):
        row = DemandFile.objects.get()
        Attachment.objects.update(scan_state="clean")
    return row


def demand_of(row):
    with system_scope(reason="test"):
        return DemandHandling.objects.get(pk=row.handling_id).demand_id


def file_of(client, row):
    return client.get(reverse("financing:demand_file", args=[row.attachment_id]))


def test_answer_with_files_is_sent_from_the_page(people, asked, signed_in):
    answer = signed_in(people.staff).post(
        reverse("financing:handling_answer", args=[asked.pk]),
        {"reason": "已附", "materials": [paper(), paper("报表.pdf")], "version": asked.version},
    )
    assert answer.status_code == 302
    with system_scope(reason="test"):
        assert [one.name for one in DemandFile.objects.all()] == ["审计报告.pdf", "报表.pdf"]
    assert demands.fresh(asked).state == "taken"


def test_answer_needs_no_file(people, asked, signed_in):
    answer = signed_in(people.staff).post(
        reverse("financing:handling_answer", args=[asked.pk]),
        {"reason": "没有这份材料", "version": asked.version},
    )
    assert answer.status_code == 302 and demands.fresh(asked).state == "taken"


def test_file_that_cannot_be_taken_is_said_beside_it_and_nothing_is_answered(
    people, asked, signed_in
):
    answer = signed_in(people.staff).post(
        reverse("financing:handling_answer", args=[asked.pk]),
        {
            "reason": "已附审计报告",
            "materials": [paper(), paper("程序.pdf", b"MZ no paper")],
            "version": asked.version,
        },
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "“程序.pdf”的内容不是可接受的类型" in text and "已附审计报告" in text
    assert demands.fresh(asked).state == "asked"
    with system_scope(reason="test"):
        assert not DemandFile.objects.exists()
        assert not Attachment.objects.filter(purpose=FILES).exists()


def test_more_files_than_are_taken_at_once_are_refused(people, asked):
    with acting_as(people.staff), pytest.raises(RuleViolation, match="最多 5 个文件"):
        answer_bank(people.staff, asked.pk, "已附", [paper(f"{one}.pdf") for one in range(6)])


def test_bank_reads_the_file_and_the_enterprise_learns_of_it(people, bank, given, signed_in):
    page = signed_in(bank).get(reverse("financing:bank_demand", args=[given.handling_id]))
    assert "审计报告.pdf" in page.content.decode()
    assert b"".join(file_of(signed_in(bank), given).streaming_content) == PAPER
    with acting_as(people.staff):
        read = ReadEntry.objects.get(object_type="attachment")
    assert (read.reader_organisation, read.what) == (
        bank.organisation_name, "附件（融资对接）：审计报告.pdf",
    )  # fmt: skip


def test_file_is_not_served_before_its_scan(bank, given, signed_in):
    with system_scope(reason="test"):
        Attachment.objects.update(scan_state="pending")
    assert file_of(signed_in(bank), given).status_code == 409


def test_enterprise_reads_what_it_gave(people, given, signed_in):
    client = signed_in(people.staff)
    page = client.get(reverse("financing:own_demand", args=[demand_of(given)]))
    address = reverse("documents:download", args=[given.attachment_id])
    assert address in page.content.decode()
    assert client.get(address).status_code == 200


def test_another_bank_does_not_read_it(given, other_bank, signed_in):
    assert file_of(signed_in(other_bank), given).status_code == 404
    with acting_as(other_bank), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM financing_demandfile")
        assert cursor.fetchone() == (0,)


def test_bureaus_do_not_read_it(people, given, watchers, signed_in):
    for actor in watchers:
        client = signed_in(actor)
        address = reverse("documents:download", args=[given.attachment_id])
        assert client.get(address).status_code == 404
        with acting_as(actor), connection.cursor() as cursor:
            assert not DemandFile.objects.exists()
            cursor.execute("SELECT count(*) FROM financing_demandfile")
            assert cursor.fetchone() == (0,)


def test_file_stays_as_it_was_given(people, given):
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(people.staff):
        DemandFile.objects.filter(pk=given.pk).update(name="别的.pdf")
