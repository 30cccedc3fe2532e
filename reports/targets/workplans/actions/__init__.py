"""Business acts on work plans."""
