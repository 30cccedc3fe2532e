"""What this app brings to the reports that the portal writes."""

from pages.paper_sections import register_paper_parts
from reports.papers.sections import ahead, changes, corrections, districts, problems, progress

register_paper_parts(
    progress.PART, changes.PART, corrections.PART, districts.PART, problems.PART, ahead.PART
)
