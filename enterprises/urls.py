"""Addresses of the registry."""

from django.urls import include, path

from enterprises.imports.urls import urlpatterns as import_urls
from enterprises.views import credit, decisions, items, pool, profile, register, registry, reports

app_name = "enterprises"
urlpatterns = [
    path("", registry.listing, name="list"),
    path("export.xlsx", registry.export, name="export"),
    path("filters/", registry.add_filter, name="save_filter"),
    path("filters/<uuid:pk>/delete/", registry.delete_filter, name="delete_filter"),
    path("register/", register.register, name="register"),
    path("register/code/", register.check_code, name="check_code"),
    path("register/name/", register.check_name, name="check_name"),
    path("claim/", register.claim, name="claim"),
    path("claims/mine/", register.my_claims, name="my_claims"),
    path("claims/<int:pk>/", decisions.claim_review, name="claim_review"),
    path("queue/", decisions.queue, name="queue"),
    path("mine/", profile.profile, name="profile"),
    path("mine/edit/", profile.edit, name="profile_edit"),
    path("mine/reports/", reports.reports, name="reports"),
    path("mine/reports/<int:year>/", reports.report, name="report"),
    path("mine/reports/<int:year>/reopen/", reports.reopen, name="report_reopen"),
    path("mine/<slug:kind>/", items.items, name="items"),
    path("mine/<slug:kind>/add/", items.item_edit, name="item_add"),
    path("mine/<slug:kind>/<int:pk>/", items.item_edit, name="item_edit"),
    path("mine/<slug:kind>/<int:pk>/delete/", items.item_delete, name="item_delete"),
    path("imports/", include(import_urls)),
    path("pool/", pool.members, name="pool_members"),
    path("pool/export.xlsx", pool.export, name="pool_export"),
    path("pool/keep/", pool.keep, name="pool_keep"),
    path("<int:pk>/", decisions.detail, name="detail"),
    path("<int:pk>/decide/", decisions.decide, name="decide"),
    path("<int:pk>/pool/", decisions.pool, name="pool"),
    path("<int:pk>/credit/", credit.add, name="credit_add"),
    path("credit/<int:pk>/lift/", credit.lift, name="credit_lift"),
]
