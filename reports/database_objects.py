"""The wall around the plan."""

from accounts.row_security import PUBLIC_READ, secured
from reports.models import Plan, Target

DATABASE_OBJECTS = (
    *secured(Plan, PUBLIC_READ, on_trail=True),
    *secured(Target, PUBLIC_READ, on_trail=True),
)
