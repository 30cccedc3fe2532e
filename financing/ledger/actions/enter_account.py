"""An enterprise enters the account that it wants to be paid into; another person confirms it."""

from django.db import transaction

from accounts.errors import NotPermitted, RuleViolation, refuse
from accounts.tenancy import Actor
from documents.written.text import compared
from enterprises.models import Enterprise, FormerName
from financing.ledger.account_machine import MACHINE
from financing.ledger.bank_codes import BANKS, wrong_cnaps, wrong_number
from financing.models import PayeeAccount


def enter_account(
    actor: Actor, holder: str, bank: str, branch: str, cnaps: str, number: str, again: str
) -> PayeeAccount:
    """Enter an account; `again` is its number, typed a second time.

    Raises `NotPermitted` for others than the enterprise's staff, and `RuleViolation` by field.
    """
    if not actor.is_enterprise:
        raise NotPermitted("收款账户由企业录入。")
    with transaction.atomic():
        entry = Enterprise.objects.select_for_update(of=("self",)).get(pk=actor.organisation_id)
        errors = {}
        if why := wrong_holder(entry, holder):
            errors["holder"] = why
        if bank not in BANKS:
            errors["bank"] = "请选择开户银行。"
        elif why := wrong_cnaps(cnaps, bank):
            errors["cnaps"] = why
        if why := wrong_number(number):
            errors["number"] = why
        elif number != again:
            errors["again"] = "两次输入的账号不一致。"
        refuse(errors)
        own = PayeeAccount.objects.filter(organisation_id=entry.pk)
        if own.to_confirm().exists():
            raise RuleViolation("已有一个账户在等确认，请先确认或退回。")
        if own.in_force().filter(number=number, cnaps=cnaps, holder=holder).exists():
            raise RuleViolation({"number": "这个账户已经在用。"})
        account = PayeeAccount.objects.create(
            organisation_id=entry.pk, district_id=entry.district_id, holder=holder, bank=bank,
            branch=branch, cnaps=cnaps, number=number, entered_by_id=actor.user_id,
        )  # fmt: skip
        return MACHINE.begin(actor, account, "enter")


def wrong_holder(entry: Enterprise, holder: str) -> str:
    """Why money for the enterprise does not go to an account of this name; "" where it may: its own
    name, or one that a document of the registration authority has changed."""
    known = {entry.name, *FormerName.objects.filter(organisation_id=entry.pk).values_list(
        "name", flat=True
    )}  # fmt: skip
    if compared(holder) in {compared(one) for one in known}:
        return ""
    return f"户名应与企业名称“{entry.name}”一致。已更名而账户未换的，请先办理登记变更。"
