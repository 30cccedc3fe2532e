"""What waits for somebody in reports: each wing has its own."""

from reports.supervision import todo as supervision  # noqa: F401
