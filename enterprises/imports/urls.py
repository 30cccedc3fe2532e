"""Addresses of the imports, below /enterprises/imports/."""

from django.urls import path

from enterprises.imports import views

urlpatterns = [
    path("", views.registry, name="imports"),
    path("template.xlsx", views.registry_template, name="import_template"),
    path("titles/", views.titles, name="imports_titles"),
    path("titles/template.xlsx", views.titles_template, name="import_titles_template"),
    path("<uuid:pk>/", views.batch, name="import"),
    path("<uuid:pk>/annotated.xlsx", views.annotated, name="import_annotated"),
    path("<uuid:pk>/apply/", views.apply, name="import_apply"),
    path("<uuid:pk>/discard/", views.discard, name="import_discard"),
    path("<uuid:pk>/doubtful/", views.doubtful, name="import_doubtful"),
    path("<uuid:pk>/doubtful/<int:row>/", views.decide, name="import_decide"),
]
