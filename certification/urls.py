"""Addresses of certificates."""

from django.urls import include, path

from certification.issued_list import IssuedList
from certification.lists import CertificateList, OwnCertificates
from certification.public_list import PublicCertificates
from certification.records import IssuedImport, IssuedRecord
from certification.title_list import TitleList
from certification.views import acts, certificates, detail, ladder, standing, titles

app_name = "certification"
urlpatterns = [
    path("", OwnCertificates.as_view(), name="own"),
    path("all/", CertificateList.as_view(), name="listing"),
    path("issued/", IssuedList.as_view(), name="issued_list"),
    path("issued/", include(IssuedRecord.urls())),
    path("issued/import/", include(IssuedImport.urls())),
    path("titles/", TitleList.as_view(), name="titles"),
    path("titles/confirm/", titles.confirm, name="titles_confirm"),
    path("ladder/", ladder.ladder, name="ladder"),
    path("enterprises/<int:pk>/", standing.standing, name="standing"),
    path("<int:pk>/", detail.detail, name="detail"),
    path("<int:pk>/acts/<slug:name>/", acts.act, name="act"),
    path("<int:pk>/recheck/", acts.recheck, name="recheck"),
    path("<int:pk>/pdf/", certificates.pdf, name="pdf"),
    path("public/", PublicCertificates.as_view(), name="public"),
    path("verify/", certificates.verify_number, name="verify_number"),
    path("verify/<str:token>/", certificates.verify, name="verify"),
]
