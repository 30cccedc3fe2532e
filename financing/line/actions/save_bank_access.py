"""The city suspends a bank's access to the line, and lets it on again."""

from django.db import transaction
from django.urls import reverse

from accounts.duties import Duty, OrganisationKind
from accounts.errors import NotPermitted, RuleViolation
from accounts.models import Organisation
from accounts.notifications import notify, people_of
from accounts.tenancy import Actor
from financing.models import BankAccessChange

Kind = BankAccessChange.Kind


def suspend_bank(actor: Actor, bank_id: int, reason: str) -> Organisation:
    """Shut the line to a bank: its officers and programs get nothing any more, and nothing is sent
    to it. What it reported, offered and was granted stays, and holds again once it is resumed.

    Raises `Organisation.DoesNotExist`, `NotPermitted`, `RuleViolation` at `reason`, or at "" for a
    bank that is suspended already.
    """
    return _change(actor, bank_id, Kind.SUSPENDED, reason)


def resume_bank(actor: Actor, bank_id: int, reason: str) -> Organisation:
    """Open the line to a suspended bank again. Raises as `suspend_bank`."""
    return _change(actor, bank_id, Kind.RESUMED, reason)


def _change(actor: Actor, bank_id: int, kind: BankAccessChange.Kind, reason: str) -> Organisation:
    if not actor.is_city:
        raise NotPermitted("银行的接入由市级主管部门管理。")
    reason = reason.strip()
    with transaction.atomic():
        banks = Organisation.objects.filter(kind=OrganisationKind.BANK).select_for_update()
        bank = banks.get(pk=bank_id)
        if bank.is_active == (kind == Kind.RESUMED):
            raise RuleViolation(
                "这家银行已经恢复接入。" if bank.is_active else "这家银行已经暂停接入。"
            )
        if not reason:
            raise RuleViolation({"reason": "请写明原因，银行会看到。"})
        bank.is_active = kind == Kind.RESUMED
        bank.save(update_fields=["is_active"])
        change = BankAccessChange.objects.create(
            organisation_id=bank.pk,
            district_id=bank.district_id,
            kind=kind,
            reason=reason,
            user_id=actor.user_id,
            organisation_name=actor.organisation_name,
        )
        notify(
            people_of(organisation_id=bank.pk, duty=Duty.BANK_OFFICER),
            title=f"{bank.name}{kind.label}银企专线",
            body=f"{actor.organisation_name}：{reason}",
            link=reverse("home"),
            dedupe_key=f"bank-access:{change.pk}",
        )
    return bank
