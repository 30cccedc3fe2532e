"""The machines of this app."""

from enterprises import claim_machine, registration_machine
from lifecycle.registry import register

for module in (registration_machine, claim_machine):
    register(module.MACHINE)
