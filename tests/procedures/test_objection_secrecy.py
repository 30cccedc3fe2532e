"""Who objects was promised that only the investigators learn of it."""

import json

import pytest
from django.urls import reverse

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from audit.models import TrailEntry
from procedures.models import InvestigationNote, NoticeEntry, Objection
from procedures.notices.actions.object_to_case import file_objection, note_investigation
from tests.factories import second_job
from tests.procedures import filings
from tests.procedures.notices import proposed, published

GRIEVANCE = {"name": "举报人甲", "contact": "13900001111", "text": "该产品的专利已经转让。"}


@pytest.fixture
def objection(people):
    filings.open_batch()
    notice = published(people, [proposed(people)])
    with system_scope(reason="test"):
        entry = NoticeEntry.objects.select_related("application").get(notice=notice)
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


def test_officer_who_works_for_the_enterprise_reads_no_objection(people, objection, signed_in):
    address = reverse("procedures:case", args=[objection.application_id])
    assert GRIEVANCE["name"] in signed_in(people.city).get(address).content.decode()
    with system_scope(reason="test"):
        second_job(people.city.user_id, objection.organisation_id)
    page = signed_in(people.city).get(address).content.decode()
    assert not any(word in page for word in GRIEVANCE.values())


def test_officer_who_works_for_the_enterprise_is_not_told_of_an_objection(people):
    filings.open_batch()
    notice = published(people, [proposed(people)])
    with system_scope(reason="test"):
        entry = NoticeEntry.objects.select_related("application").get(notice=notice)
        second_job(people.city.user_id, entry.application.organisation_id)
    file_objection(entry.pk, **GRIEVANCE)
    assert f"公示收到异议：{entry.title}" not in filings.told(people.city.user_id)


def test_leader_does_not_get_the_receipt(people, objection, as_actor, signed_in):
    leader = as_actor(Duty.LEADER)
    address = reverse("procedures:case", args=[objection.application_id])
    assert objection.receipt in signed_in(people.city).get(address).content.decode()
    assert objection.receipt not in signed_in(leader).get(address).content.decode()
