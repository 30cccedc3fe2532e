"""Addresses of this wing, below /reports/."""

from django.urls import URLPattern, URLResolver, path

from reports.builder.lists import ReportRunList, SavedReportList
from reports.builder.views import editing, reading

urlpatterns: list[URLPattern | URLResolver] = [
    path("builder/", SavedReportList.as_view(), name="report_list"),
    path("builder/new/", editing.new, name="report_new"),
    path("builder/results/", ReportRunList.as_view(), name="report_runs"),
    path("builder/results/<int:pk>/file/", reading.run_file, name="report_run_file"),
    path("builder/schedules/<int:pk>/leave/", reading.leave, name="report_leave"),
    path("builder/<int:pk>/", reading.report, name="report"),
    path("builder/<int:pk>/edit/", editing.edit, name="report_edit"),
    path("builder/<int:pk>/copy/", reading.copy, name="report_copy"),
    path("builder/<int:pk>/delete/", reading.delete, name="report_delete"),
    path("builder/<int:pk>/schedule/", reading.schedule, name="report_schedule"),
]
