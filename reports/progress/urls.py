"""Addresses of the pages of progress, below /reports/."""

from django.urls import URLPattern, URLResolver, path

from reports.progress.lists import StageList, StayList
from reports.progress.views import leadership, method
from reports.progress.views.big_screen import big_screen

urlpatterns: list[URLPattern | URLResolver] = [
    path("progress/", leadership.progress, name="progress"),
    path("progress/tables/", leadership.tables, name="progress_tables"),
    path("progress/rows/", StayList.as_view(), name="progress_rows"),
    path("progress/cases/", StageList.as_view(), name="progress_cases"),
    path("progress/method/", method.method, name="method"),
    path("screen/", big_screen, name="big_screen"),
]
