"""Who gets through to the addresses of funds, payments and recoveries.

The funds of the world of these tests are the districts' own: the city reads them and keeps none.
"""

from accounts.duties import Duty
from tests.accounts.wall_page import AUDITOR, BUREAUS, CITY, STAFF, WATCHERS, Page, post

LEDGER: dict[str, Page] = {
    "financing:funds": Page(WATCHERS),
    "financing:fund_new": Page(BUREAUS, method="BOTH"),
    "financing:fund": Page(WATCHERS, ("fund",)),
    "financing:fund_edit": Page(
        BUREAUS, ("fund",), method="BOTH", by_duty={Duty.CITY_OFFICER: 403}
    ),
    "financing:first_budget": post(BUREAUS, "fund"),
    "financing:fund_year": Page(WATCHERS, ("fund_year",)),
    "financing:budget_propose": post(BUREAUS, "fund_year"),
    "financing:ledger_entries": Page(WATCHERS, ("fund_year",)),
    "financing:budget_act": post(BUREAUS, "budget_change", "=approve"),
    "financing:ledger_replay": Page(CITY | AUDITOR),
    "financing:payables": Page(WATCHERS),
    "financing:payable": Page(WATCHERS, ("payable",)),
    "financing:recovery_propose": Page(BUREAUS, ("payable",), method="BOTH"),
    "financing:payable_act": post(BUREAUS, "payable", "=stop"),
    "financing:batches": Page(WATCHERS),
    "financing:batch": Page(WATCHERS, ("payment_batch",)),
    "financing:batch_orders": Page(WATCHERS, ("payment_batch",)),
    "financing:batch_receipts": post(BUREAUS, "payment_batch"),
    "financing:batch_unknown": post(BUREAUS, "payment_batch"),
    "financing:batch_file": Page(
        BUREAUS, ("payment_batch", "=txt"), by_duty={Duty.CITY_OFFICER: 404}
    ),
    "financing:order_remove": post(BUREAUS, "payment_batch", "payment_order"),
    "financing:batch_act": post(BUREAUS, "payment_batch", "=close"),
    "financing:order_clear": post(BUREAUS, "payment_order", "=inquire"),
    "financing:recoveries": Page(WATCHERS),
    "financing:recovery": Page(WATCHERS, ("recovery",)),
    "financing:recovery_notice": Page(STAFF | WATCHERS, ("recovery", "=docx")),
    "financing:recovery_act": post(BUREAUS, "recovery", "=receive"),
    "financing:accounts": Page(BUREAUS),
    "financing:account": Page(BUREAUS, ("payee_account",)),
    "financing:account_act": post(STAFF | BUREAUS, "payee_account", "=confirm"),
    "financing:own_payments": Page(STAFF),
    "financing:own_account": Page(STAFF, method="BOTH"),
}
