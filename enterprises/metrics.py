"""What is counted of the registry."""

from django.db.models import QuerySet

from enterprises.models import Enterprise
from pages.metrics import Metric, register_metrics


def in_pool() -> QuerySet[Enterprise]:
    """The enterprises that are in the pool."""
    rows: QuerySet[Enterprise] = Enterprise.objects.exclude(pool_entered_on=None)
    return rows


register_metrics(Metric("pool", "滚动培育企业", "家", in_pool))
