"""Addresses of documents."""

from django.urls import path

from documents.views import trail_export
from documents.views.download import download

app_name = "documents"
urlpatterns = [
    path("trail/export/", trail_export.export, name="trail_export"),
    path("<uuid:pk>/", download, name="download"),
]
