"""The wall around bulk runs of transitions."""

from accounts.row_security import TENANT, secured
from lifecycle.models import BulkItem, BulkRun

DATABASE_OBJECTS = (
    *secured(BulkRun, TENANT, is_parent=True, on_trail=True),
    *secured(BulkItem, TENANT, within={"run_id": BulkRun}),
)
