"""Addresses of certificates."""

from django.urls import path

from certification.lists import CertificateList, OwnCertificates
from certification.views import acts, certificates, detail, ladder, standing

app_name = "certification"
urlpatterns = [
    path("", OwnCertificates.as_view(), name="own"),
    path("all/", CertificateList.as_view(), name="listing"),
    path("ladder/", ladder.ladder, name="ladder"),
    path("enterprises/<int:pk>/", standing.standing, name="standing"),
    path("<int:pk>/", detail.detail, name="detail"),
    path("<int:pk>/acts/<slug:name>/", acts.act, name="act"),
    path("<int:pk>/recheck/", acts.recheck, name="recheck"),
    path("<int:pk>/pdf/", certificates.pdf, name="pdf"),
    path("verify/", certificates.verify_number, name="verify_number"),
    path("verify/<str:token>/", certificates.verify, name="verify"),
]
