"""Addresses of plans and targets, below /reports/."""

from django.urls import include, path

from reports.targets.lists import PlanList, TargetList
from reports.targets.records import PlanRecord, TargetRecord
from reports.targets.views import split

urlpatterns = [
    path("plans/", PlanList.as_view(), name="plans"),
    path("plans/", include(PlanRecord.urls())),
    path("targets/", TargetList.as_view(), name="targets"),
    path("targets/", include(TargetRecord.urls())),
    path("targets/<int:pk>/split/", split, name="split"),
]
