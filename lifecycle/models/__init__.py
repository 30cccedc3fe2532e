from lifecycle.models.bulk import BulkItem, BulkRun
from lifecycle.models.transition_event import TenantTransitionEvent, TransitionEvent

__all__ = ["BulkItem", "BulkRun", "TenantTransitionEvent", "TransitionEvent"]
