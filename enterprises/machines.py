"""The machines of this app."""

from enterprises import claim_machine, registration_machine, yearly_report_machine
from enterprises.imports import import_machine
from lifecycle.registry import register

for module in (registration_machine, claim_machine, yearly_report_machine, import_machine):
    register(module.MACHINE)
