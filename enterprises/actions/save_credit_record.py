"""Records against an enterprise's credit standing: entered and lifted by the bureaus."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.conflicts import refuse_own_enterprise
from accounts.errors import NotPermitted, RuleViolation, refuse
from accounts.tenancy import Actor
from enterprises.actions.telling import signature, tell_enterprise
from enterprises.changes import announce_credit_change
from enterprises.models import CreditRecord, Enterprise
from enterprises.policies import may_decide

TEXTS = {"authority": "请填写认定机关。", "document_number": "请填写文书的文号。"}


def record_credit(
    actor: Actor,
    enterprise_id: int,
    *,
    kind: str,
    authority: str,
    document_number: str,
    recorded_on: date,
    note: str = "",
) -> CreditRecord:
    """Enter a published record; `recorded_on` (local date) is the day of the publication.

    Raises `NotPermitted`, `RuleViolation` at the arguments' names.
    """
    with transaction.atomic():
        enterprise = _enterprise(actor, enterprise_id)
        said = {"authority": authority.strip(), "document_number": document_number.strip()}
        errors = {name: TEXTS[name] for name, text in said.items() if not text}
        if kind not in CreditRecord.Kind.values:
            errors["kind"] = "请选择类别。"
        if recorded_on > timezone.localdate():
            errors["recorded_on"] = "列入日期不能晚于今天。"
        refuse(errors)
        record = CreditRecord(
            organisation_id=enterprise_id,
            district_id=enterprise.district_id,
            kind=kind,
            recorded_on=recorded_on,
            note=note.strip()[:500],
            recorded_by_id=actor.user_id,
            **said,
        )
        try:
            with transaction.atomic():
                record.save(force_insert=True)
        except IntegrityError:
            raise RuleViolation({"document_number": "这份文书已经登记。"}) from None
        tell_enterprise(
            enterprise,
            f"登记了一条信用记录：{record.get_kind_display()}",
            f"{signature(actor)}：{record.authority} {record.document_number}。"
            "对记录有疑问的，请联系登记的主管部门。",
            f"credit-record:{record.pk}",
        )
        announce_credit_change(enterprise_id)
    return record


def lift_credit_record(actor: Actor, record_id: int, *, reason: str) -> CreditRecord:
    """Lift a record that its authority has taken back, with the reason.

    Raises `CreditRecord.DoesNotExist`, `NotPermitted`, `RuleViolation` at `reason`.
    """
    with transaction.atomic():
        rows = CreditRecord.objects.visible_to(actor).select_for_update(of=("self",))
        record = rows.get(pk=record_id)
        enterprise = _enterprise(actor, record.organisation_id)
        if not reason.strip():
            raise RuleViolation({"reason": "请写明移出的依据，企业会看到。"})
        if record.lifted_on is not None:
            raise RuleViolation("这条记录已经移出。")
        record.lifted_on = timezone.localdate()
        record.lifted_by_id = actor.user_id
        record.lift_reason = reason.strip()[:500]
        record.save(update_fields=["lifted_on", "lifted_by", "lift_reason"])
        tell_enterprise(
            enterprise,
            f"信用记录已移出：{record.get_kind_display()}",
            f"{signature(actor)}：{record.lift_reason}",
            f"credit-record-lifted:{record.pk}",
        )
        announce_credit_change(enterprise.pk)
    return record


def _enterprise(actor: Actor, enterprise_id: int) -> Enterprise:
    enterprise = Enterprise.objects.get(pk=enterprise_id)
    if not may_decide(actor, enterprise):
        raise NotPermitted("只有主管部门可以登记信用记录。")
    refuse_own_enterprise(actor, enterprise_id)
    return enterprise
