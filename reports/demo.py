"""What reports bring to the demo city: each wing has its own steps."""

from reports.assessment import demo as assessment  # noqa: F401
from reports.builder import demo as builder  # noqa: F401
from reports.casebook import demo as casebook  # noqa: F401
from reports.papers import demo as papers  # noqa: F401
from reports.supervision import demo as supervision  # noqa: F401
from reports.targets import demo as work_plans  # noqa: F401
from reports.targets import plan_demo as plans  # noqa: F401
