"""Addresses of the banks' interface."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from financing.line.api import demands, docs, feedback, views
from financing.line.api.token import TokenView

app_name = "api"
urlpatterns = [
    path("oauth/token/", TokenView.as_view(), name="token"),
    path("docs/", docs.DocsView.as_view(), name="docs"),
    path("docs/problems/", docs.problems, name="problems"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("v1/demands/", demands.DemandsView.as_view(), name="demands"),
    path("v1/demands/<str:number>/", demands.OneDemandView.as_view(), name="demand"),
    path("v1/feedback/", feedback.FeedbackView.as_view(), name="feedback"),
    path(
        "v1/feedback/<str:reference>/", feedback.CreditView.as_view(), name="feedback_of_reference"
    ),
    path("v1/feedback/<str:reference>/void/", feedback.VoidView.as_view(), name="void_feedback"),
    path("v1/whitelist/", views.WhitelistView.as_view(), name="whitelist"),
    path("v1/whitelist/changes/", views.ChangesView.as_view(), name="changes"),
    path("v1/whitelist/history/", views.HistoryView.as_view(), name="history"),
    path("v1/whitelist/<str:credit_code>/", views.EntryView.as_view(), name="entry"),
]
