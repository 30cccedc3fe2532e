"""What this app tells of districts: each wing has its own."""

from reports.facts import district_figures as facts  # noqa: F401
from reports.supervision import district_figures as supervision  # noqa: F401
"""What reports can tell of districts over a period."""

from pages.district_figures import register_district_figures
from reports.targets.workplans import late

register_district_figures(late.FIGURE)
