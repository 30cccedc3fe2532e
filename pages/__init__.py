"""The kit that pages are built of."""
