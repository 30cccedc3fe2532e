"""Starting a filing, or going on with the draft that is there."""

from decimal import Decimal

from django.db import transaction

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from enterprises.figures import Facts, facts_of
from enterprises.models import Enterprise
from procedures.models import Application, Batch


def start_application(actor: Actor, batch_id: int) -> tuple[Application, bool]:
    """The enterprise's draft in a batch, and whether it is new; a new one is prefilled.

    Raises `NotPermitted`, `Batch.DoesNotExist`, and `RuleViolation` for a closed batch or an
    enterprise whose registration is not confirmed.
    """
    if not actor.is_enterprise:
        raise NotPermitted("只有企业的填报人可以申报。")
    with transaction.atomic():
        # The enterprise's row is the lock that makes a double click one draft.
        enterprise = Enterprise.objects.select_for_update().get(pk=actor.organisation_id)
        draft = Application.objects.drafts_of(actor.organisation_id, batch_id).first()
        if draft is not None:
            return draft, False
        batch = Batch.objects.select_related("version").get(pk=batch_id)
        if not batch.is_open:
            raise RuleViolation("本批次现在不接受申报。")
        if enterprise.registration_state != "confirmed":
            raise RuleViolation("企业登记信息经区市主管部门确认后才能申报。")
        application = Application.objects.create(
            batch=batch,
            organisation_id=enterprise.pk,
            district_id=enterprise.district_id,
            created_by_id=actor.user_id,
            answers=prefilled(batch, facts_of(enterprise.pk)),
        )
        return application, True


def prefilled(batch: Batch, facts: Facts) -> dict[str, str]:
    """What the portal knows already, as answers; nobody types it again."""
    sources = {"enterprise": facts.enterprise, "figures": facts.latest, "product": facts.product}
    answers = {}
    for field in batch.version.parsed.fields():
        group, _, name = field.prefill.partition(".")
        value = sources.get(group, {}).get(name)
        if value not in (None, ""):
            answers[field.key] = _plain(value) if isinstance(value, Decimal) else str(value)
    return answers


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
