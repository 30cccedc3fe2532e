"""The machines of this app."""

from financing import demand_machine, loan_demand_machine, whitelist_machine
from lifecycle.registry import register

for module in (whitelist_machine, loan_demand_machine, demand_machine):
    register(module.MACHINE)
