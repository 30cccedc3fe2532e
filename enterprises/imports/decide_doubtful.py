"""A person says what a doubtful row means."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.conflicts import works_for
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from enterprises.imports.import_machine import IMPORTERS
from enterprises.imports.registry_check import OWN
from enterprises.imports.settling.decide_registry_row import decide_registry_row
from enterprises.imports.title_apply import create_unclaimed, write_titles
from enterprises.models import Enterprise, ImportBatch, ImportRow

Decision = ImportRow.Decision


def decide_doubtful(
    actor: Actor,
    batch_id: UUID,
    row_id: int,
    decision: str,
    enterprise_id: int | None = None,
    *,
    reason: str = "",
    document_number: str = "",
) -> ImportRow:
    """Say of a published name that it is one of its candidates ("same") or a new entry ("new"), of
    a registry row what `decide_registry_row` knows; or leave the row out ("dropped").

    A second decision about the same row changes nothing. Raises `RuleViolation` for an
    enterprise that is no candidate and before the file has been imported; `DoesNotExist` for a
    row of another bureau.
    """
    if actor.duty not in IMPORTERS:
        raise NotPermitted("只有区市审核人和市级经办人可以判断。")
    with transaction.atomic():
        row = (
            ImportRow.objects.filter(organisation_id=actor.organisation_id)
            .select_related("batch")
            .select_for_update(of=("self",))
            .get(pk=row_id, batch_id=batch_id, verdict=ImportRow.Verdict.DOUBTFUL)
        )
        if row.batch.state != ImportBatch.State.APPLIED:
            raise RuleViolation("请先确认导入这份文件，再判断存疑的名称。")
        if row.done_at is not None:
            return row
        if row.batch.kind == ImportBatch.Kind.REGISTRY:
            decide_registry_row(actor, row, decision, reason, document_number)
        else:
            _decide_title(actor, row, decision, enterprise_id)
        row.decision, row.decided_by_id = decision, actor.user_id
        row.done_at = timezone.now()
        row.save()
    return row


def _decide_title(actor: Actor, row: ImportRow, decision: str, enterprise_id: int | None) -> None:
    if decision == Decision.SAME:
        allowed = {candidate["id"] for candidate in row.candidates}
        if enterprise_id not in allowed:
            raise RuleViolation("请从右侧列出的企业中选择。")
        if works_for(actor, int(enterprise_id or 0)):
            raise RuleViolation(f"{OWN}。")
        row.decided_for = Enterprise.objects.get(pk=enterprise_id).pk
    elif decision == Decision.NEW:
        create_unclaimed([row])
    elif decision != Decision.DROPPED:
        raise RuleViolation("请选择同一企业、新建或不导入。")
    write_titles([row])
