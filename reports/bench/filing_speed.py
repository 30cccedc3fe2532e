"""Submitting complete drafts over HTTP, one after the other and by eight clients at once."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice

from django.utils import timezone

from accounts.duties import Duty
from accounts.models import Membership, User
from accounts.tenancy import system_scope
from documents.models import Attachment
from enterprises.models import Enterprise, RegistrationState
from procedures.cases.bans import bans_against
from procedures.cases.doubts import judged_draft
from procedures.cases.explanations import explain
from procedures.models import Application, ApplicationFile, Batch, CaseEvent, Snapshot
from procedures.models.application import State
from reports.bench.people import headers_for
from reports.bench.results import Measurement
from reports.bench.scratch import owner_cursor, use_database
from reports.bench.server import BARE, PORTAL, Request, requests_per_second, serving

CLIENTS = 8
LAST_MINUTES = timedelta(minutes=10)
FILES = ("test_report", "property_right")


def submit_measurements(database: str, cases: int) -> Iterator[Measurement]:
    """`cases` submissions by one client, then as many by eight."""
    use_database(database)
    requests = [_submission(draft, user) for draft, user in drafts(cases * 2)]
    with owner_cursor(database) as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_row")
        cursor.execute("CREATE TABLE bench_row (id bigserial PRIMARY KEY, text text)")
    stores = [Request("/store/")] * cases
    with serving(BARE, database) as port:
        plain_one = requests_per_second(port, stores, 1)
        plain_many = requests_per_second(port, stores * 4, CLIENTS)
    with serving(PORTAL, database) as port:
        one = requests_per_second(port, requests[:cases], 1)
        many = requests_per_second(port, requests[cases:], CLIENTS)
    against = "a bare Django view that commits one row"
    yield Measurement("submit a case, one client", one, plain_one, "cases/s", 60, against)
    yield Measurement(f"submit a case, {CLIENTS} clients", many, plain_many, "cases/s", 60, against)


def form_measurement(database: str, requests: int) -> Measurement:
    """Opening the form of a draft, `requests` times by eight clients."""
    use_database(database)
    ((draft, user),) = drafts(1)
    page = Request(f"/procedures/cases/{draft.pk}/fill/", headers_for(user))
    with serving(BARE, database) as port:
        bare = requests_per_second(port, [Request("/")] * (requests * 5), CLIENTS)
    with serving(PORTAL, database) as port:
        requests_per_second(port, [page] * CLIENTS, CLIENTS)
        rate = requests_per_second(port, [page] * requests, CLIENTS)
    return Measurement(
        "open the form of a filing",
        rate,
        bare,
        "requests/s",
        100,
        "a Django view that does nothing",
    )


def surge_measurement(database: str, applicants: int) -> Measurement:
    """`applicants` submit in the last minutes of a batch, one in ten of them twice at once.

    Raises `RuntimeError` when a submission was lost or counted twice.
    """
    use_database(database)
    filled = drafts(applicants)
    with system_scope(reason="measure speed on a scratch database"):
        Batch.objects.open_at().update(closes_at=timezone.now() + LAST_MINUTES)
    requests = []
    for place, (draft, user) in enumerate(filled):
        submission = _submission(draft, user)
        # Whichever of two comes second may be told that the case has changed meanwhile.
        twice = [replace(submission, leads_to="")] * 2
        requests += twice if place % 10 == 0 else [submission]
    with owner_cursor(database) as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_row")
        cursor.execute("CREATE TABLE bench_row (id bigserial PRIMARY KEY, text text)")
    with serving(BARE, database) as port:
        plain = requests_per_second(port, [Request("/store/")] * applicants, CLIENTS)
    with serving(PORTAL, database) as port:
        rate = requests_per_second(port, requests, CLIENTS)
    _refuse_lost_and_doubled([draft.pk for draft, _ in filled])
    return Measurement(
        f"surge of {applicants:,} applicants, none lost, none doubled",
        rate * applicants / len(requests),
        plain,
        "cases/s",
        60,
        "a bare Django view that commits one row",
    )


def _refuse_lost_and_doubled(drafts: list[int]) -> None:
    with system_scope(reason="measure speed on a scratch database"):
        cases = Application.objects.filter(pk__in=drafts)
        counted = {
            "submitted": cases.filter(state=State.DISTRICT_REVIEW, submissions=1).count(),
            "numbers": cases.exclude(number=None).values("number").distinct().count(),
            "snapshots": Snapshot.objects.filter(application__in=drafts).count(),
            "events": CaseEvent.objects.filter(application__in=drafts).count(),
        }
    if set(counted.values()) != {len(drafts)}:
        raise RuntimeError(f"the surge lost or doubled cases: {counted} of {len(drafts)}")


def _submission(draft: Application, user: User) -> Request:
    path = f"/procedures/cases/{draft.pk}/submit/"
    leads_to = f"/procedures/cases/{draft.pk}/"
    return Request(path, headers_for(user), body="declared=on", expected=302, leads_to=leads_to)


def drafts(count: int) -> list[tuple[Application, User]]:
    """Complete drafts, each with the person who will submit it."""
    with system_scope(reason="measure speed on a scratch database"):
        batch = Batch.objects.open_at().of_certifications().get()
        answers = Application.objects.filter(state=State.APPROVED).values_list(
            "answers", flat=True
        )[0]
        taken = Application.objects.filter(batch=batch).values("organisation_id")
        confirmed = (
            Enterprise.objects.filter(registration_state=RegistrationState.CONFIRMED)
            .exclude(pk__in=taken)
            .order_by("pk")[2:]
        )
        # Some of the demo city may not file for a time after a revocation.
        may_file = (
            one for one in confirmed if not bans_against(one.pk, batch.version.parsed.outcome)
        )
        enterprises = list(islice(may_file, count))
        if len(enterprises) < count:
            raise ValueError(f"the small city has only {len(enterprises)} enterprises to file")
        users = User.objects.bulk_create(
            User(username=f"bench-{uuid.uuid4().hex[:12]}", name="测", password="!")  # noqa: S106
            for _ in enterprises
        )
        pairs = list(zip(enterprises, users, strict=True))
        Membership.objects.bulk_create(
            Membership(user=user, duty=Duty.ENTERPRISE_STAFF, **_tenant(enterprise))
            for enterprise, user in pairs
        )
        made = Application.objects.bulk_create(
            Application(
                batch=batch,
                scheme_version=batch.version,
                created_by=user,
                answers=answers,
                **_tenant(enterprise),
            )
            for enterprise, user in pairs
        )
        _attach(made)
        for draft in made:
            # The answers are another enterprise's, and not what was reported.
            for key, doubt in judged_draft(draft)[1].items():
                explain(draft, key, doubt, "已核对", "测")
        Application.objects.bulk_update(made, ["explanations"])
    return list(zip(made, users, strict=True))


def _tenant(enterprise: Enterprise) -> dict[str, int]:
    return {"organisation_id": enterprise.pk, "district_id": enterprise.district_id}


def _attach(drafts: list[Application]) -> None:
    rows = []
    for draft in drafts:
        tenant = {"organisation_id": draft.organisation_id, "district_id": draft.district_id}
        for field in FILES:
            attachment = Attachment(
                name=f"{field}.pdf",
                content_type="application/pdf",
                size=1,
                sha256="0" * 64,
                storage_key=f"bench/{uuid.uuid4().hex}",
                scan_state=Attachment.ScanState.UNSCANNED,
                scanned_at=timezone.now(),
                purpose="application",
                uploaded_by_id=draft.created_by_id,
                **tenant,
            )
            rows.append(
                (
                    attachment,
                    ApplicationFile(
                        application=draft, field=field, attachment=attachment, **tenant
                    ),
                )
            )
    Attachment.objects.bulk_create([attachment for attachment, _ in rows])
    ApplicationFile.objects.bulk_create([file for _, file in rows])
