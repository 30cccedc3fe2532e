"""The machines of this app."""

from certification.lifecycle import MACHINE
from lifecycle.registry import register

register(MACHINE)
