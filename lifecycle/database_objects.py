"""The wall around bulk runs of transitions and proposals of acts."""

from accounts.row_security import BUREAU_NOTES, secured
from lifecycle.models import ActProposal, ActProposalEvent, BulkItem, BulkRun
from lifecycle.state_guard import state_guard

DATABASE_OBJECTS = (
    *secured(BulkRun, BUREAU_NOTES, is_parent=True, on_trail=True),
    *secured(BulkItem, BUREAU_NOTES, within={"run_id": BulkRun}),
    *secured(ActProposal, BUREAU_NOTES, is_parent=True, on_trail=True),
    *secured(ActProposalEvent, BUREAU_NOTES, within={"proposal_id": ActProposal}, append_only=True),
    state_guard(ActProposal, ActProposalEvent, "proposal_id"),
)
