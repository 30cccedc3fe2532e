"""Certificates of an enterprise that has a new name, or that another one has taken in."""

from django.db import transaction
from django.utils import timezone

from accounts.conflicts import refuse_own_enterprise
from accounts.errors import RuleViolation
from accounts.tenancy import Actor
from certification.changes import CertificateInput
from certification.lifecycle import MACHINE, OUT_OF_FORCE
from certification.models import Certificate
from enterprises.actions.rename_enterprise import keep_former_name, take_new_name
from enterprises.models import Enterprise, RegistrationState


def rename_holder(
    actor: Actor,
    certificate_id: int,
    name: str,
    *,
    reason: str,
    document_number: str,
    expected_version: int | None = None,
) -> list[Certificate]:
    """Write the holder's new name on all certificates that it has in force, and in the registry.

    Raises `NotPermitted`, `StaleVersion`, `RuleViolation` at the fields `holder_name`, `reason`,
    `document_number`. Source: 工信部企业〔2022〕63号 (更名 to be reported within three months).
    """
    name = " ".join(name.split())
    with transaction.atomic():
        first = Certificate.objects.visible_to(actor).get(pk=certificate_id)
        if not name:
            raise RuleViolation({"holder_name": "请填写更名后的企业全称。"})
        if name == first.holder_name:
            raise RuleViolation({"holder_name": "与证书上现在的名称相同。"})
        given = CertificateInput(reason=reason, document_number=document_number, holder_name=name)
        changed = _carry_out(actor, first, "rename", given, expected_version)
        today = timezone.localdate()
        holder = take_new_name(
            first.organisation_id, name, since=today, document_number=document_number
        )
        # The registry may have had the new name already, and only the certificate the old one.
        keep_former_name(holder, first.holder_name, until=today, document_number=document_number)
        return changed


def carry_over_certificates(
    actor: Actor,
    certificate_id: int,
    credit_code: str,
    *,
    reason: str,
    document_number: str,
    expected_version: int | None = None,
) -> list[Certificate]:
    """Give all certificates in force of a merged enterprise to the one with `credit_code`.

    Raises `NotPermitted`, `StaleVersion`, `RuleViolation` at the fields `credit_code`, `reason`,
    `document_number`. Source: 工信部企业〔2022〕63号 (合并 to be reported within three months).
    """
    with transaction.atomic():
        first = Certificate.objects.visible_to(actor).get(pk=certificate_id)
        successor = Enterprise.objects.filter(credit_code=credit_code.strip().upper()).first()
        if successor is None:
            raise RuleViolation({"credit_code": "名录里没有这个统一社会信用代码的企业。"})
        if successor.pk == first.organisation_id:
            raise RuleViolation({"credit_code": "这就是现在的持证企业。"})
        if successor.registration_state != RegistrationState.CONFIRMED:
            raise RuleViolation({"credit_code": f"{successor.name} 的登记还没有确认。"})
        refuse_own_enterprise(actor, successor.pk)
        given = CertificateInput(
            reason=reason,
            document_number=document_number,
            holder_name=successor.name,
            credit_code=successor.credit_code or "",
            organisation_id=successor.pk,
            district_id=successor.district_id,
        )
        return _carry_out(actor, first, "merge", given, expected_version)


def _carry_out(
    actor: Actor,
    first: Certificate,
    name: str,
    given: CertificateInput,
    expected_version: int | None,
) -> list[Certificate]:
    """The named certificate first, then the holder's others that are in force."""
    others = (
        Certificate.objects.visible_to(actor)
        .filter(organisation_id=first.organisation_id)
        .exclude(state__in=OUT_OF_FORCE)
        .exclude(pk=first.pk)
        .order_by("pk")
    )
    rest = list(others.values_list("pk", flat=True))
    changed = [MACHINE.execute(actor, first.pk, name, given, expected_version=expected_version)]
    return changed + [MACHINE.execute(actor, pk, name, given) for pk in rest]
