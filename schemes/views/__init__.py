"""Pages of the schemes that are nobody's own."""
