"""What the portal writes: names with rare characters, codes that Excel would turn around."""

import io
import zipfile

import openpyxl
import pytest
from django.urls import reverse

from accounts.tenancy import system_scope
from documents.pdf.glyphs import missing_glyphs, warnings_about
from documents.workbooks.export import stream_workbook
from procedures.models import Application, NoticeEntry
from tests.procedures.notices import ended, proposed, published


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


@pytest.mark.parametrize("name", ["青岛RV_x0041_试报", "_xABCD_", "__x0020__", "x_x12_y"])
def test_case_51_text_that_looks_like_a_code_of_a_character_is_kept(name):
    data = b"".join(stream_workbook("企业", ["企业名称"], [[name]]))
    xml = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert "_x0041_" not in xml.replace("_x005F_x0041_", "")
    assert openpyxl.load_workbook(io.BytesIO(data)).active["A2"].value in (
        name,
        name.replace("_x", "_x005F_x"),
    )
