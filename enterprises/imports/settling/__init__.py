"""What follows an import: judging its doubtful rows, and taking it back."""
