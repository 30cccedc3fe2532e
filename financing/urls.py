"""Addresses of the financing whitelist."""

from django.urls import path

from financing.views import banks, entries, own, programs

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
    path("bank/", programs.bank_list, name="bank_list"),
    path("bank/programs/", programs.programs, name="programs"),
    path("bank/programs/make/", programs.make, name="program_make"),
    path("bank/programs/<int:pk>/rotate/", programs.rotate, name="program_rotate"),
    path("bank/programs/<int:pk>/disable/", programs.disable, name="program_disable"),
    path("bank/secrets/<int:pk>/end/", programs.end, name="secret_end"),
    path("bank/<str:credit_code>/", programs.bank_entry, name="bank_entry"),
]
