"""Addresses of this wing, below /reports/."""

from django.urls import path

from reports.papers.lists import PaperList
from reports.papers.views import papers, settings

urlpatterns = [
    path("papers/", PaperList.as_view(), name="papers"),
    path("papers/make/", papers.order, name="paper_order"),
    path("papers/texts/", settings.templates, name="paper_templates"),
    path("papers/texts/version/<int:pk>/", settings.template_version, name="paper_template"),
    path("papers/texts/<str:kind>/", settings.template_edit, name="paper_template_edit"),
    path("papers/subscriptions/", settings.subscriptions, name="paper_subscriptions"),
    path("papers/subscriptions/<str:kind>/leave/", settings.leave, name="paper_leave"),
    path("papers/schedule/<str:kind>/", settings.schedule_edit, name="paper_schedule"),
    path("papers/<int:pk>/", papers.paper, name="paper"),
    path("papers/<int:pk>/edit/", papers.edit, name="paper_edit"),
    path("papers/<int:pk>/issue/", papers.issue, name="paper_issue"),
    path("papers/<int:pk>/again/", papers.again, name="paper_again"),
    path("papers/<int:pk>/file/<str:form>/", papers.paper_file, name="paper_file"),
    path("papers/<int:pk>/act/<str:name>/", papers.act, name="paper_act"),
]
