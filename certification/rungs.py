"""The rungs of the pyramid, and where an enterprise stands.

Source: action plan 2018-2021, 二: 专精特新产品(技术) - 示范企业 - 隐形冠军.
"""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from certification.models import Certificate


@dataclass(frozen=True)
class Rung:
    level: int
    kind: str
    name: str


RUNGS = (
    Rung(1, Certificate.Kind.PRODUCT, "专精特新产品（技术）"),
    Rung(2, Certificate.Kind.DEMONSTRATION, "示范企业"),
    Rung(3, Certificate.Kind.CHAMPION, "隐形冠军"),
)
LEVEL_OF_KIND = {rung.kind: rung.level for rung in RUNGS}


def valid_today(certificates: Any) -> Any:
    """Those of a queryset of certificates that are valid today (local date)."""
    today = timezone.localdate()
    return certificates.filter(
        state__in=(Certificate.State.VALID, Certificate.State.RECHECK_DUE),
        valid_from__lte=today,
        valid_to__gte=today,
    )


def valid_certificates(organisation_id: int) -> list[Certificate]:
    """The enterprise's certificates that are valid today (local date)."""
    own = Certificate.objects.filter(organisation_id=organisation_id)
    return list(valid_today(own).order_by("valid_to"))


def level_of(certificates: list[Certificate]) -> int:
    """The highest rung among valid certificates, 0 for none; national titles are no rungs."""
    return max((LEVEL_OF_KIND.get(certificate.kind, 0) for certificate in certificates), default=0)
