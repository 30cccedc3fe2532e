"""What this app tells of districts: each wing has its own."""

from reports.facts import district_figures as facts  # noqa: F401
from reports.supervision import district_figures as supervision  # noqa: F401
