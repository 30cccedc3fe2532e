"""The machine of this app."""

from lifecycle.proposal_machine import MACHINE
from lifecycle.registry import register

register(MACHINE)
