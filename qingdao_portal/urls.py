"""All addresses of the portal."""

from importlib.util import find_spec

from django.urls import include, path

from accounts.views.home import home, landing
from qingdao_portal.health import healthz

urlpatterns = [
    path("api/", include("financing.line.api.urls")),
    path("", landing, name="landing"),
    path("home/", home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("allauth.urls")),
    path("people/", include("accounts.urls")),
    path("people/", include("people.urls")),
]
for prefix, app in (
    ("documents/", "documents"),
    ("enterprises/", "enterprises"),
    ("procedures/", "procedures"),
    ("procedures/", "schemes"),
    ("certification/", "certification"),
    ("financing/", "financing"),
    ("services/", "services"),
    ("reports/", "reports"),
):
    if find_spec(app) and find_spec(f"{app}.urls"):
        urlpatterns.append(path(prefix, include(f"{app}.urls")))

handler400 = "qingdao_portal.errors.bad_request"
handler404 = "qingdao_portal.errors.not_found"
handler500 = "qingdao_portal.errors.server_error"
handler403 = "accounts.views.errors.forbidden"
