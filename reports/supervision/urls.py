"""Addresses of this wing, below /reports/."""

from django.urls import URLPattern, URLResolver, path

from reports.supervision.lists import AttentionList, OrderList
from reports.supervision.views.orders import (
    order_edit,
    order_file,
    order_new,
    order_page,
    order_step,
)
from reports.supervision.views.rules import order_rules, order_statistics

urlpatterns: list[URLPattern | URLResolver] = [
    path("orders/", OrderList.as_view(), name="orders"),
    path("orders/attention/", AttentionList.as_view(), name="orders_attention"),
    path("orders/new/", order_new, name="order_new"),
    path("orders/rules/", order_rules, name="order_rules"),
    path("orders/statistics/", order_statistics, name="order_statistics"),
    path("orders/<int:pk>/", order_page, name="order"),
    path("orders/<int:pk>/edit/", order_edit, name="order_edit"),
    path("orders/<int:pk>/files/<uuid:file>/", order_file, name="order_file"),
    path("orders/<int:pk>/<str:name>/", order_step, name="order_step"),
]
