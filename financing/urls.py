"""Addresses of the financing whitelist."""

from django.urls import path

from financing.views import bank_demands, banks, demand_watch, demands, entries, own, programs

app_name = "financing"
urlpatterns = [
    path("whitelist/", entries.listing, name="entries"),
    path("whitelist/export.xlsx", entries.export, name="entries_export"),
    path("whitelist/search/", entries.search, name="search"),
    path("whitelist/propose/<int:enterprise_id>/", entries.propose, name="propose"),
    path("whitelist/<int:pk>/", entries.detail, name="entry"),
    path("whitelist/<int:pk>/<slug:name>/", entries.act, name="entry_act"),
    path("banks/", banks.banks, name="banks"),
    path("mine/", own.own, name="own"),
    path("mine/leave/", own.leave, name="leave"),
    path("consents/", own.consents, name="consents"),
    path("consents/<int:bank_id>/", own.consent, name="consent"),
    path("consents/<int:bank_id>/withdraw/", own.withdraw, name="withdraw"),
    path("disclosures/", own.disclosures, name="disclosures"),
    path("demands/", demand_watch.demands, name="demands"),
    path("demands/export.xlsx", demand_watch.demands_export, name="demands_export"),
    path("mine/demands/", demands.own_demands, name="own_demands"),
    path("mine/demands/new/", demands.new_demand, name="new_demand"),
    path("mine/demands/<int:pk>/", demands.own_demand, name="own_demand"),
    path("mine/demands/<int:pk>/banks/", demands.put_to_more, name="demand_banks"),
    path("mine/demands/<int:pk>/close/", demands.close, name="demand_close"),
    path("mine/handlings/<int:pk>/answer/", demands.answer, name="handling_answer"),
    path("mine/handlings/<int:pk>/accept/", demands.accept, name="handling_accept"),
    path("bank/demands/", bank_demands.bank_demands, name="bank_demands"),
    path("bank/demands/<int:pk>/", bank_demands.bank_demand, name="bank_demand"),
    path("bank/demands/<int:pk>/<slug:name>/", bank_demands.bank_act, name="bank_act"),
    path("bank/", programs.bank_list, name="bank_list"),
    path("bank/programs/", programs.programs, name="programs"),
    path("bank/programs/make/", programs.make, name="program_make"),
    path("bank/programs/<int:pk>/rotate/", programs.rotate, name="program_rotate"),
    path("bank/programs/<int:pk>/disable/", programs.disable, name="program_disable"),
    path("bank/secrets/<int:pk>/end/", programs.end, name="secret_end"),
    path("bank/<str:credit_code>/", programs.bank_entry, name="bank_entry"),
]
