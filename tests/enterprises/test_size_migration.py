"""A city that is there already: its last reports say the sizes, and the rest gets its year."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connections
from django.utils import timezone

from accounts.models import District, Organisation
from enterprises.models import Enterprise, YearlyReport
from tests.database_copies import migration_named

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
MIGRATION = migration_named("enterprises", "names_and_sizes")


@pytest.fixture
def entries(db):
    """Two medium-sized enterprises as they were before; the first has reported 1,200 persons."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(MIGRATION.AS_PORTAL)
    place = District.objects.using("owner").get(code="370212")
    found = []
    for number in (1, 2):
        organisation = Organisation.objects.using("owner").create(
            kind="enterprise", name=f"示例{number}有限公司", district=place
        )
        entry = Enterprise(
            organisation=organisation, district=place, name=organisation.name, industry_code="34",
            staff=900, revenue=50000, assets=1, size_class="medium", size_reason="中型",
            registration_state="unclaimed",
        )  # fmt: skip
        entry.save(using="owner", force_insert=True)
        found.append(entry)
    for year, staff, state in (
        (2023, 10, "submitted"),
        (2024, 1200, "submitted"),
        (2025, 1, "draft"),
    ):
        YearlyReport(
            organisation_id=found[0].pk, district=place, year=year, state=state, staff=staff,
            revenue=60000, assets=2,
        ).save(using="owner")  # fmt: skip
    return found


def migrated(entry):
    MIGRATION.class_by_reports(apps, SimpleNamespace(connection=connections["owner"]))
    rows = Enterprise._base_manager.using("owner")
    return rows.get(pk=entry.pk)


def test_last_submitted_report_says_the_size(entries):
    entry = migrated(entries[0])
    assert (entry.size_class, entry.staff, entry.size_year) == ("large", 1200, 2024)
    assert entry.size_is_reported
    assert entry.size_reason.endswith("（2024 年末数据）")


def test_figures_of_who_never_reported_are_of_the_year_before_registering(entries):
    entry = migrated(entries[1])
    assert (entry.size_class, entry.staff) == ("medium", 900)
    assert entry.size_year == timezone.localdate().year - 1
    assert not entry.size_is_reported
