"""The machines of this app."""

from lifecycle.registry import register
from reports.supervision.machine import MACHINE as ORDER

register(ORDER)
