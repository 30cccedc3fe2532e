"""Whether a version applies to a batch: its validity is held against the day on which the batch
opens, wherever one meets the other."""

from datetime import datetime

from django.utils import timezone

from procedures.models import Batch
from schemes.models import SchemeVersion

Purpose = Batch.Purpose


def why_not_applicable(version: SchemeVersion, opens_at: datetime, purpose: str) -> str:
    """Why `version` cannot be that of a batch which opens then, or "".

    A batch of re-checks alone may go by a version whose time for new filings has ended. Source:
    工信厅企业函〔2026〕117号: what was certified by 63号 is re-checked by it.
    """
    if version.state != SchemeVersion.State.PUBLISHED:
        return "只有已发布的版本可以开放申报。"
    opens_on = timezone.localdate(opens_at)
    if opens_on < version.valid_from:
        return f"这一版自 {version.valid_from:%Y-%m-%d} 起适用，批次 {opens_on:%Y-%m-%d} 就开放。"
    if version.valid_to and version.valid_to < opens_on and purpose != Purpose.RECHECK:
        return (
            f"这一版适用至 {version.valid_to:%Y-%m-%d}，批次 {opens_on:%Y-%m-%d} 才开放；"
            "只有只受理复核的批次可以沿用。"
        )
    return ""


def why_not_taking_over(version: SchemeVersion, batch: Batch) -> str:
    """Why `batch` cannot go on under `version`, or "". Of a batch that is open already the filings
    that are still to come count: a correction holds from the day on which it is published."""
    return why_not_applicable(version, max(batch.opens_at, timezone.now()), batch.purpose)
