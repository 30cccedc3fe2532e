"""What people do with reports, one act a file."""
