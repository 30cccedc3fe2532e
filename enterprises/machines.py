"""The machines of this app."""

from enterprises import (
    claim_machine,
    identity_change_machine,
    registration_machine,
    yearly_report_machine,
)
from enterprises.imports import import_machine
from enterprises.proposals import machine as proposal_machine
from lifecycle.registry import register

for module in (
    registration_machine, claim_machine, identity_change_machine, proposal_machine,
    yearly_report_machine, import_machine,
):  # fmt: skip
    register(module.MACHINE)
