"""A person says what a doubtful name means."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.conflicts import works_for
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from enterprises.imports.import_machine import IMPORTERS
from enterprises.imports.registry_check import OWN
from enterprises.imports.title_apply import MatchState, create_unclaimed, write_titles
from enterprises.models import Enterprise, ImportBatch, ImportRow


def decide_doubtful(
    actor: Actor, batch_id: UUID, row_id: int, decision: str, enterprise_id: int | None = None
) -> ImportRow:
    """Tie a doubtful row to one of its candidates ("same"), to a new unclaimed entry ("new"), or
    leave it out ("dropped").

    A second decision about the same row changes nothing. Raises `RuleViolation` for an
    enterprise that is no candidate and before the list has been imported; `DoesNotExist` for a
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
            raise RuleViolation("请先确认导入这份名单，再判断存疑的名称。")
        if row.done_at is not None:
            return row
        if decision == ImportRow.Decision.SAME:
            allowed = {candidate["id"] for candidate in row.candidates}
            if enterprise_id not in allowed:
                raise RuleViolation("请从右侧列出的企业中选择。")
            if works_for(actor, int(enterprise_id or 0)):
                raise RuleViolation(f"{OWN}。")
            row.decided_for = Enterprise.objects.get(pk=enterprise_id).pk
        elif decision == ImportRow.Decision.NEW:
            row.decided_for = create_unclaimed([row])[0].pk
        elif decision != ImportRow.Decision.DROPPED:
            raise RuleViolation("请选择同一企业、新建或不导入。")
        if row.decided_for is not None:
            write_titles([row], {row.pk: row.decided_for}, MatchState.MATCHED)
        row.decision, row.decided_by_id = decision, actor.user_id
        row.done_at = timezone.now()
        row.save(update_fields=["decision", "decided_by", "decided_for", "done_at"])
    return row
