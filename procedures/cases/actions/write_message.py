"""What bureaus and the applicant of a case write to each other, without a decision."""

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.conflicts import refuse_own_enterprise
from accounts.errors import NotPermitted, RuleViolation, refuse
from accounts.notifications import Kind, notify, people_of
from accounts.tenancy import Actor
from documents.actions.store_attachment import store_attachment, too_much
from procedures.cases.assignments import reviewers_of
from procedures.cases.lifecycle import MACHINE
from procedures.cases.messages import case_link
from procedures.cases.policies import desk_of, has_on_desk
from procedures.cases.thread import thread_of
from procedures.models import Application, CaseMessage, CaseMessageFile

PURPOSE = "case_message"


def write_message(
    actor: Actor, application_id: int, text: str, attachments: Sequence[UploadedFile] = ()
) -> CaseMessage:
    """Write to the applicant as the bureau that has the case, or answer as the applicant, with
    files. The other side is told; state and deadline of the case stay as they are.

    Raises `Application.DoesNotExist`, `NotPermitted`, and `RuleViolation` without words, for files
    that are not taken, while no bureau has the case, or for an answer to nothing.
    """
    with transaction.atomic():
        application = MACHINE.locked(actor, application_id)
        _refuse_out_of_turn(actor, application)
        wrong = {
            "text": "" if text.strip() else "请写明内容。",
            "attachments": too_much(attachments),
        }
        refuse({field: why for field, why in wrong.items() if why})
        message: CaseMessage = CaseMessage.objects.create(
            application=application,
            **application.home,
            from_applicant=actor.is_enterprise,
            text=text.strip()[:2000],
            sent_by_id=actor.user_id,
            organisation_name=actor.organisation_name[:100],
        )
        for upload in attachments:
            _keep(actor, message, upload)
        _tell_the_other_side(application, message)
        return message


def _refuse_out_of_turn(actor: Actor, application: Application) -> None:
    if desk_of(application.state, application.returned_from) is None:
        raise RuleViolation("这件申报现在没有部门在办理，不能留言。")
    if actor.is_enterprise:
        if not thread_of(application):
            raise RuleViolation("审核部门没有给您留言，不需要答复。")
        return
    if not has_on_desk(actor, application):
        raise NotPermitted("这件申报现在不由您的部门办理。")
    refuse_own_enterprise(actor, application.organisation_id)


def _keep(actor: Actor, message: CaseMessage, upload: UploadedFile) -> None:
    """Store a file of the message; it belongs to the enterprise, which the case is about."""
    try:
        stored = store_attachment(
            actor,
            upload,
            purpose=PURPOSE,
            organisation_id=message.organisation_id,
            district_id=message.district_id,
        )
    except RuleViolation as refusal:
        raise RuleViolation({"attachments": str(refusal)}) from refusal
    CaseMessageFile.objects.create(message=message, attachment=stored, **message.home)


def _tell_the_other_side(application: Application, message: CaseMessage) -> None:
    if message.from_applicant:
        desk = desk_of(application.state, application.returned_from)
        assert desk is not None, "a bureau has the case"
        people, kind = reviewers_of(application, desk), Kind.WORK
        title = f"企业答复了留言：{application.title}"
    else:
        people, kind = people_of(organisation_id=application.organisation_id), Kind.CASES
        title = f"审核部门就“{application.title}”给您留言，请答复"
    notify(
        people,
        title=title,
        body=f"{message.organisation_name}：{message.text}",
        link=case_link(application),
        dedupe_key=f"case_message:{message.pk}",
        kind=kind,
    )
