"""Find my money (找政策): what an enterprise can get now, how much, by when, what is missing."""
