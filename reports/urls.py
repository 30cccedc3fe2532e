"""Addresses of reports, below /reports/: each wing has its own."""

from django.urls import include, path

app_name = "reports"
WINGS = ("targets", "supervision", "assessment", "progress", "papers", "builder", "casebook")
urlpatterns = [path("", include(f"reports.{wing}.urls")) for wing in WINGS]
