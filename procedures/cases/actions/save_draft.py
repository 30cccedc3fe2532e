"""Deleting, restoring and sharing drafts; their files."""

import uuid

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation
from accounts.models import Membership
from accounts.notifications import Kind, notify
from accounts.tenancy import Actor
from documents.actions.store_attachment import store_attachment
from enterprises.models import Enterprise
from procedures.cases.revisions import note_revision
from procedures.models import Application, ApplicationFile
from procedures.models.application import State
from schemes.definition.form import FieldKind

PURPOSE = "application"


def _own_draft(actor: Actor, application_id: int) -> Application:
    if not actor.is_enterprise:
        raise NotPermitted("只有企业的填报人可以操作草稿。")
    return (
        Application.objects.filter(organisation_id=actor.organisation_id)
        .select_for_update(of=("self",))
        .select_related("batch", "scheme_version")
        .get(pk=application_id)
    )


def delete_draft(actor: Actor, application_id: int) -> Application:
    """Put a draft away; `restore_draft` brings it back."""
    with transaction.atomic():
        application = _own_draft(actor, application_id)
        if application.state != State.DRAFT:
            raise RuleViolation("只有没有提交过的草稿可以删除。")
        application.deleted_at = timezone.now()
        application.save(update_fields=["deleted_at", "updated_at"])
        return application


def restore_draft(actor: Actor, application_id: int) -> Application:
    """Bring a deleted draft back, unless another draft of the batch has taken its place."""
    with transaction.atomic():
        # Locked first, as by starting a draft: the two decide about the same place.
        Enterprise.objects.select_for_update(of=("self",)).get(pk=actor.organisation_id)
        application = _own_draft(actor, application_id)
        if application.deleted_at is None:
            return application
        others = Application.objects.drafts_of(actor.organisation_id, application.batch_id)
        if others.exclude(pk=application.pk).exists():
            raise RuleViolation("本批次已有另一份草稿，请先提交或删除它，再恢复这一份。")
        application.deleted_at = None
        application.save(update_fields=["deleted_at", "updated_at"])
        return application


def share_draft(actor: Actor, application_id: int, membership_id: int) -> Membership:
    """Ask a colleague of the same enterprise to go on with a draft."""
    with transaction.atomic():
        application = _own_draft(actor, application_id)
        colleague = Membership.objects.select_related("user").get(
            pk=membership_id, organisation_id=actor.organisation_id, is_active=True
        )
        notify(
            [colleague.user_id],
            title=f"{actor.user_name}请您一起填写“{application}”",
            body="打开后直接填写，每一项都会自动保存。",
            link=reverse("procedures:fill", args=[application.pk]),
            dedupe_key=f"share:{application.pk}:{colleague.pk}:{timezone.localdate()}",
            kind=Kind.WORK,
        )
        return colleague


def attach_file(
    actor: Actor, application_id: int, key: str, upload: UploadedFile
) -> ApplicationFile:
    """Answer the file question `key` with an upload. Raises `RuleViolation` for a bad file."""
    with transaction.atomic():
        application = _own_draft(actor, application_id)
        if not application.is_editable:
            raise RuleViolation("这件申报已经提交，不能再修改。")
        field = application.scheme_version.parsed.field(key)
        if field is None or field.kind != FieldKind.FILE:
            raise RuleViolation("没有这个附件项。")
        present = application.files.filter(field=key, removed_at=None).count()
        if present >= field.max_files:
            raise RuleViolation(f"{field.label}最多 {field.max_files} 个文件，请先删除多余的文件。")
        attachment = store_attachment(
            actor,
            upload,
            purpose=PURPOSE,
            organisation_id=application.organisation_id,
            district_id=application.district_id,
        )
        _note_files(actor, application, key)
        return ApplicationFile.objects.create(
            application=application,
            **application.home,
            field=key,
            attachment=attachment,
        )


def detach_file(actor: Actor, application_id: int, attachment_id: uuid.UUID) -> None:
    """Take a file out of a draft; what was submitted keeps its record of it."""
    with transaction.atomic():
        application = _own_draft(actor, application_id)
        if not application.is_editable:
            raise RuleViolation("这件申报已经提交，不能再修改。")
        row = application.files.get(attachment_id=attachment_id, removed_at=None)
        row.removed_at = timezone.now()
        row.save(update_fields=["removed_at"])
        _note_files(actor, application, row.field)


def _note_files(actor: Actor, application: Application, key: str) -> None:
    """Files count as answers: a page that does not show them is told before it is filed."""
    note_revision(actor, application, key)
    application.save(update_fields=["answer_revisions", "updated_at"])
