"""Certificates that were issued outside of the portal: entered, imported, confirmed from lists."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from certification.actions.carry_over_certificates import rename_holder
from certification.actions.confirm_titles import Recognition, confirm_titles
from certification.actions.start_recheck import recheck_window
from certification.metrics import valid_of
from certification.models import Certificate, IssuedCertificate
from certification.nightly import run_nightly
from certification.records import IssuedImport, IssuedRecord
from certification.rungs import certificates_of, level_of, rung_history, valid_certificates
from enterprises.models import Enterprise, PublishedTitle
from pages.imports.actions import apply_import, check_file
from pages.records.actions import retire_record, save_record
from tests.certification.certificates import ends_in
from tests.enterprises.imports import code, enterprise
from tests.procedures.filings import told

pytestmark = pytest.mark.usefixtures("own_media")
TODAY = timezone.localdate()
NEXT_YEAR, LAST_YEAR = TODAY + timedelta(days=300), TODAY - timedelta(days=300)
HEADINGS = {
    "number": "证书编号", "kind": "类别", "holder_name": "持证企业", "is_former_name": "曾用名",
    "credit_code": "统一社会信用代码", "district": "区市", "title": "产品（技术）",
    "issued_on": "发证日期", "valid_from": "有效期起", "valid_to": "有效期止",
    "document_number": "认定文号",
}  # fmt: skip


@pytest.fixture
def city(as_actor):
    return as_actor(Duty.CITY_OFFICER)


@pytest.fixture
def known():
    return enterprise("青岛示例精密有限公司", code(1))


def paper(**changes):
    return {
        "number": "QD-SF-2024-017", "kind": "demonstration_enterprise",
        "holder_name": "青岛示例精密有限公司", "credit_code": code(1), "issued_on": LAST_YEAR,
        "valid_from": LAST_YEAR, "valid_to": NEXT_YEAR, "document_number": "青工信〔2024〕17号",
        **changes,
    }  # fmt: skip


def entered(actor, **changes):
    with acting_as(actor):
        return save_record(actor, IssuedRecord, paper(**changes)).row


def refusal(actor, **changes):
    with pytest.raises(RuleViolation) as refused:
        entered(actor, **changes)
    return refused.value.errors


def certificates():
    with system_scope(reason="test"):
        return list(Certificate.objects.order_by("pk"))


def upload(*rows):
    text = io.StringIO()
    said = [{"kind": "专精特新示范企业", "is_former_name": "否", **row} for row in rows]
    csv.writer(text).writerows(
        [HEADINGS.values(), *([r.get(k, "") for k in HEADINGS] for r in said)]
    )
    return SimpleUploadedFile("证书.csv", text.getvalue().encode("utf-8-sig"))


def as_written(**changes):
    row = paper(**changes)
    return {key: value.isoformat() if isinstance(value, date) else value
            for key, value in row.items() if key != "kind"}  # fmt: skip


# --- what an entered certificate counts for ---


def test_entered_certificate_counts_for_rung_and_target(city, known):
    entered(city)
    with system_scope(reason="test"):
        assert level_of(valid_certificates(known.pk)) == 2
        assert valid_of("demonstration_enterprise").count() == 1


def test_ladder_of_the_holder_knows_it(city, known, as_actor, district, signed_in):
    entered(city)
    with system_scope(reason="test"):
        organisation = known.organisation
    staff = as_actor(Duty.ENTERPRISE_STAFF, organisation=organisation, district=district)
    page = signed_in(staff).get(reverse("certification:ladder"))
    assert page.context["here"] == "示范企业"


def test_public_check_finds_it_with_its_document(city, known):
    entered(city)
    answer = Client().get(
        reverse("certification:verify_number"),
        {"number": "QD-SF-2024-017", "name": "青岛示例精密有限公司"},
        follow=True,
    )
    page = answer.content.decode()
    assert "证书真实有效" in page and "青工信〔2024〕17号" in page


def test_holder_is_told(city, known, as_actor, district):
    staff = as_actor(Duty.ENTERPRISE_STAFF, organisation=known.organisation, district=district)
    entered(city)
    assert told(staff.user_id) == ["证书已登记：专精特新示范企业"]


def test_one_that_has_run_out_belongs_to_the_history_alone(city, known):
    entered(city, valid_from=date(2019, 1, 1), valid_to=date(2021, 12, 31))
    (one,) = certificates()
    with system_scope(reason="test"):
        assert one.state == "expired"
        assert valid_certificates(known.pk) == []
        spans = rung_history(certificates_of(known.pk))
        assert [(span.level, span.since, span.until) for span in spans] == [
            (2, date(2019, 1, 1), date(2022, 1, 1)), (0, date(2022, 1, 1), None),
        ]  # fmt: skip


def test_pages_of_an_entered_certificate_open_without_case_and_paper(city, known, signed_in):
    row = entered(city)
    client = signed_in(city)
    page = client.get(reverse("certification:detail", args=[row.certificate_id]))
    assert "青工信〔2024〕17号" in page.content.decode()
    assert "下载证书" not in page.content.decode()
    answer = client.get(reverse("certification:pdf", args=[row.certificate_id]), follow=True)
    assert "不是本平台制发的" in answer.content.decode()
    assert client.get(reverse("certification:listing")).context["page"].rows
    assert client.get(reverse("certification:issued_list")).context["page"].rows


def test_recheck_of_an_entered_certificate_says_who_does_it(city, known):
    entered(city)
    with system_scope(reason="test"):
        window = recheck_window(Certificate.objects.get())
    assert window.running is None and "市级主管部门" in window.obstacle


def test_night_lets_it_run_out(city, known):
    row = entered(city)
    ends_in(row.certificate, -1)
    run_nightly()
    assert certificates()[0].state == "expired"


# --- whose it is ---


def test_code_with_quite_another_name_is_doubtful(city, known):
    assert (
        "名录中是“青岛示例精密有限公司”"
        in refusal(city, holder_name="青岛别家家具厂")["holder_name"]
    )
    assert certificates() == []


def test_former_name_is_taken_when_it_is_said_so(city, known):
    entered(city, holder_name="青岛老名字机械厂", is_former_name=True)
    (one,) = certificates()
    assert (one.organisation_id, one.holder_name) == (known.pk, "青岛老名字机械厂")


def test_full_name_finds_the_holder_without_a_code(city, known):
    entered(city, credit_code="", holder_name="青岛示例精密有限公司")
    (one,) = certificates()
    assert (one.organisation_id, one.credit_code) == (known.pk, code(1))


def test_similar_name_without_a_code_is_doubtful(city, known):
    errors = refusal(city, credit_code="", holder_name="青岛示例精密集团")
    assert "青岛示例精密有限公司" in errors["credit_code"]


def test_known_name_with_another_code_is_doubtful(city, known):
    assert code(1) in refusal(city, credit_code=code(2))["credit_code"]


def test_unknown_holder_becomes_an_entry_that_waits_for_it(city):
    entered(city, holder_name="青岛全新轴承有限公司", credit_code=code(3))
    with system_scope(reason="test"):
        entry = Enterprise.objects.select_related("district").get()
    assert (entry.registration_state, entry.credit_code) == ("unclaimed", None)
    assert entry.district.code == "370200"
    assert certificates()[0].credit_code == code(3)


def test_number_that_the_portal_has_is_refused(city, known):
    entered(city)
    assert set(refusal(city)) == {"number"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"valid_to": LAST_YEAR}, "valid_to"), ({"document_number": ""}, "document_number"),
     ({"valid_to": TODAY + timedelta(days=20_000)}, "valid_to"),
     ({"issued_on": TODAY + timedelta(days=1)}, "issued_on"),
     ({"kind": "certified_product", "title": ""}, "title"),
     ({"credit_code": "91370212MA00000000"}, "credit_code")],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_field(city, known, changes, field):
    assert set(refusal(city, **changes)) == {field}


def test_district_does_not_enter_certificates(as_actor, known):
    reviewer = as_actor(Duty.DISTRICT_REVIEWER)
    with acting_as(reviewer), pytest.raises(NotPermitted):
        save_record(reviewer, IssuedRecord, paper())


# --- corrections ---


def test_correction_of_the_register_corrects_the_certificate(city, known):
    row = entered(city)
    with acting_as(city):
        save_record(city, IssuedRecord, {"valid_to": NEXT_YEAR + timedelta(days=9)}, pk=row.pk)
    (one,) = certificates()
    assert one.valid_to == NEXT_YEAR + timedelta(days=9)
    with system_scope(reason="test"):
        assert list(one.events.order_by("id").values_list("transition", flat=True)) == [
            "enter", "amend",
        ]  # fmt: skip


def test_date_typed_wrong_comes_back_into_force(city, known):
    row = entered(city, valid_to=TODAY - timedelta(days=9))
    assert certificates()[0].state == "expired"
    with acting_as(city):
        save_record(city, IssuedRecord, {"valid_to": NEXT_YEAR}, pk=row.pk)
    assert certificates()[0].state == "valid"


def test_certificate_does_not_change_hands_by_a_correction(city, known):
    row = entered(city)
    enterprise("青岛别家家具有限公司", code(5))
    with acting_as(city), pytest.raises(RuleViolation) as refused:
        said = {"credit_code": code(5), "holder_name": "青岛别家家具有限公司"}
        save_record(city, IssuedRecord, said, pk=row.pk)
    assert set(refused.value.errors) == {"holder_name"}


def test_correction_leaves_a_name_that_was_changed_by_its_act(city, known):
    row = entered(city)
    with acting_as(city):
        rename_holder(
            city, row.certificate_id, "青岛新名称有限公司",
            reason="变更登记", document_number="青市监〔2026〕1号",
        )  # fmt: skip
        save_record(city, IssuedRecord, {"title": "示范企业"}, pk=row.pk)
    (one,) = certificates()
    assert (one.holder_name, one.title) == ("青岛新名称有限公司", "示范企业")


def test_retired_line_revokes_its_certificate(city, known):
    row = entered(city)
    with acting_as(city):
        retire_record(city, IssuedRecord, row.pk, "登记错了")
    assert certificates()[0].state == "revoked"


# --- import ---


def test_import_matches_by_code_and_name_and_names_the_doubtful_cell(city, known):
    rows = (
        as_written(),
        as_written(number="QD-2", holder_name="青岛别家家具厂"),
        as_written(number="QD-3", holder_name="青岛全新轴承有限公司", credit_code=""),
    )
    with acting_as(city):
        staged = check_file(city, IssuedImport, upload(*rows))
        assert (len(staged.new_rows), staged.rows_wrong) == (2, 1)
        assert [(one["cell"], one["column"]) for one in staged.problems] == [("C3", "持证企业")]
        apply_import(city, IssuedImport, staged.pk)
    assert sorted(one.number for one in certificates()) == ["QD-3", "QD-SF-2024-017"]


def test_same_file_again_changes_nothing(city, known):
    with acting_as(city):
        apply_import(city, IssuedImport, check_file(city, IssuedImport, upload(as_written())).pk)
        again = check_file(city, IssuedImport, upload(as_written()))
    assert (again.rows_unchanged, again.rows) == (1, [])
    with system_scope(reason="test"):
        assert IssuedCertificate.objects.count() == 1


# --- published lists ---


@pytest.fixture
def titles(known):
    other = enterprise("青岛另家轴承有限公司", code(2))
    with system_scope(reason="test"):
        return [
            PublishedTitle.objects.create(
                **one.home, published_name=one.name, title="青岛市“专精特新”示范企业",
                source="2024 年名单", match_state="matched", line_key=str(one.pk),
            )
            for one in (known, other)
        ]  # fmt: skip


SAID = Recognition(
    "demonstration_enterprise", "青工信〔2024〕17号", LAST_YEAR, LAST_YEAR, NEXT_YEAR
)


def confirmed(actor, rows, said=SAID):
    with acting_as(actor):
        return confirm_titles(actor, [row.pk for row in rows], said)


def test_confirmed_titles_are_certificates_with_numbers_of_their_own(city, titles):
    made = confirmed(city, titles).made
    assert len({one.number for one in made}) == 2
    assert all(one.number.startswith(f"QDSFQY-{LAST_YEAR.year}-") for one in made)
    with system_scope(reason="test"):
        assert valid_of("demonstration_enterprise").count() == 2


def test_title_is_confirmed_once(city, titles):
    confirmed(city, titles[:1])
    again = confirmed(city, titles)
    assert [(one.pk, why) for one, why in again.left_out] == [(titles[0].pk, "已确认为证书")]
    assert len(certificates()) == 2


def test_holder_of_a_valid_certificate_of_the_kind_gets_no_second(city, titles):
    entered(city)
    result = confirmed(city, titles)
    assert [(one.pk, why) for one, why in result.left_out] == [
        (titles[0].pk, "已持有同类的有效证书")
    ]


def test_only_the_city_confirms(as_actor, titles):
    reviewer = as_actor(Duty.DISTRICT_REVIEWER)
    with acting_as(reviewer), pytest.raises(NotPermitted):
        confirm_titles(reviewer, [titles[0].pk], SAID)


def test_titles_are_chosen_and_confirmed_on_pages(city, titles, signed_in):
    client = signed_in(city)
    listing = reverse("certification:titles")
    page = client.post(listing, {"bulk": "confirm", "row": [one.pk for one in titles]})
    assert "把 2 条称号确认为证书" in page.content.decode()
    assert page.context["form"]["kind"].value() == "demonstration_enterprise"
    data = {"title": [one.pk for one in titles], "kind": "demonstration_enterprise",
            "issued_on": LAST_YEAR, "valid_from": LAST_YEAR, "valid_to": NEXT_YEAR}  # fmt: skip
    confirm = reverse("certification:titles_confirm")
    assert client.post(confirm, data).status_code == 422
    data["document_number"] = "青工信〔2024〕17号"
    for name, day in (("valid_to", "2099-01-01"), ("issued_on", "0021-03-05")):
        answer = client.post(confirm, {**data, name: day})
        assert answer.context["form"].errors == {name: ["请核对年份。"]}
    client.post(confirm, {**data, "document_number": "青工信〔2024〕17号"})
    assert len(certificates()) == 2
    assert client.get(listing, {"confirmed": "no"}).context["page"].rows == []
