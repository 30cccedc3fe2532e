"""What this app tells of districts: each wing has its own."""

from reports.facts import district_figures as facts  # noqa: F401
