"""Writing invented cases in every state, in bulk."""

from datetime import date, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.models import District
from certification.models import Certificate
from certification.outcomes import PREFIX, add_months
from enterprises.models import Enterprise, Product
from procedures.evaluation import evaluate
from procedures.indicators import Inputs
from procedures.models import (
    Application,
    Batch,
    CaseEvent,
    NoticeEntry,
    PublicNotice,
    ReturnItem,
    SchemeVersion,
    Snapshot,
)
from procedures.models.application import State
from procedures.working_days import add_working_days

# The way to each state, as (transition, source, target).
SUBMIT = ("submit", State.DRAFT, State.DISTRICT_REVIEW)
RECOMMEND = ("recommend", State.DISTRICT_REVIEW, State.CITY_REVIEW)
PROPOSE = ("propose", State.CITY_REVIEW, State.PROPOSED)
PUBLISH = ("publish", State.PROPOSED, State.PUBLIC_NOTICE)
CERTIFY = ("certify", State.PUBLIC_NOTICE, State.APPROVED)
WAYS: dict[State, tuple[tuple[str, State, State], ...]] = {
    State.DRAFT: (),
    State.DISTRICT_REVIEW: (SUBMIT,),
    State.RETURNED: (SUBMIT, ("return_for_correction", State.DISTRICT_REVIEW, State.RETURNED)),
    State.CITY_REVIEW: (SUBMIT, RECOMMEND),
    State.PROPOSED: (SUBMIT, RECOMMEND, PROPOSE),
    State.PUBLIC_NOTICE: (SUBMIT, RECOMMEND, PROPOSE, PUBLISH),
    State.APPROVED: (SUBMIT, RECOMMEND, PROPOSE, PUBLISH, CERTIFY),
    State.DECLINED: (SUBMIT, ("decline", State.DISTRICT_REVIEW, State.DECLINED)),
    State.WITHDRAWN: (SUBMIT, ("withdraw", State.DISTRICT_REVIEW, State.WITHDRAWN)),
}
WEIGHTS = {
    State.DRAFT: 8, State.DISTRICT_REVIEW: 16, State.RETURNED: 5, State.CITY_REVIEW: 10,
    State.PROPOSED: 4, State.PUBLIC_NOTICE: 5, State.APPROVED: 44, State.DECLINED: 5,
    State.WITHDRAWN: 3,
}  # fmt: skip


def make_batches(version: SchemeVersion) -> tuple[Batch, Batch]:
    """A batch of the year before, closed, and one that is open now."""
    now = timezone.now()
    past, _ = Batch.objects.get_or_create(
        version=version,
        year=now.year - 1,
        defaults={
            "name": f"{now.year - 1} 年专精特新产品（技术）认定",
            "opens_at": now - timedelta(days=420),
            "closes_at": now - timedelta(days=330),
        },
    )
    present, _ = Batch.objects.get_or_create(
        version=version,
        year=now.year,
        defaults={
            "name": f"{now.year} 年专精特新产品（技术）认定",
            "opens_at": now - timedelta(days=60),
            "closes_at": now + timedelta(days=45),
        },
    )
    return past, present


def make_notices(batch: Batch, user_id: int) -> dict[str, PublicNotice]:
    """One notice that runs and one whose days are over."""
    today = timezone.localdate()
    notices = {}
    for key, name, starts in (
        ("running", "第二批", today),
        ("over", "第一批", today - timedelta(20)),
    ):
        days = batch.version.parsed.timetable.notice_days
        notices[key], _ = PublicNotice.objects.get_or_create(
            batch=batch,
            title=f"关于{batch.name}{name}拟认定名单的公示",
            defaults={
                "body": "经企业申报、区市推荐、市级审核，现将拟认定名单予以公示。公示期内如有异议，"
                "请以真实姓名或单位名称提出，并附依据和联系方式。",
                "starts_on": starts,
                "ends_on": add_working_days(starts, days),
                "working_days": days,
                "published_by_id": user_id,
            },
        )
    return notices


class FilingWriter:
    """Writes cases chunk by chunk. Needs a system scope."""

    def __init__(self, seed: int, people: dict[str, int]) -> None:
        self.random = Random(f"{seed}:filings")  # noqa: S311
        version = SchemeVersion.objects.get(scheme__code="certified-product", state="published")
        self.definition = version.parsed
        self.past, self.present = make_batches(version)
        self.notices = make_notices(self.present, people["city"])
        self.people = people
        self.positions = {notice.pk: notice.entries.count() for notice in self.notices.values()}
        self.districts = {row.pk: row.short_name for row in District.objects.all()}
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()::text::bigint")
            self.xid = cursor.fetchone()[0]

    def write(self, enterprises: list[Enterprise]) -> int:
        """One case for each enterprise of the chunk; returns how many."""
        products = {
            row.organisation_id: row
            for row in Product.objects.filter(
                organisation_id__in=[enterprise.pk for enterprise in enterprises]
            )
        }
        states = self.random.choices(tuple(WEIGHTS), tuple(WEIGHTS.values()), k=len(enterprises))
        cases = [
            self._case(enterprise, products[enterprise.pk], state)
            for enterprise, state in zip(enterprises, states, strict=True)
        ]
        Application.objects.bulk_create(cases)
        for case in cases:
            if case.submitted_at:
                case.number = f"{case.submitted_at:%Y}{case.pk:08d}"
        submitted = [case for case in cases if case.submitted_at]
        Application.objects.bulk_update(submitted, ["number"], batch_size=500)
        by_key = {enterprise.pk: enterprise for enterprise in enterprises}
        Snapshot.objects.bulk_create([self._snapshot(case, by_key) for case in submitted])
        CaseEvent.objects.bulk_create([event for case in submitted for event in self._events(case)])
        self._followups(submitted, by_key)
        return len(cases)

    def _case(self, enterprise: Enterprise, product: Product, state: State) -> Application:
        past = state in (State.APPROVED, State.DECLINED, State.WITHDRAWN)
        batch = self.past if past else self.present
        started = batch.opens_at + timedelta(days=self.random.randint(1, 40))
        due = timezone.localdate() + timedelta(days=self.random.randint(-4, 14))
        reviewed = state in (State.DISTRICT_REVIEW, State.CITY_REVIEW, State.RETURNED)
        decided = started + timedelta(days=50) if past else None
        return Application(
            batch=batch,
            organisation_id=enterprise.pk,
            district_id=enterprise.district_id,
            title=product.name,
            state=state,
            returned_from=State.DISTRICT_REVIEW if state == State.RETURNED else "",
            version=1 + len(WAYS[state]),
            answers=self._answers(enterprise, product),
            created_by_id=self.people["sme"],
            submitted_at=None if state == State.DRAFT else started,
            submissions=0 if state == State.DRAFT else 1,
            stage_due_on=due if reviewed else None,
            decided_at=decided,
        )

    def _answers(self, enterprise: Enterprise, product: Product) -> dict[str, Any]:
        random = self.random
        return {
            "product_name": product.name,
            "kind": "product",
            "feature": random.sample(["specialised", "refined", "distinctive", "novel"], 2),
            "segment": product.segment,
            "description": f"{product.name}用于工业配套，主要指标达到行业先进水平（示例）。",
            "advantage": "与同类产品相比，寿命提高两成，能耗降低一成（示例）。",
            "launched_on": f"{product.launched_year}-06-01",
            "product_sales": str(product.sales),
            "market_share": str(product.market_share),
            "market_share_basis": "行业协会统计（示例）",
            "revenue": str(enterprise.revenue),
            "rd_cost": str(round((enterprise.revenue or 0) * random.randint(10, 70) / 1000, 2)),
            "invention_patents": str(random.randint(0, 6)),
            "other_rights": str(random.randint(0, 12)),
            "contact_name": enterprise.contact_name,
            "contact_phone": enterprise.contact_phone,
        }

    def _snapshot(self, case: Application, by_key: dict[int, Enterprise]) -> Snapshot:
        enterprise = by_key[case.organisation_id]
        facts = {
            "registration_state": enterprise.registration_state,
            "size_class": enterprise.size_class,
        }
        inputs = Inputs(facts, {}, case.answers)
        return Snapshot(
            application=case,
            organisation_id=case.organisation_id,
            district_id=case.district_id,
            number=1,
            answers=case.answers,
            facts={"enterprise": facts, "figures": {}},
            files=[],
            evaluation=evaluate(self.definition, inputs).as_json(),
            sha256=sha256(repr(sorted(case.answers.items())).encode()).hexdigest(),
        )

    def _events(self, case: Application) -> list[CaseEvent]:
        when = case.submitted_at
        assert when is not None, "drafts have no events"
        events = []
        for step, (transition, source, target) in enumerate(WAYS[State(case.state)]):
            who = "sme" if transition in ("submit", "withdraw") else (
                "district" if source == State.DISTRICT_REVIEW else "city"
            )  # fmt: skip
            events.append(
                CaseEvent(
                    application=case,
                    organisation_id=case.organisation_id,
                    district_id=case.district_id,
                    transition=transition,
                    source=source,
                    target=target,
                    user_id=self.people[who],
                    reason="材料不符合要求（示例）" if transition == "decline" else "",
                    at=when + timedelta(days=9 * step),
                    xid=self.xid,
                )
            )
        return events

    def _followups(self, cases: list[Application], by_key: dict[int, Enterprise]) -> None:
        ReturnItem.objects.bulk_create(
            [
                ReturnItem(
                    application=case,
                    organisation_id=case.organisation_id,
                    district_id=case.district_id,
                    field="market_share_basis",
                    kind="incomplete",
                    text="请注明统计口径与来源（示例）",
                    marked_by_id=self.people["district"],
                    returned_at=timezone.now(),
                )
                for case in cases
                if case.state == State.RETURNED
            ]
        )
        entries = []
        for case in cases:
            if case.state != State.PUBLIC_NOTICE:
                continue
            notice = self.notices["running" if case.pk % 3 else "over"]
            self.positions[notice.pk] += 1
            entries.append(
                NoticeEntry(
                    notice=notice,
                    application=case,
                    position=self.positions[notice.pk],
                    enterprise_name=by_key[case.organisation_id].name,
                    title=case.title,
                    district_name=self.districts[case.district_id],
                )
            )
        NoticeEntry.objects.bulk_create(entries)
        approved = [case for case in cases if case.state == State.APPROVED]
        serials = _serials(len(approved))
        Certificate.objects.bulk_create(
            [
                self._certificate(case, by_key[case.organisation_id], serial)
                for case, serial in zip(approved, serials, strict=True)
            ]
        )

    def _certificate(self, case: Application, enterprise: Enterprise, serial: int) -> Certificate:
        issued: date = timezone.localtime(case.decided_at).date()
        months = self.definition.timetable.validity_months
        return Certificate(
            application=case,
            organisation_id=case.organisation_id,
            district_id=case.district_id,
            kind=Certificate.Kind.PRODUCT,
            number=f"{PREFIX[Certificate.Kind.PRODUCT]}-{issued.year}-{serial:06d}",
            holder_name=enterprise.name,
            credit_code=enterprise.credit_code or "",
            title=case.title,
            issued_on=issued,
            valid_from=issued,
            valid_to=add_months(issued, months) - timedelta(days=1),
        )


def _serials(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval('certification_certificate_number') FROM generate_series(1, %s)",
            [count],
        )
        return [row[0] for row in cursor.fetchall()]
