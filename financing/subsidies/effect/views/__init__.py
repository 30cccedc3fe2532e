"""Pages of the effect of the money."""
