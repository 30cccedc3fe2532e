"""Business acts on plans."""
