"""The machines of this app, and its acts that take two persons."""

from lifecycle.registry import register
from lifecycle.two_persons import register_act
from procedures.cases import lifecycle as case_lifecycle
from procedures.experts.panels import case_machine, panel_machine, sheet_machine
from procedures.notices import notice_machine, objection_machine, two_persons

for module in (
    case_lifecycle, notice_machine, objection_machine, panel_machine, case_machine, sheet_machine,
):  # fmt: skip
    register(module.MACHINE)

for act in two_persons.ACTS:
    register_act(act)
