"""Addresses of reports, below /reports/."""

from django.urls import include, path

from reports.lists import PlanList, TargetList
from reports.records import PlanRecord, TargetRecord
from reports.views.targets import split

app_name = "reports"
urlpatterns = [
    path("plans/", PlanList.as_view(), name="plans"),
    path("plans/", include(PlanRecord.urls())),
    path("targets/", TargetList.as_view(), name="targets"),
    path("targets/", include(TargetRecord.urls())),
    path("targets/<int:pk>/split/", split, name="split"),
]
