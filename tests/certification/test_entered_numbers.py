"""Numbers, holders and codes of certificates that were issued elsewhere, in any spelling."""

import pytest
from django.db import IntegrityError, transaction

from accounts.tenancy import acting_as, system_scope
from certification.models import Certificate, IssuedCertificate
from certification.records import IssuedImport
from pages.imports.actions import apply_import, check_file
from tests.certification.test_entered import (
    as_written,
    certificates,
    city,
    entered,
    known,
    refusal,
    upload,
)

__all__ = ["city", "known"]
pytestmark = pytest.mark.usefixtures("own_media")
NUMBER = "试报-2024-9001"
SPELLINGS = (
    "试报－２０２４－９００１",
    "试报—2024—9001",
    "试报‐2024‐9001",
    "试报 2024 9001",
    NUMBER,
)
ODD_CODE = "91350203M0001QKT19"  # was issued with a wrong check character


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_one_number_makes_one_certificate(city, known, spelling):
    entered(city, number=NUMBER)
    assert refusal(city, number=spelling)["number"].startswith("平台上已有这个编号")
    assert len(certificates()) == 1


def test_one_number_is_one_key_of_the_import(city, known):
    with acting_as(city):
        first = check_file(city, IssuedImport, upload(as_written(number=SPELLINGS[0])))
        apply_import(city, IssuedImport, first.pk)
        for spelling in SPELLINGS:
            again = check_file(city, IssuedImport, upload(as_written(number=spelling)))
            assert (again.rows, again.rows_unchanged) == ([], 1)
        (one,) = IssuedCertificate.objects.all()
    assert one.number == NUMBER


def test_database_holds_one_certificate_of_a_number(city, known):
    entered(city, number=NUMBER)
    with system_scope(reason="test"), pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.bulk_create(
            [
                Certificate(
                    **known.home, kind="srdi_sme", number="试报 2024.9001", issued_on="2024-01-01",
                    valid_from="2024-01-01", valid_to="2027-01-01",
                )
            ]
        )  # fmt: skip


@pytest.mark.parametrize("name", ["试证", "青岛示例精密有限公司（盖章）", "合计：2家"])
def test_holder_is_named_as_in_the_registry(city, known, name):
    assert "holder_name" in refusal(city, holder_name=name, credit_code="")


def test_code_that_was_issued_wrong_is_taken_with_a_reason(city):
    said = refusal(city, holder_name="青岛全新轴承有限公司", credit_code=ODD_CODE)["credit_code"]
    assert "核对说明" in said
    entered(
        city, holder_name="青岛全新轴承有限公司", credit_code=ODD_CODE, code_note="已核对营业执照"
    )
    assert certificates()[0].credit_code == ODD_CODE
