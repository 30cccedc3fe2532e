"""Batches, cases, experts, notices, trials."""

from procedures.models.application import Application, ApplicationFile, CaseEvent, Snapshot
from procedures.models.assignment import CaseAssignment, CaseNote
from procedures.models.batch import Batch, BatchExtension
from procedures.models.expert import Expert, ExpertTie
from procedures.models.holidays import HolidayYear
from procedures.models.judgement import ConditionJudgement
from procedures.models.message import CaseMessage, CaseMessageFile
from procedures.models.notice import (
    InvestigationNote,
    NoticeEntry,
    Objection,
    ObjectionEvent,
    ObjectionEvidence,
    PublicNotice,
    PublicNoticeEvent,
)
from procedures.models.panel import (
    PanelCase,
    PanelCaseEvent,
    ReviewPanel,
    ReviewPanelEvent,
    ScoreSheet,
    ScoreSheetEvent,
)
from procedures.models.quota import DistrictQuota
from procedures.models.returns import ReturnItem
from procedures.models.simulation import Simulation, SimulationPart
from procedures.models.waiver import Waiver

__all__ = [
    "Application",
    "ApplicationFile",
    "Batch",
    "BatchExtension",
    "CaseAssignment",
    "CaseEvent",
    "CaseMessage",
    "CaseMessageFile",
    "CaseNote",
    "ConditionJudgement",
    "DistrictQuota",
    "Expert",
    "ExpertTie",
    "HolidayYear",
    "InvestigationNote",
    "NoticeEntry",
    "Objection",
    "ObjectionEvent",
    "ObjectionEvidence",
    "PanelCase",
    "PanelCaseEvent",
    "PublicNotice",
    "PublicNoticeEvent",
    "ReturnItem",
    "ReviewPanel",
    "ReviewPanelEvent",
    "ScoreSheet",
    "ScoreSheetEvent",
    "Simulation",
    "SimulationPart",
    "Snapshot",
    "Waiver",
]
