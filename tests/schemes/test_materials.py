"""Empty forms and examples for materials: uploaded by the city, frozen, offered to everybody."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from documents.models import Attachment
from procedures.batches.calls import calls
from procedures.cases.actions.start_application import start_application
from procedures.guides.content import Guide
from schemes.actions import design_scheme
from schemes.actions.change_material import change_material
from schemes.definition.stored import fields_in
from schemes.designer.difference import differences_of_versions
from schemes.models import SchemeVersion
from tests.procedures import filings
from tests.schemes.test_designer import draft, published, second, version  # noqa: F401

PDF = b"%PDF-1.7\n%%EOF\n"


def upload(name="模板.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def offered(actor, row, kind, file, key="property_right"):
    with acting_as(actor):
        return change_material(actor, row.pk, row.version, key, kind, file)


def question(row, key="property_right"):
    return next(one for one in fields_in(row.definition) if one["key"] == key)


def scanned():
    with system_scope(reason="test"):
        Attachment.objects.update(scan_state="clean")


def address(row, kind, key="property_right"):
    return reverse("schemes:material", args=[row.pk, key, kind])


def test_uploaded_template_is_offered_to_everybody_once_published(
    people, second, draft, client, own_media  # noqa: F811
):  # fmt: skip
    row = offered(people.city, draft, "template", upload())
    scanned()
    assert client.get(address(row, "template")).status_code == 404
    published(people.city, second, row)
    answer = client.get(address(row, "template"))
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, PDF)


def test_file_that_is_not_scanned_yet_is_not_given(people, draft, signed_in, own_media):  # noqa: F811
    row = offered(people.city, draft, "template", upload())
    assert signed_in(people.city).get(address(row, "template")).status_code == 409


def test_published_version_takes_no_other_file(people, second, draft, own_media):  # noqa: F811
    row = offered(people.city, draft, "sample", upload())
    row = published(people.city, second, row)
    kept = question(row)["sample_file"]
    with pytest.raises(RuleViolation):
        offered(people.city, row, "sample", upload("另一份.pdf"))
    with system_scope(reason="test"):
        assert question(SchemeVersion.objects.get(pk=row.pk))["sample_file"] == kept


def test_file_is_taken_away_again(people, draft, own_media):  # noqa: F811
    row = offered(people.city, draft, "template", upload())
    row = offered(people.city, row, "template", None)
    assert "template_file" not in question(row)


def test_others_than_the_city_offer_nothing(people, draft):  # noqa: F811
    with pytest.raises(NotPermitted):
        offered(people.reviewer, draft, "template", upload())


@pytest.mark.parametrize(("key", "kind"), [("segment", "template"), ("property_right", "other")])
def test_only_files_have_templates_and_samples(people, draft, key, kind):  # noqa: F811
    with pytest.raises(RuleViolation):
        offered(people.city, draft, kind, upload(), key)


def test_definition_opens_no_file_of_another_purpose(people, draft, signed_in):  # noqa: F811
    case = filings.draft(people.staff, filings.open_batch())
    with system_scope(reason="test"):
        foreign = case.files.first().attachment_id

    def naming(content):
        question_ = next(one for one in fields_in(content) if one["key"] == "property_right")
        question_["template_file"] = str(foreign)
        return content

    with acting_as(people.city):
        row = design_scheme.change_content(people.city, draft.pk, draft.version, naming)
    assert signed_in(people.city).get(address(row, "template")).status_code == 404


def test_form_of_the_designer_keeps_the_files(people, draft, signed_in, own_media):  # noqa: F811
    row = offered(people.city, draft, "template", upload())
    place = next(
        f"sections.{number}.fields.{at}"
        for number, section in enumerate(row.definition["sections"])
        for at, field in enumerate(section["fields"])
        if field["key"] == "property_right"
    )
    client = signed_in(people.city)
    page = client.get(reverse("schemes:part", args=[row.pk, place]))
    assert "空白模板和样例文件" in page.content.decode()
    client.post(
        reverse("schemes:part", args=[row.pk, place]),
        {"version": str(row.version), "label": "知识产权证明", "kind_": "file", "required": "on",
         "max_files": "5", "sample": "证书号：示例"},
    )  # fmt: skip
    with system_scope(reason="test"):
        kept = question(SchemeVersion.objects.get(pk=row.pk))
    assert kept["template_file"] == question(row)["template_file"]
    assert kept["sample"] == "证书号：示例"


def test_comparison_tells_that_a_template_was_added(people, version, draft, own_media):  # noqa: F811
    row = offered(people.city, draft, "template", upload())
    (change,) = differences_of_versions(version, row)
    assert (change.word, change.before) == ("空白模板", "")
    assert change.after.startswith("已上传")


def test_shipped_example_is_typeset_for_everybody(version, client):  # noqa: F811
    answer = client.get(address(version, "sample", "test_report"))
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


def test_material_without_an_example_has_none(version, client):  # noqa: F811
    assert client.get(address(version, "sample")).status_code == 404


def test_guide_and_form_offer_the_example(people, version, client, signed_in):  # noqa: F811
    batch = filings.open_batch()
    link = address(version, "sample", "test_report")
    guide = client.get(reverse("procedures:guide", args=["certified-product"]))
    assert f'href="{link}"' in guide.content.decode()
    with acting_as(people.staff):
        case, _ = start_application(people.staff, batch.pk)
    form = signed_in(people.staff).get(reverse("procedures:fill", args=[case.pk]))
    assert f'href="{link}"' in form.content.decode()
    assert 'aria-label="产品检测报告：看样例"' in form.content.decode()


@pytest.mark.django_db
def test_material_of_a_guide_names_what_is_offered():
    filings.open_batch()
    guide = Guide(next(one for one in calls() if one.scheme.code == "certified-product"))
    offers = {one.name: [offer.label for offer in one.offers] for one in guide.materials}
    assert offers["产品检测报告"] == ["看样例"]
    assert offers["知识产权证明"] == []
