"""A bank joins the bank line: its organisation, its first administrator, its copy of the list."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from accounts.duties import Duty, OrganisationKind
from accounts.errors import NotPermitted, refuse
from accounts.jobs import start_job
from accounts.models import Job, Organisation
from accounts.person_names import holds_address, single_line
from accounts.tenancy import Actor
from people.actions.save_invitations import send_invitation

JOB = "financing.connect_bank"


def register_bank(actor: Actor, name: str, person: str, email: str) -> tuple[Organisation, Job]:
    """Make the bank, invite its first administrator, and begin to write its copy of the list.

    Raises `NotPermitted`, `RuleViolation` at the fields `name`, `person`, `email`.
    """
    if not actor.is_city:
        raise NotPermitted("银行由市级主管部门登记。")
    name, person, email = " ".join(name.split()), single_line(person), email.strip().lower()
    with transaction.atomic():
        banks = Organisation.objects.filter(kind=OrganisationKind.BANK)
        errors = {}
        if not name:
            errors["name"] = "请填写银行名称。"
        elif banks.filter(name=name).exists():
            errors["name"] = "这家银行已经登记。"
        if not person or holds_address(person):
            errors["person"] = "请填写对方的姓名，不要写网址。"
        try:
            validate_email(email)
        except ValidationError:
            errors["email"] = "请填写有效的电子邮箱。"
        refuse(errors)
        home = Organisation.objects.get(pk=actor.organisation_id)
        bank = Organisation.objects.create(
            kind=OrganisationKind.BANK, name=name, district_id=home.district_id
        )
        send_invitation(actor, bank, email, person, Duty.BANK_OFFICER, is_administrator=True)
        job = start_job(actor, kind=JOB, label=f"为{name}准备名单", payload={"bank_id": bank.pk})
    return bank, job
