"""An enterprise's consent to what a bank may see: given, changed and withdrawn."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.actors import home_of
from accounts.duties import Duty, OrganisationKind
from accounts.errors import NotPermitted, RuleViolation, refuse
from accounts.models import Organisation
from accounts.tenancy import Actor
from audit.transactions import present_transaction
from certification.validity import add_months
from financing.models import Consent, WhitelistEntry
from financing.models.consent import FieldGroup
from financing.whitelist.entries import locked_listing
from financing.whitelist.feed import refresh_entry

LONGEST_MONTHS = 36
NO_GROUPS = "请至少选择一项内容；都不允许查看的，不要授权，已授权的请撤回。"


def give_consent(actor: Actor, bank_id: int, groups: Iterable[str], valid_to: date) -> Consent:
    """Let a bank see `groups` of the actor's enterprise up to `valid_to` (local date, included),
    instead of what it may see now.

    Raises `NotPermitted`, `RuleViolation` at the fields `bank`, `groups`, `valid_to`. Source:
    郑政办〔2022〕101号 (nothing undisclosed leaves without authorisation), 金发〔2024〕32号.
    """
    chosen = [group for group in FieldGroup.values if group in set(groups)]
    with transaction.atomic():
        entry = _own_entry(actor)
        today = timezone.localdate()
        errors = {}
        if not chosen:
            errors["groups"] = NO_GROUPS
        if valid_to < today:
            errors["valid_to"] = "授权期限不能早于今天。"
        elif valid_to > add_months(today, LONGEST_MONTHS):
            errors["valid_to"] = f"授权期限最长 {LONGEST_MONTHS // 12} 年。"
        banks = Organisation.objects.filter(kind=OrganisationKind.BANK, is_active=True)
        if not banks.filter(pk=bank_id).exists():
            errors["bank"] = "没有这家银行。"
        refuse(errors)
        _end(actor, bank_id)
        consent: Consent = Consent.objects.create(
            **home_of(actor),
            bank_id=bank_id,
            groups=chosen,
            valid_from=today,
            valid_to=valid_to,
            granted_by_id=actor.user_id,
            granted_xid=present_transaction(),
        )
        if entry is not None:
            refresh_entry(entry)
    return consent


def withdraw_consent(actor: Actor, bank_id: int) -> None:
    """Take the consent to a bank back; the bank sees no more than the listing from now on.

    Raises `NotPermitted`, `RuleViolation` where there is none.
    """
    with transaction.atomic():
        entry = _own_entry(actor)
        if not _end(actor, bank_id):
            raise RuleViolation("没有可以撤回的授权，或同事刚刚已经撤回。")
        if entry is not None:
            refresh_entry(entry)


def end_consents(enterprise_id: int, user_id: int | None) -> None:
    """End what an enterprise lets any bank see, in the present transaction."""
    _withdraw(Consent.objects.filter(organisation_id=enterprise_id), user_id)


def _own_entry(actor: Actor) -> WhitelistEntry | None:
    """The entry that is on the list, locked: what banks see follows in the same transaction."""
    if actor.duty != Duty.ENTERPRISE_STAFF:
        raise NotPermitted("只有企业自己可以授权银行查看。")
    return locked_listing(actor.organisation_id)


def _end(actor: Actor, bank_id: int) -> bool:
    rows = Consent.objects.filter(organisation_id=actor.organisation_id, bank_id=bank_id)
    return bool(_withdraw(rows, actor.user_id))


def _withdraw(rows: QuerySet[Consent], user_id: int | None) -> int:
    return rows.filter(withdrawn_at=None).update(
        withdrawn_at=timezone.now(), withdrawn_by_id=user_id, withdrawn_xid=present_transaction()
    )
