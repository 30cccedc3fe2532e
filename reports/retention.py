"""What reports keep for a time only."""

from accounts.retention import RetentionRule, register_retention
from reports.models import ReportRun
from reports.models.builder import RESULTS_KEPT

register_retention(
    RetentionRule(
        ReportRun, RESULTS_KEPT, "give a person the files of their scheduled reports",
        lambda before: ReportRun.objects.filter(started_at__lt=before),
    ),
)  # fmt: skip
