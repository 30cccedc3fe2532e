"""A new name that the registry took over, carried over onto the certificates of its holder."""

from certification.changes import CertificateInput
from certification.lifecycle import MACHINE, OUT_OF_FORCE
from certification.models import Certificate
from enterprises.changes import NewName


def carry_over_new_name(new: NewName) -> None:
    """Write the name on every certificate that the enterprise has in force, as the bureau that
    accepted the change. Source: 工信部企业〔2022〕63号 (更名)."""
    own = Certificate.objects.filter(organisation_id=new.enterprise_id)
    in_force = own.exclude(state__in=OUT_OF_FORCE).exclude(holder_name=new.name).order_by("pk")
    given = CertificateInput(
        reason=new.reason, document_number=new.document_number, holder_name=new.name
    )
    for pk in list(in_force.values_list("pk", flat=True)):
        MACHINE.execute(new.actor, pk, "follow_registry", given)
