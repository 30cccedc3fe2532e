"""What this app brings to the reports that the portal writes."""

from pages.paper_sections import register_paper_parts
from reports.assessment import paper_sections as assessment
from reports.papers.sections import ahead, changes, corrections, districts, problems, progress
from reports.supervision import paper_sections as supervision

register_paper_parts(
    progress.PART, changes.PART, corrections.PART, districts.PART, problems.PART, ahead.PART
)
register_paper_parts(supervision.PART, assessment.PART)
