"""The correction of the shipped schemes, in a new city and in one that has used them.

All of it happens on the owner's connection, which alone may change what is published, and is
rolled back with the test.
"""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connections
from django.utils import timezone

from procedures.models import Batch
from schemes.definition.stored import fields_in
from schemes.models import SchemeVersion
from tests.database_copies import migration_named
from tests.schemes.shipped import FOLDER, SHIPPED, load_definition

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
CORRECTION = migration_named("schemes", "corrected_schemes")
FIRST = ("certified-product", "2018 版")


def corrected():
    CORRECTION.correct(apps, SimpleNamespace(connection=connections["owner"]))


def versions():
    rows = SchemeVersion.objects.using("owner").select_related("scheme").order_by("pk")
    return {(one.scheme.code, one.label): one for one in rows}


@pytest.fixture
def shipped(db):
    """The content that the portal was first shipped with."""
    text = migration_named("schemes", "shipped_schemes").FILE.read_text(encoding="utf-8")
    with connections["owner"].cursor() as cursor:
        cursor.execute(CORRECTION.AS_BUREAU)
        cursor.execute("SELECT set_config('app.city', 'on', true)")
        cursor.execute("ALTER TABLE schemes_schemeversion DISABLE TRIGGER frozen_version")
    known = versions()
    for row in json.loads(text):
        version = known[row["code"], row["label"]]
        SchemeVersion.objects.using("owner").filter(pk=version.pk).update(
            definition=row["definition"]
        )
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE schemes_schemeversion ENABLE TRIGGER frozen_version")
    return versions()


@pytest.fixture
def used(shipped):
    """A shipped version with a batch."""
    version, now = shipped[FIRST], timezone.now()
    Batch.objects.using("owner").create(
        version=version, name="批次", year=now.year, opens_at=now, closes_at=now + timedelta(days=9)
    )
    return version


def test_version_that_nothing_refers_to_is_corrected_where_it_stands(shipped):
    corrected()
    after = versions()
    assert {key: one.pk for key, one in after.items()} == {
        key: one.pk for key, one in shipped.items()
    }
    assert "innovation_routes" in str(after["little-giant", "2022 版"].definition)


def test_version_that_was_used_stays_and_the_correction_stands_beside_it(used):
    corrected()
    after = versions()
    kept, beside = after[FIRST], after[FIRST[0], "2018 版（更正）"]
    assert kept.definition == used.definition
    assert beside.definition["timetable"]["source"].startswith("示例值")
    assert (beside.state, beside.based_on_id) == ("published", used.pk)
    assert (beside.valid_from, beside.valid_to) == (used.valid_from, used.valid_to)


def test_correcting_twice_changes_nothing_more(used):
    corrected()
    before = {key: one.pk for key, one in versions().items()}
    corrected()
    assert {key: one.pk for key, one in versions().items()} == before


def test_corrected_versions_are_frozen_like_all_others(shipped):
    corrected()
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgenabled FROM pg_trigger WHERE tgname = ANY (%s)",
            [list(CORRECTION.FREEZING)],
        )
        assert dict(cursor.fetchall()) == dict.fromkeys(CORRECTION.FREEZING, "O")


# --- what later shipments fill in ----------------------------------------------------------------

COMPLETION = migration_named("schemes", "shipped_prefills_and_sample")


def completed():
    COMPLETION.complete(apps, SimpleNamespace(connection=connections["owner"]))
    return versions()[FIRST]


def questions(version):
    return {one["key"]: one for one in fields_in(version.definition)}


def test_prefills_and_example_come_into_what_nothing_refers_to(shipped):
    found = questions(completed())
    assert found["launched_on"]["prefill"] == "product.launched_on"
    assert found["test_report"]["sample"].startswith("报告编号：示例")


def test_prefills_leave_a_version_that_was_used_as_it_is(used):
    assert completed().definition == used.definition


def test_shipped_files_say_what_the_versions_say(db):
    for row in SHIPPED:
        stored = versions()[row["code"], row["label"]]
        assert stored.parsed == load_definition(FOLDER / str(row["file"]))
