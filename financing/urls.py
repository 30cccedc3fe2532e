"""Addresses of the financing whitelist."""

from django.urls import include, path

from financing.demands.lists import BankDemands, DemandWatch, OwnDemands
from financing.demands.views import bank_demand, demand_page, demands
from financing.feedback.lists import CreditList, FeedbackList
from financing.feedback.own_credits import OwnCredits
from financing.feedback.views import feedback, feedback_uploads, results
from financing.line.lists import DeliveryList
from financing.line.undelivered import UndeliveredMessages
from financing.line.views import bank_page, banks, programs, usage, webhooks
from financing.whitelist.bank_lists import BankList, DisclosureList
from financing.whitelist.lists import DayList, EntryList
from financing.whitelist.views import bank_entry, deciding, entries, own

app_name = "financing"
urlpatterns = [
    path("", include("financing.ledger.urls")),
    path("", include("financing.subsidies.urls")),
    path("", include("financing.listings.urls")),
    path("whitelist/", EntryList.as_view(), name="entries"),
    path("whitelist/on/", DayList.as_view(), name="on_day"),
    path("whitelist/decide/", deciding.decide, name="decide"),
    path("whitelist/search/", entries.search, name="search"),
    path("whitelist/propose/<int:enterprise_id>/", entries.propose, name="propose"),
    path("whitelist/<int:pk>/", entries.detail, name="entry"),
    path("whitelist/<int:pk>/<slug:name>/", entries.act, name="entry_act"),
    path("line/undelivered/", UndeliveredMessages.as_view(), name="undelivered"),
    path("banks/", banks.banks, name="banks"),
    path("banks/<int:pk>/", bank_page.bank, name="bank"),
    path("banks/<int:pk>/suspend/", bank_page.suspend, name="bank_suspend"),
    path("banks/<int:pk>/resume/", bank_page.resume, name="bank_resume"),
    path(
        "banks/<int:pk>/invite/<uuid:invitation_id>/",
        bank_page.invite_again,
        name="bank_invite_again",
    ),
    path("mine/", own.own, name="own"),
    path("mine/leave/", own.leave, name="leave"),
    path("consents/", own.consents, name="consents"),
    path("consents/<int:bank_id>/", own.consent, name="consent"),
    path("consents/<int:bank_id>/withdraw/", own.withdraw, name="withdraw"),
    path("disclosures/", DisclosureList.as_view(), name="disclosures"),
    path("demands/", DemandWatch.as_view(), name="demands"),
    path("demands/<int:pk>/", demand_page.demand, name="demand"),
    path("demands/at/<int:pk>/urge/", demand_page.urge, name="demand_urge"),
    path("results/", results.results, name="results"),
    path("credits/", CreditList.as_view(), name="credits"),
    path("market-rates/", results.market_rates, name="market_rates"),
    path("mine/demands/", OwnDemands.as_view(), name="own_demands"),
    path("mine/demands/new/", demands.new_demand, name="new_demand"),
    path("mine/demands/<int:pk>/", demands.own_demand, name="own_demand"),
    path("mine/demands/<int:pk>/banks/", demands.put_to_more, name="demand_banks"),
    path("mine/demands/<int:pk>/close/", demands.close, name="demand_close"),
    path("mine/credits/", OwnCredits.as_view(), name="own_credits"),
    path("mine/handlings/<int:pk>/answer/", demands.answer, name="handling_answer"),
    path("mine/handlings/<int:pk>/accept/", demands.accept, name="handling_accept"),
    path("bank/demands/", BankDemands.as_view(), name="bank_demands"),
    path("bank/demands/<int:pk>/", bank_demand.bank_demand, name="bank_demand"),
    path("bank/demands/files/<uuid:pk>/", bank_demand.demand_file, name="demand_file"),
    path("bank/demands/<int:pk>/<slug:name>/", bank_demand.bank_act, name="bank_act"),
    path("bank/feedback/", FeedbackList.as_view(), name="feedback"),
    path("bank/feedback/template.xlsx", feedback_uploads.template, name="feedback_template"),
    path("bank/feedback/new/", feedback.report, name="report_credit"),
    path("bank/feedback/enterprises/", feedback.enterprises, name="feedback_enterprises"),
    path("bank/feedback/uploads/", feedback_uploads.upload, name="feedback_uploads"),
    path("bank/feedback/uploads/<int:pk>/", feedback_uploads.uploaded, name="feedback_upload"),
    path("bank/feedback/uploads/<int:pk>/apply/", feedback_uploads.apply, name="feedback_apply"),
    path(
        "bank/feedback/uploads/<int:pk>/wrong.xlsx",
        feedback_uploads.wrong_rows,
        name="feedback_wrong_rows",
    ),
    path("bank/feedback/of/<str:reference>/", feedback.report, name="report_again"),
    path("bank/feedback/of/<str:reference>/void/", feedback.void, name="void_credit"),
    path("bank/", BankList.as_view(), name="bank_list"),
    path("bank/programs/", programs.programs, name="programs"),
    path("bank/programs/make/", programs.make, name="program_make"),
    path("bank/programs/<int:pk>/", programs.change, name="program"),
    path("bank/programs/<int:pk>/rotate/", programs.rotate, name="program_rotate"),
    path("bank/programs/<int:pk>/disable/", programs.disable, name="program_disable"),
    path("bank/secrets/<int:pk>/end/", programs.end, name="secret_end"),
    path("bank/usage/", usage.usage, name="usage"),
    path("bank/webhooks/", webhooks.webhooks, name="webhooks"),
    path("bank/webhooks/<int:pk>/", DeliveryList.as_view(), name="webhook"),
    path("bank/webhooks/<int:pk>/rotate/", webhooks.rotate, name="webhook_rotate"),
    path("bank/webhooks/<int:pk>/<slug:name>/", webhooks.act, name="webhook_act"),
    path("bank/webhooks/keys/<int:pk>/end/", webhooks.end, name="webhook_key_end"),
    path("bank/webhooks/deliveries/<int:pk>/", webhooks.delivery, name="delivery"),
    path("bank/webhooks/deliveries/<int:pk>/again/", webhooks.again, name="delivery_again"),
    path("bank/<str:credit_code>/plan/", bank_entry.plan, name="plan"),
    path("bank/<str:credit_code>/", bank_entry.bank_entry, name="bank_entry"),
]
