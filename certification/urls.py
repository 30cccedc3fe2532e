"""Addresses of certificates."""

from django.urls import path

from certification.views import certificates

app_name = "certification"
urlpatterns = [
    path("", certificates.own, name="own"),
    path("all/", certificates.listing, name="listing"),
    path("all/export.xlsx", certificates.export, name="export"),
    path("<int:pk>/pdf/", certificates.pdf, name="pdf"),
    path("verify/", certificates.verify_number, name="verify_number"),
    path("verify/<str:token>/", certificates.verify, name="verify"),
]
