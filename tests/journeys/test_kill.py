"""Killing worker, web server and PostgreSQL in the middle of a job loses and repeats nothing."""

import json
import os
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import psycopg2.extensions
import pytest

from qingdao_portal.engines.environment import Engines
from qingdao_portal.engines.folders import Folders
from reports.bench.scratch import see_everything
from tests.journeys.conftest import Portal, own_folder, start_portal, stop_portal
from tests.journeys.portal_database import run_in_portal

pytestmark = [pytest.mark.engines, pytest.mark.xdist_group("kill")]

START = """
import json
from accounts.actors import actor_of_membership
from accounts.models import Membership
from accounts.tenancy import acting_as
from procedures.notices.actions.publish_notice import conclude_notice, publish_notice
from procedures.models import Application, PublicNotice
from django.conf import settings
settings.ACTS_BY_ONE_PERSON = ['notice.publish', 'notice.certify']
city = actor_of_membership(Membership.objects.get(user__username='city').pk)
proposed = Application.objects.filter(state='proposed', claim=None)
cases = list(proposed.values_list('pk', 'batch_id'))
words = {'title': '公示', 'body': '正文', 'objection_contact': '示例处'}
notice = publish_notice(city, cases[0][1], [pk for pk, _ in cases], **words)
from procedures.models import NoticeEntry
NoticeEntry.objects.filter(
    application__state='public_notice', application__claim=None).update(notice=notice)
PublicNotice.objects.update(starts_on='2026-01-05', ends_on='2026-01-09')
# Somebody in each enterprise, who has to hear of the certificate.
sme = Membership.objects.get(user__username='sme')
for case in Application.objects.filter(notice_entry__notice=notice):
    Membership.objects.create(
        user_id=sme.user_id, duty=sme.duty,
        organisation_id=case.organisation_id, district_id=case.district_id)
job = conclude_notice(city, notice.pk)
print(json.dumps({'job': str(job.pk), 'notice': notice.pk}))
"""
LOOK = """
import json
from accounts.models import Job, Notification, OutboxMessage
from certification.models import Certificate
from procedures.models import NoticeEntry
job = Job.objects.get(pk='{job}')
cases = NoticeEntry.objects.filter(notice={notice})
ids = list(cases.values_list('application_id', flat=True))
made = Certificate.objects.filter(application__in=ids)
print(json.dumps(dict(
    state=job.state, message=job.message, cases=len(ids),
    certificates=made.count(), typeset=made.exclude(pdf_key='').count(),
    approved=cases.filter(application__state='approved').count(),
    waiting=OutboxMessage.objects.filter(done_at=None).exclude(topic='accounts.run_job').count(),
    news=Notification.objects.filter(
        recipient__username='sme', dedupe_key__startswith='certificate:',
        title__startswith='证书已签发').count(),
)))
"""

CLAIMS = """
import json
from accounts.actors import actor_of_membership
from accounts.models import Membership
from procedures.cases.actions.decide_in_bulk import prospects
from procedures.models import Application
city = actor_of_membership(Membership.objects.get(user__username='city').pk)
waiting = Application.objects.filter(state='city_review').exclude(claim=None)
found = prospects(city, 'propose', list(waiting.values_list('pk', flat=True)))
print(json.dumps({'cases': sorted(one.row.pk for one in found if not one.reasons)}))
"""
DECIDE = """
import json
from accounts.actors import actor_of_membership
from accounts.models import Membership
from procedures.cases.actions.decide_in_bulk import decide_in_bulk
from procedures.models import Application
city = actor_of_membership(Membership.objects.get(user__username='city').pk)
cases = Application.objects.filter(pk__in={cases})
run = decide_in_bulk(city, 'propose', dict(cases.values_list('pk', 'version')), '')
print(json.dumps({'job': str(run.job_id)}))
"""
LOOK_AT_MONEY = """
import json
from accounts.models import Job
from financing.ledger.replaying import replay
from financing.models import FundYear, LedgerEntry
from procedures.models import Application, CaseEvent
job = Job.objects.get(pk='{job}')
since = dict(application_id__in={cases}, at__gte=job.created_at)
years = FundYear.objects.select_related('fund')
print(json.dumps(dict(
    state=job.state, message=job.message,
    proposed=Application.objects.filter(pk__in={cases}, state='proposed').count(),
    left=Application.objects.filter(pk__in={cases}, state='city_review').count(),
    events=CaseEvent.objects.filter(transition='propose', **since).count(),
    reserved=LedgerEntry.objects.filter(kind='reserve', **since).count(),
    wrong=[wrong for one in replay(list(years)) for wrong in one.wrong],
)))
"""


def scripted(portal: Portal, code: str) -> dict[str, object]:
    indented = code.strip().replace("\n", "\n    ")
    return dict(json.loads(run_in_portal(portal, indented).strip().splitlines()[-1]))


def kill(portal: Portal, name: str) -> None:
    """kill -9 every process of the portal whose command line holds `name`."""
    assert portal.process is not None, "the portal was started here"
    supervisor = psutil.Process(portal.process.pid)
    for process in supervisor.children(recursive=True):
        try:
            if name in " ".join(process.cmdline()):
                os.kill(process.pid, signal.SIGKILL)
        except (psutil.NoSuchProcess, ProcessLookupError):
            continue


@contextmanager
def owner_of(portal: Portal) -> Iterator["psycopg2.extensions.cursor"]:
    """A session of the database's owner, who sees every row; it may be killed with the server."""
    server = Engines(Folders(var=portal.var), portal.environment).postgres
    session = psycopg2.connect(server.url("portal_owner"))
    try:
        with session.cursor() as cursor:
            see_everything(cursor)
            yield cursor
    finally:
        session.close()


def wait_for_proposals(portal: Portal, cases: list[int], count: int, seconds: float = 60) -> None:
    """Wait until so many of the cases are proposed."""
    end = time.monotonic() + seconds
    with owner_of(portal) as cursor:
        while time.monotonic() < end:
            cursor.execute(
                "SELECT count(*) FROM procedures_application WHERE id = ANY(%s)"
                " AND state = 'proposed'",
                [cases],
            )
            found = cursor.fetchone()
            cursor.connection.commit()
            if found is not None and found[0] >= count:
                return
            time.sleep(0.1)
    raise AssertionError(f"no {count} proposals after {seconds} s")


def kill_postgres(portal: Portal) -> None:
    pid = Engines(Folders(var=portal.var), portal.environment).postgres.pid()
    assert pid is not None, "PostgreSQL runs"
    os.kill(pid, signal.SIGKILL)


def wait_for_certificates(portal: Portal, count: int, seconds: float = 90) -> None:
    """Wait until the job has stored so many PDFs, and has not ended yet."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if len(list(portal.var.glob("media/attachments/certificates/*.pdf"))) >= count:
            return
        time.sleep(0.02)
    raise AssertionError(f"no {count} certificates after {seconds} s")


def wait_healthy(portal: Portal, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{portal.url}/healthz", timeout=3) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.5)
    raise AssertionError("the portal did not come back")


@pytest.fixture(scope="module")
def portal() -> Iterator[Portal]:
    started = start_portal(own_folder("kill"), enterprises=400, applications=300)
    yield started
    stop_portal(started)


def wait_for_job(portal: Portal, look: str, seconds: float = 150) -> dict[str, object]:
    """What `look` finds once the job has ended, or the time is over."""
    end = time.monotonic() + seconds
    while True:
        seen = scripted(portal, look)
        if seen["state"] in ("done", "failed") and not seen.get("waiting"):
            return seen
        assert time.monotonic() < end, seen
        time.sleep(2)


def test_killed_processes_lose_and_repeat_no_certificate(portal: Portal) -> None:
    started = scripted(portal, START)
    look = LOOK.replace("{job}", str(started["job"]))
    look = look.replace("{notice}", str(started["notice"]))
    wait_for_certificates(portal, 2)
    kill(portal, "celery")
    wait_for_certificates(portal, 5)
    kill(portal, "granian")
    wait_for_certificates(portal, 8)
    kill_postgres(portal)
    wait_healthy(portal)
    seen = wait_for_job(portal, look)
    assert seen["state"] == "done", seen
    assert seen["cases"] == seen["certificates"] == seen["typeset"] == seen["approved"], seen
    assert seen["news"] == seen["certificates"] >= 15, seen
    letters = {
        mail.message["Message-ID"]
        for mail in portal.mails("sme@demo.example")
        if "证书已签发" in mail.subject
    }
    assert len(letters) == seen["certificates"], "one letter for each, copies share their id"


def test_killed_processes_reserve_money_once_for_each_claim(portal: Portal) -> None:
    cases = list(scripted(portal, CLAIMS)["cases"])
    assert len(cases) >= 5, "the demo city has claims to decide"
    # Whoever holds the third claim keeps the job at work until PostgreSQL is killed.
    with owner_of(portal) as cursor:
        cursor.execute("SELECT 1 FROM procedures_application WHERE id = %s FOR UPDATE", [cases[2]])
        job = scripted(portal, DECIDE.replace("{cases}", str(cases)))["job"]
        wait_for_proposals(portal, cases, 2)
        kill(portal, "celery")
        kill(portal, "granian")
        kill_postgres(portal)
    wait_healthy(portal)
    look = LOOK_AT_MONEY.replace("{job}", str(job)).replace("{cases}", str(cases))
    seen = wait_for_job(portal, look)
    assert seen["state"] == "done", seen
    assert seen["proposed"] == seen["events"] == seen["reserved"] >= 3, seen
    # What the budget does not hold for all is refused as without a kill, and left as it was.
    assert seen["proposed"] + seen["left"] == len(cases), seen
    assert seen["wrong"] == [], "the ledger sums to zero, and nothing is below it"
