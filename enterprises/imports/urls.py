"""Addresses of the imports, below /enterprises/imports/."""

from django.urls import path

from enterprises.imports import views
from enterprises.imports.lists import RegistryBatches, TitleBatches
from enterprises.imports.row_lists import DoubtfulNames, DoubtfulRows, ImportedRows

urlpatterns = [
    path("", RegistryBatches.as_view(), name="imports"),
    path("template.xlsx", views.registry_template, name="import_template"),
    path("titles/", TitleBatches.as_view(), name="imports_titles"),
    path("titles/template.xlsx", views.titles_template, name="import_titles_template"),
    path("<uuid:pk>/", views.batch, name="import"),
    path("<uuid:pk>/annotated.xlsx", views.annotated, name="import_annotated"),
    path("<uuid:pk>/apply/", views.apply, name="import_apply"),
    path("<uuid:pk>/discard/", views.discard, name="import_discard"),
    path("<uuid:pk>/take-back/", views.take_back, name="import_take_back"),
    path("<uuid:pk>/rows/", ImportedRows.as_view(), name="import_rows"),
    path("<uuid:pk>/doubtful/rows/", DoubtfulRows.as_view(), name="import_doubtful_rows"),
    path("<uuid:pk>/doubtful/", DoubtfulNames.as_view(), name="import_doubtful"),
    path("<uuid:pk>/doubtful/<int:row>/", views.decide, name="import_decide"),
]
