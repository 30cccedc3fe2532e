"""Names and codes in several spellings: kept, searched, matched and checked alike."""

from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.duties import Duty
from accounts.tenancy import system_scope
from enterprises.imports.names import name_fields
from enterprises.models import Enterprise, RegistrationEvent
from enterprises.rules.credit_code import check_problem, shape_problem
from tests.certification.test_pages import certificate
from tests.database_copies import migration_named
from tests.enterprises.entries import code_of, typed
from tests.enterprises.imports import check, csv_bytes, enterprise, line
from tests.factories import UserFactory

REGISTER = "/enterprises/register/"
# Well-formed, with a wrong check character.
ODD_CODE = "91350203M0001QKT19"


@pytest.fixture
def newcomer(client, db):
    user = UserFactory()
    client.force_login(user, "accounts.sign_in.PortalBackend")
    return user


def the_one():
    with system_scope(reason="test"):
        return Enterprise.objects.get()


def page(client, text):
    return client.get(f"{reverse('enterprises:list')}?{urlencode({'q': text})}").content.decode()


def test_case_5_code_with_marks_of_direction_is_taken_by_the_form(client, newcomer, district):
    wrapped = f"\u202d{code_of(1)}\u202c"
    assert client.post(REGISTER, typed(district, credit_code=wrapped)).status_code == 302
    assert the_one().credit_code == code_of(1)


def test_case_7_name_is_kept_without_marks_of_direction(client, newcomer, district):
    name = "青岛\u202a试报四\u202c(零件)有限公司"
    client.post(REGISTER, typed(district, name=name))
    with system_scope(reason="test"):
        kept = Enterprise.objects.select_related("organisation").get()
    assert kept.name == kept.organisation.name == "青岛试报四（零件）有限公司"


def test_case_7_marks_of_direction_do_not_come_in_by_any_form(client, newcomer, district):
    client.post(REGISTER, typed(district, address="示例路\u202e1\u202c号\u200b"))
    assert the_one().address == "示例路1号"


@pytest.mark.parametrize(
    "text", ["青岛(试报)零件", "青岛（试报）零件", "(试报)", "青岛 (试报) 零件", "\u202a试报"]
)
@pytest.mark.parametrize("name", ["青岛（试报）零件有限公司", "青岛(试报)零件有限公司"])
def test_case_8_name_is_found_in_either_brackets(as_actor, signed_in, name, text):
    enterprise(name, code_of(1))
    client = signed_in(as_actor(Duty.CITY_OFFICER))
    assert "青岛（试报）零件有限公司" in page(client, text)


@pytest.mark.parametrize("text", ["techcn", "TECHCN", "ＴＥＣＨＣＮ", "alpha88"])
def test_case_11_letters_are_looked_for_in_names_and_codes(as_actor, signed_in, text):
    enterprise("青岛TECHCNALPHA88试报有限公司", code_of(1))
    enterprise("青岛另一家示例有限公司", code_of(2))
    shown = page(signed_in(as_actor(Duty.CITY_OFFICER)), text)
    assert "TECHCNALPHA88" in shown and "青岛另一家示例" not in shown


def test_case_11_beginning_of_a_code_is_still_found(as_actor, signed_in):
    enterprise("青岛示例甲有限公司", code_of(1))
    assert "青岛示例甲有限公司" in page(signed_in(as_actor(Duty.CITY_OFFICER)), code_of(1)[:10])


@pytest.mark.parametrize(
    "number",
    [
        "QDZJTX-2026-000001", "ＱＤＺＪＴＸ－２０２６－０００００１", "qdzjtx—2026—000001",
        "QDZJTX–2026–000001", "QDZJTX‐2026‐000001", "QDZJTX2026000001", " QDZJTX - 2026 - 000001 ",
    ],
)  # fmt: skip
def test_case_13_certificate_is_found_however_its_number_is_spelled(as_actor, district, number):
    owner = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    row = certificate(owner, holder_name="青岛澜蓝电气（示例00376）有限公司")
    answer = verified(number, "青岛澜蓝电气（示例00376）有限公司")
    assert answer.headers["Location"] == reverse("certification:verify", args=[row.token])


@pytest.mark.parametrize(
    "name",
    [
        "青岛澜蓝电气(示例00376)有限公司",
        "青岛澜蓝电气（示例００３７６）有限公司",
        # As a reader of PDF copies it out of the certificate.
        "青岛澜蓝电气（示例 00376）有限公司",
        "⻘岛澜蓝电⽓（示例00376）有限公司",
        "青島瀾藍電氣(示例00376)有限公司",
    ],
)
def test_case_13_14_certificate_is_found_however_its_holder_is_spelled(as_actor, district, name):
    owner = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    row = certificate(owner, holder_name="青岛澜蓝电气（示例00376）有限公司")
    answer = verified("QDZJTX-2026-000001", name)
    assert answer.headers["Location"] == reverse("certification:verify", args=[row.token])


@pytest.mark.parametrize(
    "number",
    [
        "证书编号:QDZJTX-2026-000001",
        "编号：ＱＤＺＪＴＸ—2026—000001",
        "證書編號：QDZJTX-2026-000001",
    ],
)
def test_certificate_is_found_by_the_line_that_its_number_stands_in(as_actor, district, number):
    owner = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    row = certificate(owner, holder_name="青岛澜蓝电气有限公司")
    answer = verified(number, "持证企业：青岛澜蓝电气有限公司")
    assert answer.headers["Location"] == reverse("certification:verify", args=[row.token])


@pytest.mark.parametrize("number", ["QDZJTX-2026-000002", "QDZJTX-2026-00001", "0"])
def test_another_number_is_no_certificate(as_actor, district, number):
    owner = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    certificate(owner, holder_name="青岛澜蓝电气有限公司")
    assert "没有找到" in verified(number, "青岛澜蓝电气有限公司").content.decode()


def verified(number, name):
    query = urlencode({"number": number, "name": name})
    return Client().get(f"{reverse('certification:verify_number')}?{query}")


def test_case_15_code_that_breaks_its_check_is_well_formed():
    assert shape_problem(ODD_CODE) == ""
    assert "校验" in check_problem(ODD_CODE)


def test_case_15_code_that_breaks_its_check_asks_for_a_second_look(client, newcomer, district):
    answer = client.post(REGISTER, typed(district, credit_code=ODD_CODE))
    assert answer.status_code == 422
    assert "已与营业执照逐位核对" in answer.content.decode()


def test_case_15_code_the_licence_has_reaches_the_bureau(client, newcomer, district):
    sent = typed(district, credit_code=ODD_CODE, code_checked="on")
    assert client.post(REGISTER, sent).status_code == 302
    assert the_one().credit_code == ODD_CODE


@pytest.mark.parametrize("code", ["91350203M0001QKT1", "91350203I0001QKT19"])
def test_code_that_can_be_none_is_refused_though_looked_at(client, newcomer, district, code):
    sent = typed(district, credit_code=code, code_checked="on")
    assert client.post(REGISTER, sent).status_code == 422


@pytest.fixture
def waiting(client, newcomer, district):
    client.post(REGISTER, typed(district, credit_code=ODD_CODE, code_checked="on"))
    return the_one()


def test_case_15_reviewer_lets_the_code_pass_with_a_reason_that_is_kept(
    waiting, reviewer, signed_in
):
    client = signed_in(reviewer)
    address = reverse("enterprises:decide", args=[waiting.pk])
    assert (
        "校验位不符，仍然确认"
        in client.get(reverse("enterprises:detail", args=[waiting.pk])).content.decode()
    )
    client.post(
        f"{address}?decision=confirm", {"reason": "已核对营业执照原件", "version": waiting.version}
    )
    row = the_one()
    assert (row.registration_state, row.code_note) == ("confirmed", "已核对营业执照原件")
    assert row.refusal_reason == ""
    with system_scope(reason="test"):
        assert RegistrationEvent.objects.latest("pk").reason == "已核对营业执照原件"


def test_case_15_reviewer_cannot_let_the_code_pass_without_a_reason(waiting, reviewer, signed_in):
    address = reverse("enterprises:decide", args=[waiting.pk])
    signed_in(reviewer).post(address, {"decision": "confirm", "version": waiting.version})
    assert the_one().registration_state == "pending_confirmation"


def test_case_15_import_takes_the_code_with_a_note(reviewer):
    row = line(1, credit_code=ODD_CODE)
    refused = check(reviewer, csv_bytes([row]))
    assert "“核对说明”" in refused.problems[0]["reason"]
    taken = check(reviewer, csv_bytes([line(1, credit_code=ODD_CODE, note="已核对执照")]))
    assert (taken.rows_new, taken.rows_wrong) == (1, 0)


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("重庆示例厂", "chong qing"),
        ("长城示例厂", "chang cheng"),
        ("厦门示例厂", "xia men"),
        ("青岛示例厂", "qing dao"),
        ("青岛朝阳示例厂", "qing dao chao yang"),
        ("单县示例厂", "shan xian"),
        ("乐陵示例厂", "lao ling"),
    ],
)
def test_case_49_names_are_sorted_by_the_words_they_are_made_of(name, pinyin):
    assert name_fields(name)["name_pinyin"].startswith(pinyin)


def test_names_from_before_are_respelled_with_their_keys(db):
    row = enterprise("青岛示例厂有限公司", code_of(1))
    with system_scope(reason="test"):
        Enterprise.objects.filter(pk=row.pk).update(name="重庆(示例 7)厂\u200b", name_key="旧")
        module = migration_named("enterprises", "names_and_sizes")
        module.respell(apps, SimpleNamespace(connection=connection))
        kept = Enterprise.objects.select_related("organisation").get(pk=row.pk)
    assert kept.name == kept.organisation.name == "重庆（示例7）厂"
    assert (kept.name_key, kept.name_pinyin[:10]) == ("重庆示例7厂", "chong qing")
