"""Working out amounts of money: one pure engine for calculator, review, approval and replay."""
