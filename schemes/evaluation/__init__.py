"""What the conditions and scores of a scheme come to."""
