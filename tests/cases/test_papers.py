"""What the portal writes: names with rare characters, codes that Excel would turn around."""

import io
import zipfile

import openpyxl
import pytest
from django.urls import reverse

from accounts.tenancy import acting_as, system_scope
from documents.pdf.glyphs import missing_glyphs, warnings_about
from documents.workbooks.export import stream_workbook
from enterprises.models import Enterprise
from procedures.models import Application, NoticeEntry
from procedures.notices.actions.publish_notice import propose_notice
from tests.certification.certificates import certified
from tests.procedures import filings
from tests.procedures.notices import WORDS, ended, proposed, published


def test_case_38_characters_that_the_font_lacks_are_found():
    assert missing_glyphs("青岛𬭎㐂𠮷龘𱝩🀄（示例）ABC-1") == "𱝩🀄"
    assert warnings_about(["青岛示例", "青岛𱝩厂", "青岛𱝩厂"]) == [
        "“青岛𱝩厂”中的“𱝩”不在公文和证书的字体里，打印出来会是空框。"
    ]


def test_case_38_missing_character_is_told_before_publishing(people, signed_in):
    case = proposed(people)
    with system_scope(reason="test"):
        Application.objects.filter(pk=case.pk).update(title="示例𱝩减速机")
    page = signed_in(people.city).get(reverse("procedures:compose_notice", args=[case.batch_id]))
    assert "“示例𱝩减速机”中的“𱝩”不在公文和证书的字体里" in page.content.decode()


def test_case_38_missing_character_is_told_before_certificates_are_issued(people, signed_in):
    notice = published(people, [proposed(people)])
    ended(notice)
    with system_scope(reason="test"):
        NoticeEntry.objects.filter(notice_id=notice.pk).update(enterprise_name="青岛𱝩厂")
    page = signed_in(people.city).get(reverse("procedures:notice", args=[notice.pk]))
    assert "“青岛𱝩厂”中的“𱝩”" in page.content.decode()


def test_case_38_missing_character_in_a_long_text_is_told_with_what_stands_around_it():
    (said,) = warnings_about([f"{'青' * 300}𱝩{'岛' * 300}"])
    assert "𱝩" in said and len(said) < 90


def test_case_38_second_officer_is_told_before_a_notice_is_published(
    people, signed_in, two_persons
):
    case = proposed(people)
    with system_scope(reason="test"):
        Application.objects.filter(pk=case.pk).update(title="示例𱝩减速机")
    with acting_as(people.city):
        row = propose_notice(people.city, case.batch_id, [case.pk], **WORDS)
    page = signed_in(people.city).get(reverse("people:proposal", args=[row.pk]))
    assert "“示例𱝩减速机”中的“𱝩”不在公文和证书的字体里" in page.content.decode()


@pytest.mark.parametrize("field", ["title", "body", "objection_contact"])
def test_case_38_notice_has_no_words_that_its_document_cannot_show(people, signed_in, field):
    case = proposed(people)
    sent = {
        **WORDS, "cases": [str(case.pk)], field: "关于🀄的公示",
    }  # fmt: skip
    address = reverse("procedures:compose_notice", args=[case.batch_id])
    form = signed_in(people.city).post(address, sent).context["form"]
    assert list(form.errors) == [field] and "“🀄”不在公文" in form.errors[field][0]
    with system_scope(reason="test"):
        assert not NoticeEntry.objects.exists()


def test_case_38_missing_character_of_an_application_is_told_while_it_is_filled_in(
    people, signed_in
):
    draft = filings.draft(people.staff, filings.open_batch())
    with system_scope(reason="test"):
        Application.objects.filter(pk=draft.pk).update(answers={"description": "示例𱝩"})
    page = signed_in(people.staff).get(reverse("procedures:fill", args=[draft.pk]))
    assert "“示例𱝩”中的“𱝩”" in page.content.decode()


def test_case_38_missing_character_of_an_application_is_told_beside_its_paper(people, signed_in):
    batch = filings.open_batch()
    case = filings.submitted(people.staff, batch, product_name="示例𱝩减速机")
    for actor in (people.staff, people.reviewer):
        page = signed_in(actor).get(reverse("procedures:case", args=[case.pk]))
        assert "“示例𱝩减速机”中的“𱝩”" in page.content.decode()


def test_case_38_missing_character_of_a_new_name_is_told_before_a_certificate_bears_it(
    people, signed_in
):
    row = certified(people)
    with system_scope(reason="test"):
        Enterprise.objects.filter(pk=row.organisation_id).update(name="青岛𱝩新名有限公司")
    page = signed_in(people.city).get(reverse("certification:act", args=[row.pk, "rename"]))
    assert "“青岛𱝩新名有限公司”中的“𱝩”" in page.content.decode()


@pytest.mark.parametrize("name", ["青岛RV_x0041_试报", "_xABCD_", "__x0020__", "x_x12_y"])
def test_case_51_text_that_looks_like_a_code_of_a_character_is_kept(name):
    data = b"".join(stream_workbook("企业", ["企业名称"], [[name]]))
    xml = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert "_x0041_" not in xml.replace("_x005F_x0041_", "")
    assert openpyxl.load_workbook(io.BytesIO(data)).active["A2"].value in (
        name,
        name.replace("_x", "_x005F_x"),
    )
