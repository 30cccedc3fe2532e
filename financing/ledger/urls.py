"""Addresses of the ledger, below those of financing."""

from django.urls import URLPattern, URLResolver, path

from financing.ledger.fund_lists import EntryList, FundYearList
from financing.ledger.lists import AccountList, OwnPayments, RecoveryList
from financing.ledger.payment_lists import BatchList, OrderList, PayableList
from financing.ledger.views import (
    asking_back,
    batches,
    fund_page,
    funds,
    own,
    payables,
    recoveries,
    replays,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("funds/", FundYearList.as_view(), name="funds"),
    path("funds/new/", funds.fund_new, name="fund_new"),
    path("funds/<int:pk>/", fund_page.fund, name="fund"),
    path("funds/<int:pk>/edit/", funds.fund_edit, name="fund_edit"),
    path("funds/<int:pk>/budget/", funds.first_budget, name="first_budget"),
    path("funds/years/<int:pk>/", funds.fund_year, name="fund_year"),
    path("funds/years/<int:pk>/propose/", funds.budget_propose, name="budget_propose"),
    path("funds/years/<int:pk>/entries/", EntryList.as_view(), name="ledger_entries"),
    path("funds/changes/<int:pk>/<slug:name>/", funds.budget_act, name="budget_act"),
    path("funds/replay/", replays.ledger_replay, name="ledger_replay"),
    path("payables/", PayableList.as_view(), name="payables"),
    path("payables/<int:pk>/", payables.payable, name="payable"),
    path("payables/<int:pk>/recover/", asking_back.recovery_propose, name="recovery_propose"),
    path("payables/<int:pk>/<slug:name>/", payables.payable_act, name="payable_act"),
    path("batches/", BatchList.as_view(), name="batches"),
    path("batches/<int:pk>/", batches.batch, name="batch"),
    path("batches/<int:pk>/orders/", OrderList.as_view(), name="batch_orders"),
    path("batches/<int:pk>/receipts/", batches.receipts, name="batch_receipts"),
    path("batches/<int:pk>/unknown/", batches.unknown, name="batch_unknown"),
    path("batches/<int:pk>/file.<str:form>", batches.batch_file, name="batch_file"),
    path(
        "batches/<int:pk>/orders/<int:order_id>/remove/",
        batches.order_remove,
        name="order_remove",
    ),
    path("batches/<int:pk>/<slug:name>/", batches.batch_act, name="batch_act"),
    path("orders/<int:order_id>/<slug:name>/", batches.order_clear, name="order_clear"),
    path("recoveries/", RecoveryList.as_view(), name="recoveries"),
    path("recoveries/<int:pk>/", recoveries.recovery, name="recovery"),
    path(
        "recoveries/<int:pk>/notice.<str:form>", recoveries.recovery_notice, name="recovery_notice"
    ),
    path("recoveries/<int:pk>/<slug:name>/", recoveries.recovery_act, name="recovery_act"),
    path("payee-accounts/", AccountList.as_view(), name="accounts"),
    path("payee-accounts/<int:pk>/", own.account, name="account"),
    path("payee-accounts/<int:pk>/<slug:name>/", own.account_act, name="account_act"),
    path("mine/payments/", OwnPayments.as_view(), name="own_payments"),
    path("mine/account/", own.own_account, name="own_account"),
]
