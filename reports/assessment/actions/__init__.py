"""Business acts of the assessment."""
