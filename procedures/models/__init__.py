"""Schemes, batches, cases, notices."""

from procedures.models.application import Application, ApplicationFile, CaseEvent, Snapshot
from procedures.models.assignment import CaseAssignment
from procedures.models.notice import NoticeEntry, Objection, PublicNotice
from procedures.models.returns import ReturnItem
from procedures.models.scheme import Batch, BatchExtension, Scheme, SchemeVersion
from procedures.models.simulation import Simulation, SimulationPart
from procedures.models.watch import SchemeWatch

__all__ = [
    "Application",
    "ApplicationFile",
    "Batch",
    "BatchExtension",
    "CaseAssignment",
    "CaseEvent",
    "NoticeEntry",
    "Objection",
    "PublicNotice",
    "ReturnItem",
    "Scheme",
    "SchemeVersion",
    "SchemeWatch",
    "Simulation",
    "SimulationPart",
    "Snapshot",
]
