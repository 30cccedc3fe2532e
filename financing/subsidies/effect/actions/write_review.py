"""Writing a performance review."""

from decimal import Decimal

from django.db import IntegrityError, transaction

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from financing.models import PerformanceReview, SubsidyClaim
from financing.subsidies.effect.performance_machine import MACHINE
from financing.subsidies.effect.working_out import work_out_review
from pages.stale import refuse_stale

TEXTS = ("overall", "problems", "measures", "satisfaction_source")


def start_review(actor: Actor, scheme_id: int, year: int) -> PerformanceReview:
    """Begin the review of a scheme's year. Raises `NotPermitted`, and `RuleViolation` where there
    is one already or the scheme had no claims in the year."""
    if not actor.is_city:
        raise NotPermitted("由市级经办人编写绩效自评。")
    claims = SubsidyClaim.objects.filter(
        fiscal_year=year, application__scheme_version__scheme_id=scheme_id
    )
    if not claims.exclude(application__submitted_at=None).exists():
        raise RuleViolation({"year": "这个项目这一年度没有资金申报。"})
    twice = RuleViolation({"year": "这个项目这一年度的绩效自评已经有了。"})
    if PerformanceReview.objects.filter(scheme_id=scheme_id, year=year).exists():
        raise twice
    try:
        with transaction.atomic():
            row = PerformanceReview.objects.create(
                scheme_id=scheme_id, year=year, made_by_id=actor.user_id
            )
            return MACHINE.begin(actor, _worked(row), "begin")
    except IntegrityError as clash:
        raise twice from clash


def save_review(
    actor: Actor, review_id: int, *, satisfaction: Decimal | None, version: int | None = None,
    **texts: str,
) -> PerformanceReview:  # fmt: skip
    """Keep what was written and work the score out anew. Raises `PerformanceReview.DoesNotExist`,
    `NotPermitted`, `StaleVersion`, and `RuleViolation` for one that is final."""
    if not actor.is_city:
        raise NotPermitted("由市级经办人编写绩效自评。")
    with transaction.atomic():
        row = PerformanceReview.objects.select_for_update().get(pk=review_id)
        if row.state != PerformanceReview.State.DRAFT:
            raise RuleViolation("绩效自评已经定稿，不能修改。")
        refuse_stale(row, version)
        for name in TEXTS:
            setattr(row, name, texts.get(name, "").strip())
        row.satisfaction = satisfaction
        row.version += 1
        return _worked(row)


def _worked(row: PerformanceReview) -> PerformanceReview:
    row.worked, row.score, row.grade = work_out_review(row)
    row.save()
    return row
