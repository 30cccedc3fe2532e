"""Schemes, batches, cases, notices."""

from procedures.models.application import Application, ApplicationFile, CaseEvent, Snapshot
from procedures.models.notice import NoticeEntry, Objection, PublicNotice
from procedures.models.returns import ReturnItem
from procedures.models.scheme import Batch, Scheme, SchemeVersion

__all__ = [
    "Application",
    "ApplicationFile",
    "Batch",
    "CaseEvent",
    "NoticeEntry",
    "Objection",
    "PublicNotice",
    "ReturnItem",
    "Scheme",
    "SchemeVersion",
    "Snapshot",
]
