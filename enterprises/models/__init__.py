"""The registry."""

from enterprises.models.claim import ClaimEvent, EnterpriseClaim
from enterprises.models.credit_record import CreditRecord
from enterprises.models.enterprise import (
    Enterprise,
    RegistrationEvent,
    RegistrationState,
    SizeClass,
)
from enterprises.models.former_name import FormerName
from enterprises.models.identity_change import IdentityChange, IdentityChangeEvent
from enterprises.models.import_batch import ImportBatch, ImportBatchEvent, ImportRow
from enterprises.models.pool import PoolEvent
from enterprises.models.profile import Product, Qualification, ResearchUnit
from enterprises.models.proposal import EntryProposal, EntryProposalEvent
from enterprises.models.published_title import PublishedTitle
from enterprises.models.shareholder import Shareholder
from enterprises.models.yearly_report import YearlyReport, YearlyReportEvent

__all__ = [
    "ClaimEvent",
    "CreditRecord",
    "Enterprise",
    "EnterpriseClaim",
    "EntryProposal",
    "EntryProposalEvent",
    "FormerName",
    "IdentityChange",
    "IdentityChangeEvent",
    "ImportBatch",
    "ImportBatchEvent",
    "ImportRow",
    "PoolEvent",
    "Product",
    "PublishedTitle",
    "Qualification",
    "RegistrationEvent",
    "RegistrationState",
    "ResearchUnit",
    "Shareholder",
    "SizeClass",
    "YearlyReport",
    "YearlyReportEvent",
]
