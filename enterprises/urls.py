"""Addresses of the registry."""

from django.urls import include, path

from enterprises.change_list import IdentityChangeList
from enterprises.imports.urls import urlpatterns as import_urls
from enterprises.lists import RegistrationQueue, RegistryList
from enterprises.pool_list import PoolList
from enterprises.proposals.lists import ProposalList
from enterprises.proposals.views import proposal
from enterprises.unplaced_list import UnplacedList
from enterprises.views import (
    credit,
    decisions,
    identity_changes,
    items,
    place,
    profile,
    register,
    reports,
)

app_name = "enterprises"
urlpatterns = [
    path("", RegistryList.as_view(), name="list"),
    path("register/", register.register, name="register"),
    path("register/code/", register.check_code, name="check_code"),
    path("register/name/", register.check_name, name="check_name"),
    path("claim/", register.claim, name="claim"),
    path("claims/mine/", register.my_claims, name="my_claims"),
    path("claims/<int:pk>/", decisions.claim_review, name="claim_review"),
    path("queue/", RegistrationQueue.as_view(), name="queue"),
    path("mine/", profile.profile, name="profile"),
    path("mine/edit/", profile.edit, name="profile_edit"),
    path("mine/reports/", reports.reports, name="reports"),
    path("mine/reports/<int:year>/", reports.report, name="report"),
    path("mine/reports/<int:year>/reopen/", reports.reopen, name="report_reopen"),
    path("mine/<slug:kind>/", items.items, name="items"),
    path("mine/<slug:kind>/add/", items.item_edit, name="item_add"),
    path("mine/<slug:kind>/<int:pk>/", items.item_edit, name="item_edit"),
    path("mine/<slug:kind>/<int:pk>/delete/", items.item_delete, name="item_delete"),
    path("changes/", IdentityChangeList.as_view(), name="identity_changes"),
    path("changes/new/", identity_changes.new_change, name="identity_change_new"),
    path("changes/<int:pk>/", identity_changes.identity_change, name="identity_change"),
    path("imports/", include(import_urls)),
    path("pool/", PoolList.as_view(), name="pool_members"),
    path("proposals/", ProposalList.as_view(), name="proposals"),
    path("proposals/<int:pk>/", proposal, name="proposal"),
    path("unplaced/", UnplacedList.as_view(), name="unplaced"),
    path("<int:pk>/place/", place.place, name="place"),
    path("<int:pk>/", decisions.detail, name="detail"),
    path("<int:pk>/decide/", decisions.decide, name="decide"),
    path("<int:pk>/pool/", decisions.pool, name="pool"),
    path("<int:pk>/credit/", credit.add, name="credit_add"),
    path("credit/<int:pk>/lift/", credit.lift, name="credit_lift"),
]
