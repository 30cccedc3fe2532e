"""Banks on the line: their people, programs, interface and messages."""
