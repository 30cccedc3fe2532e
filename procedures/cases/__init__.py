"""How a case moves from the draft to its decision."""
