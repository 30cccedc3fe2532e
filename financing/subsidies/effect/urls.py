"""Addresses of the effect of the money, below those of financing."""

from django.urls import path

from financing.subsidies.effect.lists import OwnReports, ReportList, ReviewList
from financing.subsidies.effect.views import confirming, performance, reports, table

urlpatterns = [
    path("effect/", table.effect, name="effect"),
    path("effect/reports/", ReportList.as_view(), name="effect_reports"),
    path("effect/reports/mine/", OwnReports.as_view(), name="own_effect_reports"),
    path("effect/reports/confirm/", confirming.confirm, name="effect_reports_confirm"),
    path("effect/reports/<int:pk>/", reports.report, name="effect_report"),
    path("effect/reports/<int:pk>/save/", reports.save, name="effect_report_save"),
    path(
        "effect/reports/<int:pk>/files/<int:file_id>/remove/",
        reports.remove,
        name="effect_proof_remove",
    ),
    path("effect/reports/<int:pk>/<slug:name>/", reports.report_act, name="effect_report_act"),
    path("effect/reviews/", ReviewList.as_view(), name="performance_reviews"),
    path("effect/reviews/new/", performance.new, name="performance_review_new"),
    path("effect/reviews/<int:pk>/", performance.review, name="performance_review"),
    path("effect/reviews/<int:pk>/finish/", performance.finish, name="performance_finish"),
    path(
        "effect/reviews/<int:pk>/review.<slug:form>",
        performance.review_file,
        name="performance_review_file",
    ),
]
