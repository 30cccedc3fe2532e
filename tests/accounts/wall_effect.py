"""The effect of the money in the world of the wall tests."""

from django.utils import timezone

from accounts.models import District
from accounts.tenancy import Actor
from financing.models import EffectFigure, EffectReport, PerformanceReview
from schemes.models import Scheme
from tests.accounts.wall_page import BUREAUS, CITY, STAFF, WATCHERS, Page, post

EFFECT: dict[str, Page] = {
    "financing:effect": Page(WATCHERS),
    "financing:effect_reports": Page(WATCHERS),
    "financing:own_effect_reports": Page(STAFF),
    "financing:effect_report": Page(STAFF | WATCHERS, ("effect_report",)),
    "financing:effect_report_save": post(STAFF, "effect_report"),
    "financing:effect_proof_remove": post(STAFF, "effect_report", "=1"),
    "financing:effect_reports_confirm": post(BUREAUS),
    "financing:effect_report_act": post(BUREAUS, "effect_report", "=return"),
    "financing:performance_reviews": Page(WATCHERS),
    "financing:performance_review_new": Page(CITY, method="BOTH"),
    "financing:performance_review": Page(WATCHERS, ("performance_review",), method="BOTH"),
    "financing:performance_finish": post(CITY, "performance_review"),
    "financing:performance_review_file": Page(WATCHERS, ("performance_review", "=xlsx")),
}


def of_side(claim_id: int, staff: Actor, district: District) -> dict[str, object]:
    """A report that was filed."""
    home = {"organisation_id": staff.organisation_id, "district_id": district.pk}
    today = timezone.localdate()
    report = EffectReport.objects.create(
        **home, claim_id=claim_id, kind="year", for_day=today, paid_on=today, due_on=today,
        state="filed",
    )  # fmt: skip
    EffectFigure.objects.create(
        **home, report=report, number=1, name="示例", dimension="quantity", direction="at_least",
        target=1, due_on=today, weight=100,
    )  # fmt: skip
    return {"effect_report": report.pk}


def in_public(officer: Actor) -> dict[str, object]:
    scheme = Scheme.objects.order_by("pk").first()
    row = PerformanceReview.objects.create(
        scheme=scheme, year=2026, made_by_id=officer.user_id, score=0, grade="poor"
    )
    return {"performance_review": row.pk}
