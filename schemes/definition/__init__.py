"""What a scheme consists of, as typed data."""
