"""What came of the money: goals, performance, effect."""
