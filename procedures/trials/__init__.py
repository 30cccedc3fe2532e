"""What a version of a scheme would mean for the registry."""
