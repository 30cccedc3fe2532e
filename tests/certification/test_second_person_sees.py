"""The second person sees what the first one saw."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Job
from accounts.tenancy import acting_as, system_scope
from certification.models import Certificate
from certification.validity import last_day
from lifecycle.models import ActProposal
from procedures.models import Objection, PublicNotice
from procedures.notices.actions.publish_notice import (
    propose_conclusion,
    propose_notice,
)
from tests.certification.certificates import approve, revocation
from tests.factories import second_job
from tests.procedures import filings
from tests.procedures.notices import WORDS, proposed

pytestmark = pytest.mark.usefixtures("two_persons")
OPEN = ActProposal.State.OPEN


def rows_of(html):
    """The cells of every row of the tables of a page."""
    return [
        [
            re.sub(r"<[^>]+>|\s+", " ", cell).split()
            for cell in re.findall(r"<td.*?</td>", row, re.S)
        ]
        for row in re.findall(r"<tr><td.*?</tr>", html, re.S)
    ]


def effects_on(client, address):
    return client.get(address).context["effects"]


def test_conclusion_lists_its_certificates_for_both_persons(people, over, second, signed_in):
    notice = reverse("procedures:notice", args=[over.pk])
    shown = effects_on(signed_in(people.city), notice)
    with acting_as(people.city):
        proposal = propose_conclusion(people.city, over.pk)
    where = reverse("people:proposal", args=[proposal.pk])
    [(heading, table)] = effects_on(signed_in(second), where)
    assert [(heading, table)] == shown
    assert heading == "认定发证的 1 件"
    [row] = rows_of(table)
    today = timezone.localdate()
    with system_scope(reason="test"):
        case = over.entries.get().application
        months = case.scheme_version.parsed.timetable.validity_months
    assert row == [
        ["发证时编号"],
        [people.staff.organisation_name],
        [case.title],
        [f"{today}", "至", f"{last_day(today, months)}"],
        ["已满足"],
        ["公示中"],
        ["已认定"],
    ]


def test_carried_out_conclusion_lists_the_numbers(people, over, second, signed_in):
    from accounts.jobs import run as run_job

    with acting_as(people.city):
        proposal = propose_conclusion(people.city, over.pk)
    approve(second, proposal)
    with system_scope(reason="test"):
        job = Job.objects.get()
    run_job(str(job.pk))
    with system_scope(reason="test"):
        certificate = Certificate.objects.get()
    where = reverse("people:proposal", args=[proposal.pk])
    [(_, table)] = effects_on(signed_in(second), where)
    [row] = rows_of(table)
    assert row[0] == [certificate.number]
    assert row[-2:] == [["已认定"], ["已认定"]]


def test_case_under_objection_is_told_to_be_left_out(people, over, second, signed_in):
    with system_scope(reason="test"):
        entry = over.entries.get()
        Objection.objects.create(
            **entry.application.home, application=entry.application, entry=entry, name="张",
            contact="1", text="不实",
        )  # fmt: skip
    with acting_as(people.city):
        proposal = propose_conclusion(people.city, over.pk)
    where = reverse("people:proposal", args=[proposal.pk])
    [(heading, table)] = effects_on(signed_in(second), where)
    assert heading == "不在此次办理的 1 件"
    assert "有异议正在调查" in table


def test_notice_shows_verdicts_and_states_to_both_persons(people, second, signed_in):
    filings.open_batch()
    case = proposed(people)
    compose = reverse("procedures:compose_notice", args=[case.batch_id])
    [(_, shown)] = effects_on(signed_in(people.city), compose)
    with acting_as(people.city):
        proposal = propose_notice(people.city, case.batch_id, [case.pk], **WORDS)
    where = reverse("people:proposal", args=[proposal.pk])
    [(heading, table)] = effects_on(signed_in(second), where)
    assert (heading, table) == ("将要公示的 1 件", shown)
    assert rows_of(table)[0][-3:] == [["已满足"], ["拟认定"], ["公示中"]]


def test_approver_reads_that_a_case_is_of_an_enterprise_that_they_work_for(
    people, second, signed_in
):
    filings.open_batch()
    case = proposed(people)
    with acting_as(people.city):
        proposal = propose_notice(people.city, case.batch_id, [case.pk], **WORDS)
    with system_scope(reason="test"):
        second_job(second.user_id, case.organisation_id)
    where = reverse("people:proposal", args=[proposal.pk])
    [(heading, table)] = effects_on(signed_in(second), where)
    assert heading == "不在此次办理的 1 件"
    assert "任职" in table


def test_revocation_shows_certificate_and_what_follows_to_both_persons(
    people, certificate, second, signed_in
):
    acting = reverse("certification:act", args=[certificate.pk, "revoke"])
    shown = effects_on(signed_in(people.city), acting)
    proposal = revocation(people, certificate)
    where = reverse("people:proposal", args=[proposal.pk])
    found = effects_on(signed_in(second), where)
    assert found == shown
    [(_, table), (_, follows)] = found
    assert rows_of(table)[0][-2:] == [["有效"], ["已撤销"]]
    assert "撤销后不能恢复" in follows


def test_approval_publishes_what_is_still_proposed(people, second):
    filings.open_batch()
    kept, declined = proposed(people), proposed(people)
    with acting_as(people.city):
        both = [kept.pk, declined.pk]
        proposal = propose_notice(people.city, kept.batch_id, both, **WORDS)
    filings.done(people.city, declined, "decline", "核查发现不符合条件。")
    approve(second, proposal)
    with system_scope(reason="test"):
        notice = PublicNotice.objects.get()
        assert [one.application_id for one in notice.entries.all()] == [kept.pk]
