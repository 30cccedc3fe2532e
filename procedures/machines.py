"""The machines of this app."""

from lifecycle.registry import register
from procedures.cases import lifecycle as case_lifecycle
from procedures.experts.panels import case_machine, panel_machine, sheet_machine
from procedures.notices import notice_machine, objection_machine

for module in (
    case_lifecycle, notice_machine, objection_machine, panel_machine, case_machine, sheet_machine,
):  # fmt: skip
    register(module.MACHINE)
