"""Whoever only reads the whole city changes no row of the reports: asked of the database itself, as
for foreign rows."""

import pytest
from django.db import connection

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from tests.accounts.test_foreign_rows import let_through, policies
from tests.factories import OrganisationFactory, UserFactory

# What a leader says on an order is an act of theirs (批示).
WORD_OF_LEADERS = {"reports_order", "reports_orderevent", "reports_instruction"}
# Whose own rows they are, they write: what they saw, subscribed to, opened and have sent to them.
OWN = {
    "reports_progressvisit", "reports_papersubscription", "reports_paperrecipient",
    "reports_reportschedule", "reports_reportrun", "reports_reportrunpart",
}  # fmt: skip
PORTALS = {
    "reports_placement", "reports_countedstay", "reports_dailysnapshot", "reports_fact",
    "reports_districtfact", "reports_factcheck",
}  # fmt: skip


@pytest.fixture
def row(db, district):
    """A row as leaders and auditors read it: of a district and an office, shared and issued."""
    with system_scope(reason="test"):
        office, person = OrganisationFactory(district=district), UserFactory()
    found = {
        "organisation_id": office.pk, "district_id": district.pk, "user_id": person.pk,
        "recipient_id": person.pk, "reader_id": person.pk, "readers": [district.pk],
        "audience": [district.pk], "sharing": "edit", "state": "published",
    }  # fmt: skip
    return lambda table: found if table.startswith("reports_") else {}


@pytest.mark.parametrize("duty", [Duty.LEADER, Duty.AUDITOR, Duty.OPERATOR])
def test_who_reads_the_whole_city_writes_no_row_of_the_reports(duty, row, as_actor):
    with acting_as(as_actor(duty)), connection.cursor() as cursor:
        found = {table for table in let_through(cursor, row) if table.startswith("reports_")}
    assert found == (WORD_OF_LEADERS & {"reports_order"} if duty == Duty.LEADER else set())


def test_officer_of_the_city_writes_what_the_others_read(row, as_actor):
    with acting_as(as_actor(Duty.CITY_OFFICER)), connection.cursor() as cursor:
        found = let_through(cursor, row)
    assert {"reports_plan", "reports_assessmentround", "reports_appeal", "reports_paper",
            "reports_savedreport", "reports_story", "reports_workplan"} <= set(found)  # fmt: skip


def test_every_table_of_the_reports_asks_who_acts(db):
    """Also where a row belongs to another that the test above has not made."""
    silent = {
        table
        for (table, command), (there, made) in policies().items()
        if table.startswith("reports_") and command != "r"
        if "app.acts" not in f"{there} {made}"
    }
    assert silent == (OWN - {"reports_paperrecipient"}) | PORTALS
