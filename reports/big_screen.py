"""What this app shows on the wall besides the targets: each wing has its own strip."""

from reports.supervision import wall_strip as supervision  # noqa: F401
