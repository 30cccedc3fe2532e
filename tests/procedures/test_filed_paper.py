"""The filed application as a PDF: what was submitted, for whoever may read the case."""

import pytest
from django.urls import reverse

from accounts.duties import Duty
from accounts.tenancy import acting_as
from procedures.cases.filed_paper import content_of
from procedures.models import Application
from tests.procedures import filings


@pytest.fixture
def case(people, own_media):
    return filings.submitted(people.staff, product_name="精密减速机")


def content(people, case):
    with acting_as(people.staff):
        row = Application.objects.select_related("batch", "scheme_version__scheme").get(pk=case.pk)
        snapshot = row.snapshots.get()
        return content_of(row, snapshot), snapshot


def paper(client, case):
    return client.get(reverse("procedures:paper", args=[case.pk]))


class TestFiledPaper:
    def test_holds_what_was_submitted_with_its_digest(self, people, signed_in, case):
        told, snapshot = content(people, case)
        assert ["产品（技术）名称", "精密减速机"] in told["sections"][0]["lines"]
        assert told["sha256"] == snapshot.sha256
        assert told["title"].endswith("申报书")
        assert {name for name, _, _ in told["files"]} == {one["name"] for one in snapshot.files}

    def test_is_given_as_a_pdf(self, people, signed_in, case):
        answer = paper(signed_in(people.staff), case)
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")

    def test_what_was_changed_since_is_not_in_it(self, people, signed_in, case):
        with acting_as(people.reviewer):
            case_now = Application.objects.get(pk=case.pk)
            case_now.answers = {**case_now.answers, "product_name": "另一件产品"}
            case_now.save(update_fields=["answers"])
        assert "另一件产品" not in str(content(people, case)[0])

    def test_draft_has_none(self, people, signed_in, own_media):
        draft = filings.draft(people.staff, filings.open_batch())
        assert paper(signed_in(people.staff), draft).status_code == 404

    def test_bureau_of_another_district_finds_nothing(
        self, as_actor, signed_in, other_district, case
    ):
        stranger = as_actor(Duty.DISTRICT_REVIEWER, district=other_district)
        assert paper(signed_in(stranger), case).status_code == 404

    def test_reading_by_a_bureau_is_on_record(self, people, signed_in, client, case):
        paper(signed_in(people.reviewer), case)
        reads = signed_in(people.staff).get(reverse("people:reads")).content.decode()
        assert "申报书" in reads
