"""The wall around how people arrange their lists, and what was exported."""

from accounts.models import Membership
from accounts.row_security import TENANT, secured
from pages.models import ListExport, ListPreference, StagedImport

DATABASE_OBJECTS = (
    *secured(ListPreference, TENANT, within={"membership_id": Membership}),
    *secured(ListExport, TENANT, append_only=True, on_trail=True),
    *secured(StagedImport, TENANT, on_trail=True, hidden=("rows", "problems")),
)
