"""The wall around policies."""

from accounts.row_security import CITY_WRITES, secured
from documents.title_index import titles
from services.models import Policy

DATABASE_OBJECTS = (*secured(Policy, CITY_WRITES, on_trail=True), *titles(Policy, CITY_WRITES))
