"""The wall around bulk runs of transitions."""

from accounts.row_security import BUREAU_NOTES, secured
from lifecycle.models import BulkItem, BulkRun

DATABASE_OBJECTS = (
    *secured(BulkRun, BUREAU_NOTES, is_parent=True, on_trail=True),
    *secured(BulkItem, BUREAU_NOTES, within={"run_id": BulkRun}),
)
