"""Business acts on papers."""
