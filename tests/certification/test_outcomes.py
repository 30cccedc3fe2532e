"""An approved case becomes exactly one certificate."""

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts import jobs
from accounts.errors import RuleViolation
from accounts.models import Job
from accounts.tenancy import acting_as, system_scope
from certification.issuing import make_pdf, typeset
from certification.models import Certificate
from certification.outcomes import CertificateOutcome
from certification.validity import add_months
from procedures.cases.lifecycle import MACHINE
from procedures.models import CaseEvent, PublicNotice, Snapshot
from procedures.notices.actions.object_to_case import decide_objection, file_objection
from procedures.notices.actions.publish_notice import conclude_notice
from tests.procedures import filings
from tests.procedures.notices import ended, proposed, published


def after_notice(people, number=1):
    """Cases whose notice has ended."""
    cases = [proposed(people) for _ in range(number)]
    notice = published(people, cases)
    ended(notice)
    return cases, notice


def certified(people):
    (case,), _ = after_notice(people)
    filings.done(people.city, case, "certify")
    with system_scope(reason="test"):
        return Certificate.objects.get()


def test_certificate_says_what_was_certified(people):
    certificate = certified(people)
    assert certificate.holder_name == people.staff.organisation_name
    assert certificate.title == filings.ANSWERS["product_name"]
    assert certificate.kind == "certified_product"
    assert certificate.is_valid_today


def test_certificate_runs_for_the_months_of_the_scheme(people):
    certificate = certified(people)
    today = timezone.localdate()
    assert certificate.valid_from == today
    assert certificate.valid_to == date.fromordinal(add_months(today, 36).toordinal() - 1)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 3, 1), 36, date(2029, 3, 1)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
    ],
)
def test_months_end_where_the_month_ends(day, months, then):
    assert add_months(day, months) == then


def test_second_grant_changes_nothing(people):
    certificate = certified(people)
    with acting_as(people.city):
        snapshot = Snapshot.objects.get()
        CertificateOutcome(Certificate.Kind.PRODUCT).grant(certificate.application, snapshot)
        assert Certificate.objects.get() == certificate


def test_database_refuses_a_second_certificate_of_a_case(people):
    certificate = certified(people)
    certificate.pk, certificate.number, certificate.token = None, "QDZJTX-X", "x"
    with system_scope(reason="test"), pytest.raises(IntegrityError), transaction.atomic():
        certificate.save(force_insert=True)


def test_case_is_certified_once(people):
    certificate = certified(people)
    with acting_as(people.city), pytest.raises(RuleViolation, match="已认定"):
        MACHINE.execute(people.city, certificate.application_id, "certify")


def test_two_officers_at_once_issue_one_certificate(transactional_db, people):
    (case,), _ = after_notice(people)

    def certify(_):
        try:
            filings.done(people.city, case, "certify")
            return "done"
        except RuleViolation:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(certify, range(2))) == ["done", "refused"]
    with system_scope(reason="test"):
        assert Certificate.objects.count() == 1
        assert CaseEvent.objects.filter(transition="certify").count() == 1


def test_numbers_are_unique_and_name_the_year(people, own_media):
    cases, _ = after_notice(people, 3)
    for case in cases:
        filings.done(people.city, case, "certify")
    with system_scope(reason="test"):
        numbers = list(Certificate.objects.values_list("number", flat=True))
    assert len(set(numbers)) == 3
    year = timezone.localdate().year
    assert all(re.fullmatch(rf"QDZJTX-{year}-[0-9]{{6}}", number) for number in numbers)


def test_conclusion_makes_each_pdf_and_keeps_its_hash(people, own_media):
    (case,), notice = after_notice(people)
    with acting_as(people.city):
        job = conclude_notice(people.city, notice.pk)
    jobs.run(str(job.pk))
    with system_scope(reason="test"):
        certificate = Certificate.objects.get(application=case)
    with storages["attachments"].open(certificate.pdf_key) as file:
        content = file.read()
    assert content.startswith(b"%PDF-")
    assert certificate.pdf_sha256 == hashlib.sha256(content).hexdigest()
    assert f"证书已签发：{certificate.title}" in filings.told(people.staff.user_id)


def test_job_that_runs_again_neither_certifies_nor_typesets_again(people, own_media):
    _, notice = after_notice(people)
    with acting_as(people.city):
        job = conclude_notice(people.city, notice.pk)
    jobs.run(str(job.pk))
    with system_scope(reason="test"):
        before = Certificate.objects.values("number", "pdf_key", "pdf_sha256").get()
        Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING)
    jobs.run(str(job.pk))
    with system_scope(reason="test"):
        assert Certificate.objects.values("number", "pdf_key", "pdf_sha256").get() == before
    told = filings.told(people.staff.user_id)
    assert sum(title.startswith("证书已签发") for title in told) == 1


def concluded(people, notice):
    with acting_as(people.city):
        job = conclude_notice(people.city, notice.pk)
    jobs.run(str(job.pk))
    with system_scope(reason="test"):
        return Job.objects.get(pk=job.pk).message


def test_case_that_was_decided_otherwise_is_not_told_as_left(people, own_media):
    cases, notice = after_notice(people, 2)
    with system_scope(reason="test"):
        line = notice.entries.get(application=cases[0])
        PublicNotice.objects.filter(pk=notice.pk).update(ends_on=timezone.localdate())
    objection = file_objection(line.pk, name="张示例", contact="13800000000", text="专利已转让。")
    with acting_as(people.city):
        decide_objection(people.city, objection.pk, upheld=True, answer="属实")
    ended(notice)
    assert concluded(people, notice) == "已认定 1 件，1 件已另行办结。"


def test_pdf_is_made_when_it_is_first_asked_for_and_kept(people, own_media):
    certificate = certified(people)
    with acting_as(people.staff):
        first = typeset(certificate.pk)
        make_pdf(first)
        assert typeset(certificate.pk).pdf_key == first.pdf_key != ""


def test_foreign_certificate_is_not_typeset(people, as_actor):
    from accounts.duties import Duty

    certificate = certified(people)
    stranger = as_actor(Duty.ENTERPRISE_STAFF)
    with acting_as(stranger), pytest.raises(Certificate.DoesNotExist):
        typeset(certificate.pk)
