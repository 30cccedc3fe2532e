"""Addresses of claims for money."""

from django.urls import include, path

from financing.subsidies.auto.lists import CandidateList, GrantListList, OwnGrants
from financing.subsidies.auto.views import grants
from financing.subsidies.auto.views import lists as grant_lists
from financing.subsidies.find.views import find
from financing.subsidies.lists import ClaimList, OwnClaims
from financing.subsidies.views import goals, invoices, lines, replays, sharing, uploads

urlpatterns = [
    path("", include("financing.subsidies.review.urls")),
    path("", include("financing.subsidies.effect.urls")),
    path("find/", find.find_money_page, name="find_money"),
    path("find/alert/", find.alert, name="money_alert"),
    path("find/<int:pk>/", find.find_offer, name="find_offer"),
    path("money/", find.money_schemes, name="money_schemes"),
    path("money/<slug:code>/", find.try_amount, name="try_amount"),
    path("grants/", GrantListList.as_view(), name="grant_lists"),
    path("grants/new/", grant_lists.grant_list_new, name="grant_list_new"),
    path("grants/lists/<int:pk>/", grant_lists.grant_list, name="grant_list"),
    path("grants/lists/<int:pk>/<slug:name>/", grant_lists.grant_list_act, name="grant_list_act"),
    path("grants/enterprises/", CandidateList.as_view(), name="grant_candidates"),
    path("grants/mine/", OwnGrants.as_view(), name="own_grants"),
    path("grants/<int:pk>/", grants.grant, name="grant"),
    path("grants/<int:pk>/<slug:name>/", grants.grant_act, name="grant_act"),
    path("claims/", ClaimList.as_view(), name="claims"),
    path("claims/replay/", replays.claims_replay, name="claims_replay"),
    path("claims/mine/", OwnClaims.as_view(), name="own_claims"),
    path("claims/<int:pk>/lines/", lines.claim_lines, name="claim_lines"),
    path("claims/<int:pk>/lines/new/<slug:kind>/", lines.new_line, name="claim_line_new"),
    path("claims/<int:pk>/lines/<int:number>/", lines.line, name="claim_line"),
    path("claims/<int:pk>/lines/<int:number>/withdraw/", lines.withdraw, name="line_withdraw"),
    path("claims/<int:pk>/lines/<int:number>/restore/", lines.restore, name="line_restore"),
    path("claims/<int:pk>/lines/<int:number>/explain/", lines.explain, name="line_explain"),
    path("claims/<int:pk>/lines/<int:number>/files/", lines.files, name="line_files"),
    path(
        "claims/<int:pk>/lines/<int:number>/files/<uuid:attachment>/remove/",
        lines.remove_file,
        name="line_file_remove",
    ),
    path("claims/<int:pk>/lines/photos/", lines.photos, name="line_photos"),
    path("claims/<int:pk>/lines/invoice/", invoices.read, name="line_invoice"),
    path("claims/<int:pk>/lines/template/<slug:kind>/", uploads.template, name="line_template"),
    path("claims/<int:pk>/lines/upload/", uploads.upload, name="line_upload"),
    path("claims/<int:pk>/lines/upload/<int:upload_id>/", uploads.apply, name="line_apply"),
    path(
        "claims/<int:pk>/lines/upload/<int:upload_id>/wrong.xlsx",
        uploads.wrong_rows,
        name="line_wrong_rows",
    ),
    path("claims/budget/", sharing.budget_shares, name="budget_shares"),
    path("claims/budget/<int:pk>/", sharing.budget_share, name="budget_share"),
    path(
        "claims/budget/<int:pk>/propose/",
        sharing.budget_share_propose,
        name="budget_share_propose",
    ),
    path("claims/<int:pk>/goals/", goals.goals, name="claim_goals"),
]
