"""What this app tells of districts: each wing has its own."""

from pages.district_figures import register_district_figures
from reports.facts import district_figures as facts  # noqa: F401
from reports.supervision import district_figures as supervision  # noqa: F401
from reports.targets.workplans import late

register_district_figures(late.FIGURE)
