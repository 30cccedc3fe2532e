"""Objections of the public, and the answers to them."""

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse

from accounts.conflicts import enterprises_of, refuse_own_enterprise
from accounts.duties import Duty, OrganisationKind
from accounts.errors import NotPermitted, RuleViolation, refuse
from accounts.models import Organisation
from accounts.notifications import Kind, notify, people_of
from accounts.tenancy import Actor, system_scope
from documents.actions.store_attachment import store_attachment, too_much
from documents.models import Attachment
from documents.written.reaching import says_how_to_reach
from procedures.cases.parts import in_its_words
from procedures.models import (
    Application,
    InvestigationNote,
    NoticeEntry,
    Objection,
    ObjectionEvidence,
)
from procedures.models.application import State
from procedures.notices.objection_machine import MACHINE, ObjectionInput

EVIDENCE = "objection"


def file_objection(
    entry_id: int,
    *,
    name: str,
    contact: str,
    text: str,
    evidence: Sequence[UploadedFile] = (),
) -> Objection:
    """Take an objection from the public, by real name and with a contact, with
    files; returns its receipt.

    Raises `RuleViolation` per field, and when the notice takes no objections any more.
    """
    errors = {
        field: message
        for field, value, message in (
            ("name", name, "请填写真实姓名或单位名称。"),
            ("contact", contact, "请填写联系方式，便于核实。"),
            ("text", text, "请写明异议内容和依据。"),
        )
        if not value.strip()
    }
    if "contact" not in errors and not says_how_to_reach(contact):
        errors["contact"] = "请填写能联系到您的电话或邮箱，便于核实。"
    if why := too_much(evidence):
        errors["evidence"] = why
    refuse(errors)
    with system_scope(reason="take an objection from the public"):
        entry = NoticeEntry.objects.select_related("notice", "application").get(pk=entry_id)
        if not entry.notice.takes_objections:
            raise RuleViolation("公示已经结束，不再受理异议。")
        if entry.application.state != State.PUBLIC_NOTICE:
            raise RuleViolation("这一项已不在公示中，不再受理异议。")
        stored = [_store_evidence(upload) for upload in evidence]
        home = entry.application.home
        objection = Objection.objects.create(
            **home,
            application=entry.application,
            entry=entry,
            name=name.strip()[:60],
            contact=contact.strip()[:120],
            text=text.strip()[:2000],
        )
        ObjectionEvidence.objects.bulk_create(
            ObjectionEvidence(objection=objection, attachment=file, **home) for file in stored
        )
        officers = people_of(duty=Duty.CITY_OFFICER)
        notify(
            [one for one in officers if objection.organisation_id not in enterprises_of(one)],
            title=f"公示收到异议：{entry.title}",
            body=in_its_words(
                entry.application,
                f"回执号 {objection.receipt}。该件暂停认定，其他各件不受影响。",
            ),
            link=reverse("procedures:case", args=[entry.application_id]),
            dedupe_key=f"objection:{objection.pk}",
            kind=Kind.WORK,
        )
        return objection


def _store_evidence(upload: UploadedFile) -> Attachment:
    city = Organisation.objects.get(kind=OrganisationKind.CITY_BUREAU)
    try:
        return store_attachment(
            None,
            upload,
            purpose=EVIDENCE,
            organisation_id=city.pk,
            district_id=city.district_id,
        )
    except RuleViolation as refusal:
        raise RuleViolation({"evidence": str(refusal)}) from refusal


def note_investigation(actor: Actor, objection_id: int, text: str) -> InvestigationNote:
    """Write down what was found out about an objection that is not answered yet.

    Raises `NotPermitted`, and `RuleViolation` without words or after the answer.
    """
    if not actor.is_city:
        raise NotPermitted("只有市级主管部门可以调查异议。")
    if not text.strip():
        raise RuleViolation({"text": "请写明调查情况。"})
    with transaction.atomic():
        objection = Objection.objects.select_for_update(of=("self",)).get(pk=objection_id)
        refuse_own_enterprise(actor, objection.organisation_id)
        if objection.state != Objection.State.OPEN:
            raise RuleViolation("这件异议已经答复，不能再补记。")
        return InvestigationNote.objects.create(
            objection=objection,
            **objection.home,
            text=text.strip()[:2000],
            noted_by_id=actor.user_id,
        )


def decide_objection(actor: Actor, objection_id: int, *, upheld: bool, answer: str) -> Objection:
    """Answer an objection; the first that is upheld declines its case.

    Raises `NotPermitted`, and `RuleViolation` without an answer or when it was answered before.
    """
    if not actor.is_city:
        raise NotPermitted("只有市级主管部门可以答复异议。")
    with transaction.atomic():
        # The case is the lock: two objections to it are answered one after the other.
        cases = Application.objects.select_for_update(of=("self",))
        cases.get(objections=objection_id)
        name = "uphold" if upheld else "dismiss"
        return MACHINE.execute(actor, objection_id, name, ObjectionInput(answer=answer))
