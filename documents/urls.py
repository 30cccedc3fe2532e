"""Addresses of documents."""

from django.urls import path

from documents.views.download import download, view

app_name = "documents"
urlpatterns = [
    path("<uuid:pk>/", download, name="download"),
    path("<uuid:pk>/view/", view, name="view"),
]
