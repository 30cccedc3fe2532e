"""Addresses of the services, below /services/."""

from django.urls import include, path

from services.lists import PolicyList
from services.records import PolicyImport, PolicyRecord

app_name = "services"
urlpatterns = [
    path("policies/", PolicyList.as_view(), name="policies"),
    path("policies/", include(PolicyRecord.urls())),
    path("policies/import/", include(PolicyImport.urls())),
]
