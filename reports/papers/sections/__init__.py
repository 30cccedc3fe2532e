"""What this app tells of a period in papers, heading by heading."""
