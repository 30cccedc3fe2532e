"""The holder's certificates, the bureaus' list, and the public check."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import system_scope
from certification.models import Certificate
from procedures.models import Batch
from tests.procedures import factories

TODAY = timezone.localdate


def certificate(owner, number="QDZJTX-2026-000001", **values):
    with system_scope(reason="test"):
        batch = Batch.objects.first() or factories.open_batch()
        case = factories.case(owner, owner.district_ids[0], batch, state="approved")
        defaults = {
            "kind": "certified_product",
            "holder_name": owner.organisation_name,
            "title": "减速机",
            "issued_on": TODAY(),
            "valid_from": TODAY(),
            "valid_to": TODAY() + timedelta(days=30),
        }
        return Certificate.objects.create(
            application=case,
            scheme_version_id=case.scheme_version_id,
            organisation_id=owner.organisation_id,
            district_id=owner.district_ids[0],
            number=number,
            **{**defaults, **values},
        )


@pytest.fixture
def owner(as_actor, district):
    return as_actor(Duty.ENTERPRISE_STAFF, district=district)


def checked(row):
    return Client().get(reverse("certification:verify", args=[row.token]))


def test_holder_sees_own_certificates_only(owner, as_actor, other_district, signed_in):
    mine = certificate(owner)
    certificate(as_actor(Duty.ENTERPRISE_STAFF, district=other_district), "QDZJTX-2026-000002")
    page = signed_in(owner).get(reverse("certification:own"))
    assert list(page.context["page"]) == [mine]
    assert "已有专精特新产品（技术）认定" in page.content.decode()


def test_without_certificates_the_page_leads_to_filing(owner, signed_in):
    page = signed_in(owner).get(reverse("certification:own"))
    assert reverse("procedures:own") in page.content.decode()


def test_everybody_checks_a_valid_certificate_by_its_token(owner):
    row = certificate(owner)
    page = checked(row)
    assert page.status_code == 200
    assert "证书真实有效" in page.content.decode()
    assert row.number in page.content.decode()


def test_unknown_token_is_no_certificate(db):
    page = Client().get(reverse("certification:verify", args=["nonsense"]))
    assert page.status_code == 404
    assert "查无此证" in page.content.decode()


@pytest.mark.parametrize(
    "values",
    [
        {"state": "revoked"},
        {"state": "suspended"},
        {"state": "expired"},
        {"valid_to": timezone.localdate() - timedelta(days=1)},
        {"valid_from": timezone.localdate() + timedelta(days=1)},
    ],
)
def test_certificate_that_is_not_in_force_is_told_from_a_false_one(owner, values):
    assert "证书真实，但现已无效" in checked(certificate(owner, **values)).content.decode()


def test_last_day_is_valid(owner):
    assert "证书真实有效" in checked(certificate(owner, valid_to=TODAY())).content.decode()


def test_check_by_number_and_holder_leads_to_the_certificate(owner):
    row = certificate(owner)
    query = {"number": f" {row.number.lower()} ", "name": row.holder_name}
    answer = Client().get(reverse("certification:verify_number"), query)
    assert answer.headers["Location"] == reverse("certification:verify", args=[row.token])


@pytest.mark.parametrize("name", ["别的公司", ""])
def test_number_without_its_holder_tells_nothing(owner, name):
    row = certificate(owner)
    page = Client().get(
        reverse("certification:verify_number"), {"number": row.number, "name": name}
    )
    assert page.status_code == 200
    assert row.token not in page.content.decode()
    assert row.title not in page.content.decode()


def test_checking_too_often_is_slowed_down(db):
    address = reverse("certification:verify", args=["nonsense"])
    visitor = Client(REMOTE_ADDR="10.9.9.9")
    answers = [visitor.get(address) for _ in range(31)]
    assert [one.status_code for one in answers] == [404] * 30 + [429]
    words = answers[-1].content.decode()
    assert "查验太频繁" in words and "密码" not in words and "账号" not in words


def test_checks_that_find_their_certificate_are_not_counted(owner):
    row = certificate(owner)
    visitor = Client(REMOTE_ADDR="10.9.9.8")
    check = reverse("certification:verify_number")
    sent = {"number": row.number, "name": row.holder_name}
    answers = {visitor.get(check, sent, follow=True).status_code for _ in range(40)}
    assert answers == {200}
    for _ in range(30):
        visitor.get(check, {**sent, "name": "别的公司"})
    assert visitor.get(check, sent).status_code == 429


@pytest.mark.parametrize(
    ("duty", "status"),
    [
        (Duty.DISTRICT_REVIEWER, 200),
        (Duty.CITY_OFFICER, 200),
        (Duty.LEADER, 200),
        (Duty.AUDITOR, 200),
        (Duty.OPERATOR, 403),
        (Duty.BANK_OFFICER, 403),
        (Duty.EXPERT, 403),
    ],
)
def test_pdf_is_for_the_holder_and_the_bureaus(
    owner, as_actor, district, signed_in, own_media, duty, status
):
    from django.core.files.base import ContentFile
    from django.core.files.storage import storages

    row = certificate(owner, pdf_key=storages["attachments"].save("a.pdf", ContentFile(b"%PDF-")))
    place = {"district": district} if duty == Duty.DISTRICT_REVIEWER else {}
    address = reverse("certification:pdf", args=[row.pk])
    assert signed_in(as_actor(duty, **place)).get(address).status_code == status


def test_pdf_of_the_holder_is_a_download(owner, signed_in, own_media):
    row = certificate(owner)
    answer = signed_in(owner).get(reverse("certification:pdf", args=[row.pk]))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert f'filename="{row.number}.pdf"' in answer.headers["Content-Disposition"]
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")


def test_pdf_of_another_enterprise_or_district_is_not_found(
    owner, as_actor, other_district, signed_in
):
    address = reverse("certification:pdf", args=[certificate(owner).pk])
    for duty in (Duty.ENTERPRISE_STAFF, Duty.DISTRICT_REVIEWER):
        stranger = as_actor(duty, district=other_district)
        assert signed_in(stranger).get(address).status_code == 404


@pytest.mark.parametrize(("place", "number"), [("370212", 1), ("370214", 0)])
def test_bureau_lists_the_certificates_of_its_district(owner, as_actor, signed_in, place, number):
    from accounts.models import District

    certificate(owner)
    reviewer = as_actor(Duty.DISTRICT_REVIEWER, district=District.objects.get(code=place))
    page = signed_in(reviewer).get(reverse("certification:listing"))
    assert len(page.context["page"].rows) == number


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({"q": "减速"}, 1),
        ({"q": "qdzjtx-2026-000001"}, 1),
        ({"q": "轴承"}, 0),
        ({"state": "revoked"}, 0),
        ({"year": "2001"}, 0),
        ({"kind": "hidden_champion"}, 0),
    ],
)
def test_list_is_filtered(owner, as_actor, signed_in, query, number):
    certificate(owner)
    page = signed_in(as_actor(Duty.CITY_OFFICER)).get(reverse("certification:listing"), query)
    assert len(page.context["page"].rows) == number


@pytest.mark.parametrize("name", ["certification:listing", "certification:own"])
def test_list_asks_the_same_number_of_queries_whatever_its_length(
    owner, as_actor, signed_in, django_assert_num_queries, name
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(owner if name.endswith("own") else as_actor(Duty.CITY_OFFICER))
    for number in range(3):
        certificate(owner, f"QDZJTX-2026-1{number:05d}")
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(name))
    for number in range(27):
        certificate(owner, f"QDZJTX-2026-2{number:05d}")
    with django_assert_num_queries(len(few)):
        assert len(client.get(reverse(name)).context["page"].rows) == 30
