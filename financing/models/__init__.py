"""The financing whitelist, consents of enterprises, and what each bank is shown."""

from financing.models.access import BankAccessChange, FirmAccessChange
from financing.models.audit import (
    AuditAssignment,
    AuditEvent,
    Recheck,
    RecheckEvent,
    RecheckSample,
)
from financing.models.auto_grant import (
    GrantCandidate,
    GrantCandidateEvent,
    GrantList,
    GrantListEvent,
    MoneyAlert,
)
from financing.models.client import BankClient, ClientRefusal, ClientScope, ClientSecret
from financing.models.consent import Consent, Disclosure
from financing.models.demand import (
    DemandEvent,
    DemandFile,
    DemandHandling,
    LoanDemand,
    LoanDemandEvent,
    LoanOffer,
    SupportPlan,
)
from financing.models.effect import (
    EffectFigure,
    EffectFile,
    EffectReport,
    EffectReportEvent,
    PerformanceReview,
    PerformanceReviewEvent,
)
from financing.models.feed import FeedPurge, FeedRow, Pull
from financing.models.feedback import CreditFeedback, FeedbackUpload, IdempotentAnswer
from financing.models.fund import BudgetChange, BudgetChangeEvent, Fund, FundYear
from financing.models.inquiry import InquiryLetter, LetterAnswer, LetterEvent
from financing.models.introduction import (
    ContactCard,
    ExchangedContact,
    Introduction,
    IntroductionEvent,
)
from financing.models.investor import ContestWinner, FinancingProject, InvestorProfile
from financing.models.ledger import Account, EntryKind, LedgerEntry, LedgerLeg
from financing.models.listing import (
    Adviser,
    ListingPath,
    ListingPathEvent,
    ListingProposal,
    ListingStage,
    ListingTrack,
    Milestone,
    MilestoneEvent,
)
from financing.models.market import MarketRate
from financing.models.payee import PayeeAccount, PayeeAccountEvent
from financing.models.payment import (
    Payable,
    PayableEvent,
    PaymentBatch,
    PaymentBatchEvent,
    PaymentOrder,
    ReceiptFile,
    ReceiptRow,
)
from financing.models.recovery import (
    Recovery,
    RecoveryCause,
    RecoveryEvent,
    RecoveryReceipt,
)
from financing.models.review import (
    CheckFinding,
    CutFile,
    CutNotice,
    CutNoticeEvent,
    LineDecision,
    ReviewStage,
    ReviewTerms,
    SiteVisit,
    VisitPhoto,
)
from financing.models.roadshow import RoadShow, RoadShowBooking, RoadShowBookingEvent
from financing.models.subsidy import SubsidyClaim, SubsidyLine
from financing.models.subsidy_parts import (
    SubsidyFile,
    SubsidyGoal,
    SubsidyKey,
    SubsidyUpload,
)
from financing.models.usage import ClientUsage
from financing.models.webhook import Webhook, WebhookAttempt, WebhookDelivery, WebhookSecret
from financing.models.whitelist import WhitelistEntry, WhitelistEvent

__all__ = [
    "Account",
    "Adviser",
    "AuditAssignment",
    "AuditEvent",
    "BankAccessChange",
    "BankClient",
    "BudgetChange",
    "BudgetChangeEvent",
    "CheckFinding",
    "ClientRefusal",
    "ClientScope",
    "ClientSecret",
    "ClientUsage",
    "Consent",
    "ContactCard",
    "ContestWinner",
    "CreditFeedback",
    "CutFile",
    "CutNotice",
    "CutNoticeEvent",
    "DemandEvent",
    "DemandFile",
    "DemandHandling",
    "Disclosure",
    "EffectFigure",
    "EffectFile",
    "EffectReport",
    "EffectReportEvent",
    "EntryKind",
    "ExchangedContact",
    "FeedPurge",
    "FeedRow",
    "FeedbackUpload",
    "FinancingProject",
    "FirmAccessChange",
    "Fund",
    "FundYear",
    "GrantCandidate",
    "GrantCandidateEvent",
    "GrantList",
    "GrantListEvent",
    "IdempotentAnswer",
    "InquiryLetter",
    "Introduction",
    "IntroductionEvent",
    "InvestorProfile",
    "LedgerEntry",
    "LedgerLeg",
    "LetterAnswer",
    "LetterEvent",
    "LineDecision",
    "ListingPath",
    "ListingPathEvent",
    "ListingProposal",
    "ListingStage",
    "ListingTrack",
    "LoanDemand",
    "LoanDemandEvent",
    "LoanOffer",
    "MarketRate",
    "Milestone",
    "MilestoneEvent",
    "MoneyAlert",
    "Payable",
    "PayableEvent",
    "PayeeAccount",
    "PayeeAccountEvent",
    "PaymentBatch",
    "PaymentBatchEvent",
    "PaymentOrder",
    "PerformanceReview",
    "PerformanceReviewEvent",
    "Pull",
    "ReceiptFile",
    "ReceiptRow",
    "Recheck",
    "RecheckEvent",
    "RecheckSample",
    "Recovery",
    "RecoveryCause",
    "RecoveryEvent",
    "RecoveryReceipt",
    "ReviewStage",
    "ReviewTerms",
    "RoadShow",
    "RoadShowBooking",
    "RoadShowBookingEvent",
    "SiteVisit",
    "SubsidyClaim",
    "SubsidyFile",
    "SubsidyGoal",
    "SubsidyKey",
    "SubsidyLine",
    "SubsidyUpload",
    "SupportPlan",
    "VisitPhoto",
    "Webhook",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookSecret",
    "WhitelistEntry",
    "WhitelistEvent",
]
