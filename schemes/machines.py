"""The machines of this app."""

from lifecycle.registry import register
from schemes.lifecycle import MACHINE

register(MACHINE)
