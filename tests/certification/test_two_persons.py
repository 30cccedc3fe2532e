"""What cannot be undone takes two persons, whatever way one comes to it."""

import pytest
from django.urls import reverse

from accounts.errors import RuleViolation, StaleVersion
from accounts.models import Job, Organisation
from accounts.tenancy import acting_as, system_scope
from certification.lifecycle import MACHINE as CERTIFICATE
from certification.models import Certificate
from lifecycle.models import ActProposal
from lifecycle.proposal_machine import MACHINE
from lifecycle.transitions import TransitionInput
from procedures.models import PublicNotice
from procedures.notices.actions.publish_notice import (
    conclude_notice,
    propose_conclusion,
    propose_notice,
    publish_notice,
)
from tests.certification.certificates import FRAUD, act, approve, events_of, fresh, revocation
from tests.lifecycle.every_combination import states_that_allow
from tests.procedures import filings
from tests.procedures.notices import WORDS, proposed, published

pytestmark = pytest.mark.usefixtures("two_persons")
OPEN = ActProposal.State.OPEN


# --- revoking ------------------------------------------------------------------------------------


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


def test_nobody_certifies_alone(people, over):
    with acting_as(people.city), pytest.raises(RuleViolation, match="须由两人办理"):
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
