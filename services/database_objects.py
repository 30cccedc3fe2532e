"""The wall around policies."""

from accounts.row_security import CITY_WRITES, secured
from services.models import Policy

DATABASE_OBJECTS = secured(Policy, CITY_WRITES, on_trail=True)
