"""Who objects was promised that only the investigators learn of it."""

import json

import pytest

from accounts.tenancy import acting_as, system_scope
from audit.models import TrailEntry
from procedures.models import InvestigationNote, NoticeEntry, Objection
from procedures.notices.actions.object_to_case import file_objection, note_investigation
from tests.procedures.notices import proposed, published

GRIEVANCE = {"name": "举报人甲", "contact": "13900001111", "text": "该产品的专利已经转让。"}


@pytest.fixture
def objection(people):
    from tests.procedures import filings

    filings.open_batch()
    notice = published(people, [proposed(people)])
    with system_scope(reason="test"):
        entry = NoticeEntry.objects.get(notice=notice)
    return file_objection(entry.pk, **GRIEVANCE)


def test_trail_keeps_neither_objector_nor_words(people, objection):
    with acting_as(people.city):
        note_investigation(people.city, objection.pk, "与举报人甲通话，情况属实。")
    with system_scope(reason="test"):
        rows = TrailEntry.objects.filter(
            table_name__in=("procedures_objection", "procedures_investigationnote")
        )
        kept = json.dumps([row.changes for row in rows], ensure_ascii=False)
    assert rows and not any(word in kept for word in (*GRIEVANCE.values(), "情况属实"))


def test_district_and_enterprise_reach_no_objection_in_the_database(people, objection):
    with acting_as(people.city):
        note_investigation(people.city, objection.pk, "已联系。")
        assert Objection.objects.exists() and InvestigationNote.objects.exists()
    for actor in (people.reviewer, people.staff):
        with acting_as(actor):
            assert not Objection.objects.exists()
            assert not InvestigationNote.objects.exists()
