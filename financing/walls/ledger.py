"""The wall around funds, the ledger, payments and recoveries.

Bureaus read what belongs to the city's funds if they are the city's, else their own district's;
the ledger itself is written in the portal's own name alone, so that no way leads around
`financing.ledger.posting`.
"""

from accounts.acting import BUREAU_ACTS, acted
from accounts.row_security import (
    DISTRICT_ROWS,
    IN_ANY_SCOPE,
    IS_BUREAU,
    IS_CITY,
    IS_SYSTEM,
    TENANT,
    TENANT_ROWS,
    secured,
)
from database.kept_columns import kept_columns
from database.objects import DatabaseObject, function, sql_reader, trigger
from database.row_security import Policy, flag
from enterprises.database_objects import OF_ENTERPRISE
from financing.models import (
    BudgetChange,
    BudgetChangeEvent,
    Fund,
    FundYear,
    LedgerEntry,
    LedgerLeg,
    Payable,
    PayableEvent,
    PayeeAccount,
    PayeeAccountEvent,
    PaymentBatch,
    PaymentBatchEvent,
    PaymentOrder,
    ReceiptFile,
    ReceiptRow,
    Recovery,
    RecoveryEvent,
    RecoveryReceipt,
)
from lifecycle.state_guard import state_guard
from procedures.database_objects import OF_CASE

sql = sql_reader(__file__.replace("/walls/", "/"))
_OF_DISTRICT = f"({IS_BUREAU} AND {DISTRICT_ROWS})"
_READ = f"{IS_CITY} OR {flag('trail')} OR {_OF_DISTRICT}"
_KEEP = f"{IS_CITY} OR {_OF_DISTRICT}"

# Everybody with a duty may know which funds there are.
FUND = acted(Policy("fund", IN_ANY_SCOPE, _KEEP, change=_KEEP))
FUND_ROWS = acted(Policy("fund_rows", _READ, _KEEP, change=_KEEP))
# What an enterprise is paid or has to pay back: it reads that, the bureaus write it.
PAID = Policy("paid", TENANT_ROWS, BUREAU_ACTS, change=BUREAU_ACTS)
LEDGER = Policy("ledger", _READ, IS_SYSTEM, change=IS_SYSTEM)

OF_PAYABLE = {"payable_id": Payable}
OF_RECOVERY = {"recovery_id": Recovery}
OF_ACCOUNT = {"account_id": PayeeAccount}
_KEPT = "financing_ledger_kept"

LEDGER_OBJECTS: tuple[DatabaseObject, ...] = (
    *secured(Fund, FUND, on_trail=True),
    *secured(FundYear, LEDGER),
    *secured(BudgetChange, FUND_ROWS, on_trail=True),
    *secured(BudgetChangeEvent, FUND_ROWS, append_only=True),
    state_guard(BudgetChange, BudgetChangeEvent, "change_id"),
    *secured(LedgerEntry, LEDGER, append_only=True),
    *secured(LedgerLeg, LEDGER, append_only=True),
    function(f"{_KEPT}()", sql(f"{_KEPT}.sql"), models=(FundYear, LedgerLeg)),
    trigger(
        "keep_ledger",
        LedgerLeg,
        "AFTER INSERT",
        "REFERENCING NEW TABLE AS written FOR EACH STATEMENT",
        function=_KEPT,
    ),
    *secured(
        PayeeAccount,
        TENANT,
        within=OF_ENTERPRISE,
        is_parent=True,
        on_trail=True,
        hidden=("number",),
    ),
    *secured(PayeeAccountEvent, TENANT, within=OF_ACCOUNT, append_only=True),
    state_guard(PayeeAccount, PayeeAccountEvent, "account_id"),
    kept_columns(PayeeAccount, ("holder", "bank", "branch", "cnaps", "number", "organisation_id")),
    *secured(Payable, PAID, within=OF_CASE, is_parent=True, on_trail=True),
    *secured(PayableEvent, PAID, within=OF_PAYABLE, append_only=True),
    state_guard(Payable, PayableEvent, "payable_id"),
    *secured(PaymentBatch, FUND_ROWS, on_trail=True),
    *secured(PaymentBatchEvent, FUND_ROWS, append_only=True),
    state_guard(PaymentBatch, PaymentBatchEvent, "batch_id"),
    *secured(PaymentOrder, PAID, within={**OF_PAYABLE, **OF_ACCOUNT}, on_trail=True),
    *secured(ReceiptFile, FUND_ROWS, append_only=True),
    *secured(ReceiptRow, FUND_ROWS, append_only=True),
    *secured(Recovery, PAID, within=OF_CASE, is_parent=True, on_trail=True),
    *secured(RecoveryEvent, PAID, within=OF_RECOVERY, append_only=True),
    state_guard(Recovery, RecoveryEvent, "recovery_id"),
    *secured(RecoveryReceipt, PAID, within=OF_RECOVERY, append_only=True),
)
