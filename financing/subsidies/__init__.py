"""Claims for subsidies: find, claim, review, effect."""
