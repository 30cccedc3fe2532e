"""The machines of this app."""

from financing.demands import loan_demand_machine
from financing.demands import machine as demand_machine
from financing.ledger import (
    account_machine,
    batch_machine,
    budget_machine,
    payable_machine,
    recovery_machine,
)
from financing.listings import (
    booking_machine,
    introduction_machine,
    milestone_machine,
    path_machine,
)
from financing.subsidies.auto import candidate_machine, list_machine
from financing.subsidies.effect import performance_machine, report_machine
from financing.subsidies.review import (
    audit_machine,
    cut_machine,
    letter_machine,
    recheck_machine,
)
from financing.whitelist import machine as whitelist_machine
from lifecycle.registry import register

for module in (whitelist_machine, loan_demand_machine, demand_machine):
    register(module.MACHINE)
for module in (cut_machine, letter_machine, audit_machine, recheck_machine):
    register(module.MACHINE)

for of_ledger in (
    account_machine,
    batch_machine,
    budget_machine,
    payable_machine,
    recovery_machine,
):
    register(of_ledger.MACHINE)

for of_effect in (report_machine, performance_machine):
    register(of_effect.MACHINE)

for listing in (path_machine, milestone_machine, introduction_machine, booking_machine):
    register(listing.MACHINE)

for of_grants in (list_machine, candidate_machine):
    register(of_grants.MACHINE)
