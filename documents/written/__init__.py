"""What people write, in forms and in files: one reader for each kind of value."""
