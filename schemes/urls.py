"""Addresses of the designer. They lie below `procedures/`, behind those of that app."""

from django.urls import path

from schemes.designer.views import amounts, parts, versions
from schemes.views import materials

app_name = "schemes"
urlpatterns = [
    path("designer/", versions.schemes, name="designer"),
    path("designer/new/", versions.new_scheme, name="new_scheme"),
    path("designer/<int:pk>/", versions.version, name="version"),
    path("designer/<int:pk>/preview/", versions.preview, name="version_preview"),
    path("designer/<int:pk>/compare/", versions.compare, name="version_compare"),
    path("designer/<int:pk>/amount/", amounts.amount, name="amount"),
    path("designer/<int:pk>/scheme.yaml", versions.export, name="version_export"),
    path("designer/<int:pk>/file/", versions.take_file, name="version_file"),
    path("designer/<int:pk>/details/", versions.details, name="version_details"),
    path("designer/<int:pk>/clone/", versions.clone, name="version_clone"),
    path("designer/<int:pk>/parts/<str:place>/", parts.part, name="part"),
    path("designer/<int:pk>/parts/<str:place>/arrange/", parts.arrange, name="arrange"),
    path(
        "designer/<int:pk>/materials/<slug:key>/<str:kind>/", parts.material, name="change_material"
    ),
    path("versions/<int:pk>/materials/<slug:key>/<str:kind>/", materials.material, name="material"),
    path("designer/<int:pk>/<slug:name>/", versions.act, name="version_act"),
]
