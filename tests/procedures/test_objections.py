"""Evidence of objections, who reads it and who objected, and what the city finds out."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from documents.access import may_download
from documents.models import Attachment
from procedures.models import Objection
from procedures.notices.actions.object_to_case import (
    decide_objection,
    note_investigation,
)
from tests.procedures.notices import GRIEVANCE, objected, proposed, published


@pytest.fixture
def case(people):
    return proposed(people)


@pytest.fixture
def notice(people, case):
    return published(people, [case])


def test_evidence_of_an_objection_is_read_by_the_city_officers_alone(
    people, notice, own_media, as_actor
):
    filed = objected(notice, evidence=[SimpleUploadedFile("证明.pdf", b"%PDF-1.4\n%%EOF\n")])
    with system_scope(reason="test"):
        evidence = filed.files.get().attachment
    assert may_download(people.city, evidence)
    assert not may_download(as_actor(Duty.AUDITOR), evidence)
    with acting_as(people.staff):
        assert not Attachment.objects.filter(pk=evidence.pk).exists()


def test_who_objected_is_shown_to_the_city_officers_alone(people, case, notice, signed_in):
    objected(notice, contact="objector@example.com")
    address = reverse("procedures:case", args=[case.pk])
    seen = {
        actor.duty: "objector@example.com" in signed_in(actor).get(address).content.decode()
        for actor in (people.city, people.reviewer, people.staff)
    }
    assert [duty for duty, shown in seen.items() if shown] == [people.city.duty]


def test_evidence_that_is_no_document_is_refused_beside_its_field(people, notice, own_media):
    with pytest.raises(RuleViolation) as refusal:
        objected(notice, evidence=[SimpleUploadedFile("证明.pdf", b"MZ not a document")])
    assert list(refusal.value.errors) == ["evidence"]
    with system_scope(reason="test"):
        assert not Objection.objects.exists()


def proofs(number):
    return [SimpleUploadedFile(f"证明{place}.pdf", b"%PDF-1.4\n%%EOF\n") for place in range(number)]


def test_several_files_come_with_an_objection_and_its_receipt_names_them(
    people, notice, own_media, client
):
    entry = reverse("procedures:objection", args=[notice.entries.get().pk])
    words = {"name": "张示例", "contact": "13800000000", "text": "产品不符"}
    receipt = client.post(entry, {**words, "evidence": proofs(2)})
    page = client.get(receipt.url).content.decode()
    assert "证明0.pdf、证明1.pdf" in page


def test_too_many_files_are_refused_with_what_was_typed(people, notice, own_media, client):
    entry = reverse("procedures:objection", args=[notice.entries.get().pk])
    words = {"name": "张示例", "contact": "13800000000", "text": "产品不符在此"}
    page = client.post(entry, {**words, "evidence": proofs(6)}).content.decode()
    assert "最多 5 个文件" in page
    assert "产品不符在此" in page


def test_enterprise_finds_no_objection_in_the_database(people, notice):
    objected(notice)
    with acting_as(people.staff), connection.cursor() as cursor:
        for table in ("objection", "objectionevidence", "investigationnote"):
            cursor.execute(f"SELECT count(*) FROM procedures_{table}")
            assert cursor.fetchone()[0] == 0


def test_investigation_is_noted_until_the_answer(people, case, notice, signed_in):
    objection = objected(notice)
    client = signed_in(people.city)
    address = reverse("procedures:investigate", args=[case.pk, objection.pk])
    client.post(address, {"text": "已电话核实"})
    assert "已电话核实" in client.get(reverse("procedures:case", args=[case.pk])).content.decode()
    with acting_as(people.city):
        decide_objection(people.city, objection.pk, upheld=False, answer="不成立。")
        with pytest.raises(RuleViolation, match="已经答复"):
            note_investigation(people.city, objection.pk, "再记")


def test_district_does_not_investigate(people, notice):
    objection = objected(notice)
    with acting_as(people.reviewer), pytest.raises(NotPermitted):
        note_investigation(people.reviewer, objection.pk, "我来记")


def test_public_may_not_flood_a_notice_with_objections(people, notice, client):
    with system_scope(reason="test"):
        address = reverse("procedures:objection", args=[notice.entries.first().pk])
    answers = [client.post(address, GRIEVANCE).status_code for _ in range(7)]
    assert (answers[0], answers[-1]) == (302, 429)
