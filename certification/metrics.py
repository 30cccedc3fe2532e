"""What is counted of certificates: those of each rung that are valid."""

from functools import partial

from django.db.models import QuerySet

from certification.metric_stays import (
    RECOGNISED,
    WORDS,
    changed_since,
    kept_between,
    named,
    stays_of_kind,
)
from certification.models import Certificate
from certification.rungs import valid_today
from pages.metrics import Metric, register_metrics

Kind = Certificate.Kind


def valid_of(kind: str) -> QuerySet[Certificate]:
    """The certificates of a kind that are valid today."""
    rows: QuerySet[Certificate] = valid_today(Certificate.objects.filter(kind=kind))
    return rows


register_metrics(
    *(
        Metric(
            kind,
            label,
            unit,
            rows=partial(valid_of, kind),
            stays=partial(stays_of_kind, kind),
            changed=partial(changed_since, kind),
            recognised=RECOGNISED,
            words=WORDS,
            kept=partial(kept_between, kind),
            named=named,
            is_rung=True,
        )
        for kind, label, unit in (
            (Kind.PRODUCT, "专精特新产品（技术）", "项"),
            (Kind.DEMONSTRATION, "专精特新示范企业", "家"),
            (Kind.CHAMPION, "隐形冠军", "家"),
        )
    )
)
