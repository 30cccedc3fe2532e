"""What waits for somebody in reports: each wing has its own."""

from reports.assessment import todo as assessment  # noqa: F401
from reports.papers import todo as papers  # noqa: F401
from reports.supervision import todo as supervision  # noqa: F401
from reports.targets import todo as plans  # noqa: F401
from reports.targets.workplans import todo as work_plans  # noqa: F401
