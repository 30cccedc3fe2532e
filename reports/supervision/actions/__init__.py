"""What is done with orders of supervision, one act a file."""
