from lifecycle.models.bulk import BulkItem, BulkRun
from lifecycle.models.proposal import ActProposal, ActProposalEvent
from lifecycle.models.transition_event import TenantTransitionEvent, TransitionEvent

__all__ = [
    "ActProposal",
    "ActProposalEvent",
    "BulkItem",
    "BulkRun",
    "TenantTransitionEvent",
    "TransitionEvent",
]
