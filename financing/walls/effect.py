"""The wall around effect reports and the bureaus' performance reviews."""

from accounts.row_security import BUREAUS, TENANT, secured
from database.objects import DatabaseObject
from financing.models import (
    EffectFigure,
    EffectFile,
    EffectReport,
    EffectReportEvent,
    PerformanceReview,
    PerformanceReviewEvent,
    SubsidyClaim,
)
from lifecycle.state_guard import state_guard

_OF_REPORT = {"report_id": EffectReport}

EFFECT: tuple[DatabaseObject, ...] = (
    *secured(
        EffectReport, TENANT, within={"claim_id": SubsidyClaim}, is_parent=True, on_trail=True
    ),
    *secured(EffectReportEvent, TENANT, within=_OF_REPORT, append_only=True),
    state_guard(EffectReport, EffectReportEvent, "report_id"),
    *secured(EffectFigure, TENANT, within=_OF_REPORT, is_parent=True, on_trail=True),
    *secured(EffectFile, TENANT, within={**_OF_REPORT, "figure_id": EffectFigure}, on_trail=True),
    *secured(PerformanceReview, BUREAUS, on_trail=True),
    *secured(PerformanceReviewEvent, BUREAUS, append_only=True),
    state_guard(PerformanceReview, PerformanceReviewEvent, "review_id"),
)
