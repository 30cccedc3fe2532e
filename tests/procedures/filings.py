"""A filing that can be submitted: a confirmed enterprise, right answers, clean files."""

import uuid
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from accounts.models import OutboxMessage
from accounts.tenancy import Actor, acting_as, system_scope
from documents.models import Attachment
from enterprises.actions.entry_values import fill
from enterprises.models import Enterprise
from procedures.cases.actions.judge_condition import judge_condition
from procedures.cases.actions.save_answer import save_answer
from procedures.cases.actions.start_application import start_application
from procedures.cases.actions.waive_condition import waive_condition
from procedures.cases.changes import CaseInput
from procedures.cases.doubts import doubt_problems
from procedures.cases.lifecycle import MACHINE
from procedures.cases.verdicts import unsettled, verdicts_of, waits_for_a_person
from procedures.models import Application, ApplicationFile, Batch
from tests.enterprises.entries import code_of, details
from tests.procedures import factories

ANSWERS = {
    "product_name": "工业机器人用精密减速机",
    "kind": "product",
    "feature": ["specialised", "novel"],
    "segment": "精密减速机",
    "description": "用于六轴机器人关节。",
    "advantage": "传动误差小于 1 弧分。",
    "launched_on": "2021-05-01",
    "product_sales": "3200",
    "revenue": "5600",
    "rd_cost": "280",
    "invention_patents": "3",
    "other_rights": "5",
    "contact_name": "李示例",
    "contact_phone": "13800000000",
}
FILES = ("test_report", "property_right")
EVERY_REVISION = 10**6  # of a page that shows whatever was saved
DECLARED = CaseInput(declared=True, untouched_confirmed=True)


def confirmed(actor: Actor, number: int = 1) -> Enterprise:
    """The registry entry of the actor's organisation, confirmed."""
    with system_scope(reason="test"):
        entry = Enterprise(
            organisation_id=actor.organisation_id,
            district_id=actor.district_ids[0],
            registration_state="confirmed",
        )
        fill(entry, details(name=actor.organisation_name, credit_code=code_of(number)))
        entry.save(force_insert=True)
    return entry


def open_batch() -> Batch:
    with system_scope(reason="test"):
        return factories.open_batch()


def close(batch: Batch) -> None:
    with system_scope(reason="test"):
        Batch.objects.filter(pk=batch.pk).update(closes_at=timezone.now() - timedelta(hours=1))


def attach(
    case: Application, field: str, scan_state: str = "clean", sha256: str = "0" * 64
) -> Attachment:
    """A file that answers the question `field`; nothing is stored."""
    home = {"organisation_id": case.organisation_id, "district_id": case.district_id}
    row = Attachment.objects.create(
        **home, name=f"{field}.pdf", content_type="application/pdf", size=9, sha256=sha256,
        storage_key=uuid.uuid4().hex, scan_state=scan_state, purpose="application",
        uploaded_by_id=case.created_by_id,
    )  # fmt: skip
    ApplicationFile.objects.create(**home, application=case, field=field, attachment=row)
    return row


def draft(actor: Actor, batch: Batch, **answers: object) -> Application:
    """A complete draft of the actor's enterprise, whose entry must exist."""
    with acting_as(actor):
        case, _ = start_application(actor, batch.pk)
        number = Application.objects.filter(organisation_id=actor.organisation_id).count()
        # Nobody files for one product twice.
        name = ANSWERS["product_name"] + (f" {number} 型" if number > 1 else "")
        case.answers = {**case.answers, **ANSWERS, "product_name": name, **answers}
        case.title = case.answers["product_name"] or ""
        case.save()
        for field in FILES:
            attach(case, field)
    return case


def submitted(actor: Actor, batch: Batch | None = None, **answers: object) -> Application:
    """A case in the district's review."""
    case = draft(actor, batch or open_batch(), **answers)
    explain_doubts(actor, case)
    return done(actor, case, "submit")


def explain_doubts(actor: Actor, case: Application) -> None:
    """Say of each doubtful answer of the draft that it is so."""
    with acting_as(actor):
        for name in doubt_problems(fresh(case)):
            save_answer(actor, case.pk, name, ["已与审计报告核对"], EVERY_REVISION)


def done(actor: Actor, case: Application, name: str, reason: str = "") -> Application:
    """A submission is declared, and what is as it was is meant so."""
    if name == "recommend":  # its conditions wait for the city's judgement
        reason = reason or "条件由市级判断"
    with acting_as(actor):
        return MACHINE.execute(actor, case.pk, name, replace(DECLARED, reason=reason))


def settle(people: SimpleNamespace, case: Application) -> None:
    """Let nothing stand between a case in the city's review and its decision: what needs a person
    is judged, what is unmet or cannot be told is waived."""
    with acting_as(people.city):
        found = list(unsettled(verdicts_of(case)))
        for one in found:
            if waits_for_a_person(one):
                judge_condition(people.city, case.pk, one.key, is_met=True, basis="检测报告")
            else:
                waive_condition(
                    people.city, case.pk, one.key, "示例", "会议纪要", timezone.localdate()
                )


def approved_by_city(people: SimpleNamespace, case: Application) -> Application:
    """The case in the city's review, settled and proposed."""
    settle(people, case)
    return done(people.city, case, "propose")


def fresh(case: Application) -> Application:
    with system_scope(reason="test"):
        return Application.objects.select_related("batch", "scheme_version").get(pk=case.pk)


def told(user_id: int) -> list[str]:
    """The titles of what a person is owed, in the order of writing."""
    with system_scope(reason="test"):
        rows = OutboxMessage.objects.filter(
            topic="accounts.notify", payload__recipient_id=user_id
        ).order_by("created_at")
        return [row.payload["title"] for row in rows]
