"""Expert review."""
