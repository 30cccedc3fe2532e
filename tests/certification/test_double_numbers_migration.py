"""A city that is there already: where a number stood in two spellings, one row keeps it and the
others are marked, so that the migration that allows each only once goes on."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import IntegrityError, connections, transaction

from accounts.models import District, Organisation
from certification.models import Certificate, IssuedCertificate
from enterprises.models import Enterprise
from services.models import Policy
from tests.database_copies import migration_named

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
CERTIFICATES = migration_named("certification", "one_certificate_of_a_number")
POLICIES = migration_named("services", "one_policy_of_a_number")
# Three spellings that only the key finds to be one: full width, another dash, a space.
FIRST, SECOND, THIRD = "QD-2025-001", "QD－2025－001", "QD 2025—001"


@pytest.fixture
def before(db):
    """The database as before the migrations: a number may stand in several spellings."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(CERTIFICATES.AS_PORTAL)
        for name in ("certificate_number_key", "issued_number_key", "policy_number_key"):
            cursor.execute(f"DROP INDEX {name}")


def settle():
    """As if the rows had been committed: nothing is left to be checked at the end."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def carry_out(migration):
    settle()
    migration.keep_one_of_each_number(apps, SimpleNamespace(connection=connections["owner"]))


def insert(model, column, **values):
    """A row with the number as earlier versions kept it: as it was typed."""
    row = model(**values | {column: f"n{len(numbers(model, column))}"})
    row.save(using="owner", force_insert=True)
    with connections["owner"].cursor() as cursor:
        table = model._meta.db_table
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [values[column], row.pk])
    return row


@pytest.fixture
def home(before):
    place = District.objects.using("owner").get(code="370212")
    organisation = Organisation.objects.using("owner").create(
        kind="enterprise", name="青岛示例有限公司", district=place
    )
    Enterprise(
        organisation=organisation, district=place, name=organisation.name,
        registration_state="unclaimed",
    ).save(using="owner", force_insert=True)  # fmt: skip
    return {"organisation_id": organisation.pk, "district_id": place.pk}


DAYS = {
    "issued_on": date(2025, 1, 1), "valid_from": date(2025, 1, 1), "valid_to": date(2028, 1, 1),
}  # fmt: skip


def held(home, number):
    return insert(
        Certificate, "number", **home, **DAYS, number=number, kind="hidden_champion", title="产品",
        holder_name="青岛示例有限公司", credit_code="91370212MA00000001", token=f"t{number}",
    )  # fmt: skip


def entered(number, certificate=None):
    return insert(
        IssuedCertificate, "number", **DAYS, number=number, kind="hidden_champion",
        holder_name="青岛示例有限公司", document_number="示例〔2025〕1号", certificate=certificate,
    )  # fmt: skip


def numbers(model, field="number"):
    return list(model._base_manager.using("owner").order_by("pk").values_list(field, flat=True))


def restored(index, table, column):
    """The index of the key can be made again: each number stands once."""
    with connections["owner"].schema_editor(atomic=False) as editor:
        constraint = next(one for one in table._meta.constraints if one.name == index)
        editor.add_constraint(table, constraint)
    return True


def test_first_certificate_keeps_its_number_and_the_others_are_marked(home):
    rows = [held(home, number) for number in (FIRST, SECOND, THIRD, "QD-2025-002")]
    entered(SECOND, rows[1])
    carry_out(CERTIFICATES)
    assert numbers(Certificate) == [FIRST, f"{FIRST}-重号2", "QD2025-001-重号3", "QD-2025-002"]
    assert numbers(IssuedCertificate) == [f"{FIRST}-重号2"]
    assert restored("certificate_number_key", Certificate, "number")
    assert restored("issued_number_key", IssuedCertificate, "number")


def test_entered_row_that_counts_keeps_the_number(home):
    entered(FIRST)
    entered(SECOND, held(home, SECOND))
    carry_out(CERTIFICATES)
    assert numbers(IssuedCertificate) == [f"{FIRST}-重号2", SECOND]
    assert numbers(Certificate) == [SECOND]
    assert restored("issued_number_key", IssuedCertificate, "number")


def test_number_of_full_length_has_room_for_its_mark(home):
    long = "A" * 27
    held(home, f"{long}-01")
    held(home, f"{long}—01")
    carry_out(CERTIFICATES)
    assert numbers(Certificate) == [f"{long}-01", f"{long[:24]}-重号2"]


def test_first_policy_keeps_its_number(before):
    for number in ("青工信〔2026〕1号", "青工信[2026]1号", "青工信〔2026〕2号"):
        insert(
            Policy, "document_number", title="示例", document_number=number, issuer="示例局",
            level="city", valid_from=date(2026, 1, 1), text="内容",
        )  # fmt: skip
    carry_out(POLICIES)
    assert numbers(Policy, "document_number") == [
        "青工信〔2026〕1号", "青工信[2026]1号-重号2", "青工信〔2026〕2号",
    ]  # fmt: skip
    assert restored("policy_number_key", Policy, "document_number")


def test_without_the_migration_the_key_refuses_them(before):
    for number in ("青工信〔2026〕1号", "青工信[2026]1号"):
        insert(
            Policy, "document_number", title="示例", document_number=number, issuer="示例局",
            level="city", valid_from=date(2026, 1, 1), text="内容",
        )  # fmt: skip
    settle()
    with pytest.raises(IntegrityError), transaction.atomic(using="owner"):
        restored("policy_number_key", Policy, "document_number")
