"""What is said about a change of a certificate, and the change on its way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from certification.models import Certificate
from lifecycle.transitions import Change, Transition, TransitionInput


@dataclass(frozen=True)
class CertificateInput(TransitionInput):
    """What the one who carries a transition out says about it, or what follows from its case."""

    document_number: str = ""
    application_id: int | None = None
    valid_to: date | None = None
    holder_name: str = ""
    credit_code: str = ""
    organisation_id: int | None = None
    district_id: int | None = None
    amended: Mapping[str, date | str] = field(default_factory=dict)


CertificateTransition: TypeAlias = Transition[Certificate, CertificateInput]
# Its `facts` are the fields that it changes, each with the values before and after.
CertificateChange: TypeAlias = Change[Certificate, CertificateInput]
