"""The machines of this app."""

from lifecycle.registry import register
from reports.assessment import appeal_machine, demonstration_machine, round_machine
from reports.papers.lifecycle import MACHINE as PAPER
from reports.supervision.machine import MACHINE as ORDER
from reports.targets.workplans import machine as work_plan_machine

register(ORDER)
register(work_plan_machine.MACHINE)
register(round_machine.MACHINE)
register(appeal_machine.MACHINE)
register(demonstration_machine.MACHINE)
register(PAPER)
