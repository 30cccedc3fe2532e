"""A bank joins the bank line: its organisation, its first administrator, its copy of the list."""

from django.db import transaction

from accounts.duties import Duty, OrganisationKind
from accounts.errors import NotPermitted
from accounts.jobs import start_job
from accounts.models import Job, Organisation
from accounts.tenancy import Actor
from people.actions.register_organisation import Joining, register_organisation

JOB = "financing.connect_bank"
BANK = Joining(OrganisationKind.BANK, Duty.BANK_OFFICER, "请填写银行名称。", "这家银行已经登记。")


def register_bank(actor: Actor, name: str, person: str, email: str) -> tuple[Organisation, Job]:
    """Make the bank, invite its first administrator, and begin to write its copy of the list.

    Raises `NotPermitted`, `RuleViolation` at the fields `name`, `person`, `email`.
    """
    if not actor.is_city:
        raise NotPermitted("银行由市级主管部门登记。")
    with transaction.atomic():
        bank = register_organisation(actor, BANK, name, person, email)
        label = f"为{bank.name}准备名单"
        return bank, start_job(actor, kind=JOB, label=label, payload={"bank_id": bank.pk})
