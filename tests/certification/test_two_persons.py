"""What cannot be undone takes two persons, whatever way one comes to it."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import RuleViolation, StaleVersion
from accounts.models import Job, Organisation
from accounts.tenancy import acting_as, system_scope
from certification.lifecycle import MACHINE as CERTIFICATE
from certification.models import Certificate
from certification.two_persons import propose_revocation
from certification.validity import last_day
from lifecycle.models import ActProposal
from lifecycle.proposal_machine import MACHINE
from lifecycle.transitions import TransitionInput
from procedures.models import Objection, PublicNotice
from procedures.notices.actions.publish_notice import (
    conclude_notice,
    propose_conclusion,
    propose_notice,
    publish_notice,
)
from tests.certification.certificates import FRAUD, act, certified, events_of, fresh
from tests.factories import second_job
from tests.lifecycle.every_combination import states_that_allow
from tests.procedures import filings
from tests.procedures.notices import WORDS, ended, proposed, published

pytestmark = pytest.mark.usefixtures("two_persons")
OPEN = ActProposal.State.OPEN


@pytest.fixture
def second(as_actor):
    return as_actor(Duty.CITY_OFFICER)


@pytest.fixture
def alone(settings):
    """Call it to let one person do everything, and again to need two."""

    def switch(*acts):
        settings.ACTS_BY_ONE_PERSON = list(acts)

    return switch


@pytest.fixture
def certificate(people, alone):
    filings.open_batch()
    alone("notice.publish", "notice.certify")
    found = certified(people)
    alone()
    return found


def approve(actor, proposal, name="approve", reason=""):
    with acting_as(actor):
        return MACHINE.execute(actor, proposal.pk, name, TransitionInput(reason))


# --- revoking ------------------------------------------------------------------------------------


def revocation(people, certificate):
    with acting_as(people.city):
        return propose_revocation(people.city, certificate.pk, "fraud", "审计报告系伪造。")


def test_nobody_revokes_alone(people, certificate):
    with pytest.raises(RuleViolation, match="撤销证书须由两人办理"):
        act(people.city, certificate, "revoke", **vars(FRAUD))
    assert fresh(certificate).state == "valid"


def test_proposer_does_not_approve(people, certificate):
    proposal = revocation(people, certificate)
    with pytest.raises(RuleViolation, match="提出人不能批准自己提出的办理"):
        approve(people.city, proposal)
    assert fresh(certificate).state == "valid"


def test_second_person_revokes_and_both_are_in_the_history(people, certificate, second):
    approve(second, revocation(people, certificate))
    assert fresh(certificate).state == "revoked"
    event = events_of(certificate)[-1]
    assert (event.user_id, event.reason) == (second.user_id, "审计报告系伪造。")
    with acting_as(people.city):
        line = CERTIFICATE.history(fresh(certificate))[0]
    assert f"由{people.city.user_name}提出，{second.user_name}批准" in line.detail


def test_refusal_takes_a_reason_and_changes_nothing(people, certificate, second):
    proposal = revocation(people, certificate)
    with pytest.raises(RuleViolation, match="请写明不批准的原因"):
        approve(second, proposal, "refuse")
    approve(second, proposal, "refuse", "证据不足")
    assert fresh(certificate).state == "valid"
    assert "未批准" in filings.told(people.city.user_id)[-1]


def test_withdrawn_proposal_is_not_approved(people, certificate, second):
    proposal = revocation(people, certificate)
    approve(people.city, proposal, "withdraw")
    with pytest.raises(RuleViolation, match="已撤回"):
        approve(second, proposal)


def test_one_thing_is_proposed_once(people, certificate):
    revocation(people, certificate)
    with pytest.raises(RuleViolation, match="正在等待另一位经办人批准"):
        revocation(people, certificate)


def test_what_changed_since_is_not_carried_out(people, certificate, second):
    proposal = revocation(people, certificate)
    act(people.city, certificate, "suspend")
    with pytest.raises(StaleVersion):
        approve(second, proposal)
    with system_scope(reason="test"):
        assert ActProposal.objects.get().state == OPEN


def test_approval_of_one_certificate_revokes_no_other(people, certificate, second):
    from lifecycle.two_persons import carrying_out, only_one_person

    proposal = revocation(people, certificate)
    with carrying_out(proposal):
        assert only_one_person("certificate.revoke", f"certificate:{certificate.pk}") == ""
        assert only_one_person("certificate.revoke", "certificate:0")
        assert only_one_person("notice.publish", f"certificate:{certificate.pk}")


def test_city_that_wants_it_so_lets_one_person_revoke(people, certificate, alone):
    alone("certificate.revoke")
    assert act(people.city, certificate, "revoke", **vars(FRAUD)).state == "revoked"


def test_page_of_revoking_proposes_and_says_so(people, certificate, second, signed_in):
    client = signed_in(people.city)
    address = reverse("certification:act", args=[certificate.pk, "revoke"])
    assert "撤销须由两人办理" in client.get(address).content.decode()
    sent = {"reason_kind": "fraud", "reason": "伪造", "version": certificate.version}
    answer = client.post(address, sent)
    with system_scope(reason="test"):
        proposal = ActProposal.objects.get()
    where = reverse("people:proposal", args=[proposal.pk])
    assert answer.headers["Location"] == where
    assert "提出人不能批准自己提出的办理" in client.get(where).content.decode()
    assert f"等您批准：{proposal.label}" in filings.told(second.user_id)
    assert certificate.number in client.get(address).content.decode()

    client = signed_in(second)
    assert "1 项办理由同事提出，等您批准" in client.get("/home/").content.decode()
    approve_at = reverse("people:decide_proposal", args=[proposal.pk, "approve"])
    done = client.post(approve_at, {"version": proposal.version})
    assert done.headers["Location"] == reverse("certification:detail", args=[certificate.pk])
    assert fresh(certificate).state == "revoked"


# --- the public notice, and certifying after it --------------------------------------------------


def test_nobody_publishes_a_notice_alone(people):
    filings.open_batch()
    case = proposed(people)
    with acting_as(people.city), pytest.raises(RuleViolation, match="发布公示须由两人办理"):
        publish_notice(people.city, case.batch_id, [case.pk], **WORDS)
    assert filings.fresh(case).state == "proposed"


def test_second_person_publishes_what_was_proposed(people, second):
    filings.open_batch()
    case = proposed(people)
    with acting_as(people.city):
        proposal = propose_notice(people.city, case.batch_id, [case.pk], **WORDS)
    assert filings.fresh(case).state == "proposed"
    done = approve(second, proposal)
    with system_scope(reason="test"):
        notice = PublicNotice.objects.get()
    assert (notice.title, notice.published_by_id) == (WORDS["title"], second.user_id)
    assert done.led_to == reverse("procedures:notice", args=[notice.pk])
    assert filings.fresh(case).state == "public_notice"


def test_notice_without_words_is_not_even_proposed(people):
    filings.open_batch()
    case = proposed(people)
    with acting_as(people.city), pytest.raises(RuleViolation) as refusal:
        propose_notice(people.city, case.batch_id, [case.pk], **{**WORDS, "title": " "})
    assert set(refusal.value.errors) == {"title"}


def test_page_of_a_notice_proposes_it(people, signed_in):
    filings.open_batch()
    case = proposed(people)
    address = reverse("procedures:compose_notice", args=[case.batch_id])
    client = signed_in(people.city)
    client.post(address, {**WORDS, "cases": [case.pk]})
    with system_scope(reason="test"):
        proposal = ActProposal.objects.get()
    page = client.get(reverse("people:proposal", args=[proposal.pk])).content.decode()
    assert WORDS["body"] in page
    assert case.title in page
    assert "这个批次的公示正在等待批准" in client.get(address).content.decode()


@pytest.fixture
def over(people, alone):
    """A notice whose days are over."""
    filings.open_batch()
    alone("notice.publish")
    notice = published(people, [proposed(people)])
    alone()
    ended(notice)
    return notice


def test_nobody_certifies_alone(people, over):
    with acting_as(people.city), pytest.raises(RuleViolation, match="认定发证须由两人办理"):
        conclude_notice(people.city, over.pk)
    with system_scope(reason="test"):
        assert not Job.objects.exists()
        assert PublicNotice.objects.get().state == "running"


def test_second_person_certifies(people, over, second):
    from accounts.jobs import run as run_job

    with acting_as(people.city):
        proposal = propose_conclusion(people.city, over.pk)
    approve(second, proposal)
    with system_scope(reason="test"):
        job = Job.objects.get()
    run_job(str(job.pk))
    with system_scope(reason="test"):
        assert Certificate.objects.count() == 1


def test_running_notice_is_not_proposed_for_certifying(people, alone):
    filings.open_batch()
    alone("notice.publish")
    notice = published(people, [proposed(people)])
    alone()
    with acting_as(people.city), pytest.raises(RuleViolation, match="之后才能认定发证"):
        propose_conclusion(people.city, notice.pk)


def test_button_on_the_notice_proposes(people, over, signed_in):
    client = signed_in(people.city)
    client.post(reverse("procedures:conclude", args=[over.pk]))
    with system_scope(reason="test"):
        assert ActProposal.objects.get().label == f"认定发证：{over.title}"
    page = client.get(reverse("procedures:notice", args=[over.pk])).content.decode()
    assert "等待另一位经办人批准" in page


# --- the second person sees what the first one saw ------------------------------------------------


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


# --- the machine of proposals --------------------------------------------------------------------


@pytest.mark.parametrize("who", ["city", "second", "reviewer", "staff"])
@pytest.mark.parametrize("name", ["approve", "refuse", "withdraw"])
def test_every_duty_in_every_state_does_what_the_table_allows_only(
    name, who, people, second, certificate
):
    actor = second if who == "second" else getattr(people, who)

    def make(state):
        content = {
            "certificate": certificate.pk, "reason": "伪造", "reason_kind": "fraud",
            "version": certificate.version,
        }  # fmt: skip
        return ActProposal.objects.create(
            organisation_id=people.city.organisation_id,
            district_id=Organisation.objects.get(pk=people.city.organisation_id).district_id,
            act="certificate.revoke",
            subject=f"certificate:{certificate.pk}",
            content=content,
            state=state,
            proposed_by_id=people.city.user_id,
        )

    may = {"city", "second"} - ({"second"} if name == "withdraw" else set())
    allowed = states_that_allow(MACHINE, name, actor, make, TransitionInput("理由"))
    assert allowed == (["open"] if who in may else [])
