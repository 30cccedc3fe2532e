"""Acts around effect reports and performance reviews, one a file."""
